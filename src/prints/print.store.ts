import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm'
import type { PrintFailure } from '../../printers/outcome.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { holdDevice, notePrinter } from '../devices/device.store.ts'
import type { PrintState } from './print.ts'

export type PrintRow = Tables['prints']['$inferSelect']

const isOwed = sql`state in ('queued', 'printing')`

const insertPrint = statement<PrintRow, unknown>((db, t) =>
  db.insert(t.prints).values(placeholders(t.prints)),
)

export const newestPrint = statement<{ ticketId: string }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(eq(t.prints.ticketId, $('ticketId')))
    .orderBy(sql`${t.prints.queuedAt} desc, ${t.prints.id} desc`)
    .limit(1),
)

const printsOfTicket = statement<{ ticketId: string }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.prints.id })
    .from(t.prints)
    .where(eq(t.prints.ticketId, $('ticketId'))),
)

/**
 * Nothing is put off for as long as this, and no claim lasts it: what is due later was written by a
 * clock that has been put back since, and is due now.
 */
const PUT_OFF_MAX_MS = 2 * 60_000

const owedBy = statement<{ now: number; farOff: number }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.prints.id })
    .from(t.prints)
    .where(and(isOwed, or(lte(t.prints.dueAt, $('now')), gt(t.prints.dueAt, $('farOff')))))
    .limit(200),
)
/** The slips that should have been printed by now. */
export const printsOwed = (now: number) => owedBy({ now, farOff: now + PUT_OFF_MAX_MS })

export const printById = statement<{ id: string }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(eq(t.prints.id, $('id'))),
)

const oldestDue = statement<
  { deviceId: string; queuedBy: number; claimedBy: number; farOff: number },
  PrintRow[]
>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(
      and(
        isOwed,
        eq(t.prints.deviceId, $('deviceId')),
        or(
          and(eq(t.prints.state, 'queued'), lte(t.prints.dueAt, $('queuedBy'))),
          and(eq(t.prints.state, 'printing'), lte(t.prints.dueAt, $('claimedBy'))),
          gt(t.prints.dueAt, $('farOff')),
        ),
      ),
    )
    .orderBy(asc(t.prints.queuedAt), asc(t.prints.id))
    .limit(1),
)
/**
 * The oldest slip of a device that is due; claims that are over count as due.
 * @param queuedBy slips that were put off until this time are taken as well: now, or later
 */
export const oldestOwedAt = (of: { deviceId: string; queuedBy: number; now: number }) =>
  oldestDue({
    deviceId: of.deviceId,
    queuedBy: of.queuedBy,
    claimedBy: of.now,
    farOff: of.now + PUT_OFF_MAX_MS,
  })

const anyOwedAt = statement<{ deviceId: string }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.prints.id })
    .from(t.prints)
    .where(and(isOwed, eq(t.prints.deviceId, $('deviceId'))))
    .limit(1),
)

const underClaimAt = statement<{ deviceId: string; now: number; farOff: number }, { id: string }[]>(
  (db, t) =>
    db
      .select({ id: t.prints.id })
      .from(t.prints)
      .where(
        and(
          isOwed,
          eq(t.prints.deviceId, $('deviceId')),
          eq(t.prints.state, 'printing'),
          gt(t.prints.dueAt, $('now')),
          lte(t.prints.dueAt, $('farOff')),
        ),
      )
      .limit(1),
)

/** The most slips that are told together that their printer is out of order. */
const TROUBLED_MAX = 100

const dueAtDevice = statement<{ deviceId: string; now: number }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(
      and(
        isOwed,
        eq(t.prints.deviceId, $('deviceId')),
        eq(t.prints.state, 'queued'),
        lte(t.prints.dueAt, $('now')),
      ),
    )
    .limit(TROUBLED_MAX),
)

const claim = statement<Pick<PrintRow, 'id' | 'copy' | 'attempts'> & { until: number }, PrintRow[]>(
  (db, t) =>
    db
      .update(t.prints)
      .set({
        state: 'printing',
        dueAt: sql`${$('until')}`,
        ...placeholders(t.prints, ['copy', 'attempts']),
      })
      .where(eq(t.prints.id, $('id')))
      .returning(),
)

const renew = statement<{ id: string; attempts: number; until: number }, unknown>((db, t) =>
  db
    .update(t.prints)
    .set({ dueAt: sql`${$('until')}` })
    .where(
      and(
        eq(t.prints.id, $('id')),
        eq(t.prints.state, 'printing'),
        eq(t.prints.attempts, $('attempts')),
      ),
    ),
)

type Outcome = Pick<PrintRow, 'state' | 'copy' | 'attempts' | 'dueAt' | 'failure' | 'printedAt'>

const recordOutcome = statement<
  Outcome & Pick<PrintRow, 'id'> & { stateBefore: PrintState; attemptsBefore: number },
  { id: string }[]
>((db, t) =>
  db
    .update(t.prints)
    .set(placeholders(t.prints, ['state', 'copy', 'attempts', 'dueAt', 'failure', 'printedAt']))
    .where(
      and(
        eq(t.prints.id, $('id')),
        eq(t.prints.state, $('stateBefore')),
        eq(t.prints.attempts, $('attemptsBefore')),
      ),
    )
    .returning({ id: t.prints.id }),
)

/** A print that is due now. */
const queuedPrint = (
  { centre, now }: Pick<Command, 'centre' | 'now'>,
  what: Pick<PrintRow, 'id' | 'ticketId' | 'deviceId' | 'copy'>,
): PrintRow => ({
  ...what,
  centreId: centre.id,
  state: 'queued',
  attempts: 0,
  dueAt: now,
  failure: null,
  queuedAt: now,
  printedAt: null,
  labels: null,
})

/** A claim is renewed for as long as its slip is being printed, however long that takes. */
export const CLAIM_MS = 15_000

/**
 * Writes a slip to be printed; its id counts the slips of the ticket.
 * @param printsHere nobody but this process prints, so what is next at its printer is claimed at
 *   once, in the same transaction
 */
export function* queuePrint(
  command: Command,
  slip: { ticketId: string; deviceId: string; ordinal: number },
  printsHere = false,
): Step<{ id: string; isClaimed: boolean }> {
  const { ticketId, deviceId, ordinal } = slip
  const { now } = command
  const id = `${ticketId}-${ordinal}`
  const isClaimed = printsHere && !(yield* runOne(anyOwedAt({ deviceId })))
  const claimed = { state: 'printing', attempts: 1, dueAt: now + CLAIM_MS } as const
  const copy = ordinal > 1
  yield* run(
    insertPrint({
      ...queuedPrint(command, { id, ticketId, deviceId, copy }),
      ...(isClaimed && claimed),
    }),
  )
  return { id, isClaimed }
}

/** Labels of places to be printed, in turn with the slips of the same printer. */
export function* queueLabels(
  command: Command,
  { id, deviceId, codes }: { id: string; deviceId: string; codes: string[] },
): Step<null> {
  const print = queuedPrint(command, { id, ticketId: '', deviceId, copy: false })
  yield* run(insertPrint({ ...print, labels: codes }))
  command.tell({ type: 'print_queued', subject: id, ticketId: '' })
  return null
}

/** A slip once more, marked as a copy. */
export function* queueReprint(
  command: Command,
  slip: { ticketId: string; deviceId: string },
): Step<string> {
  const before = yield* run(printsOfTicket({ ticketId: slip.ticketId }))
  const { id } = yield* queuePrint(command, { ...slip, ordinal: before.length + 1 })
  command.tell({ type: 'print_queued', subject: id, ticketId: slip.ticketId })
  return id
}

/** A slip to print now, and where; `failed`: the printer was in trouble when it was last asked. */
export interface Claimed {
  print: PrintRow
  printer: string | null
  failed: boolean
}

/**
 * Takes the oldest slip of a device until a moment, and counts the attempt; a device prints one
 * slip at a time, whichever process sends it. A slip that was claimed before and never recorded may
 * already be on paper: it comes back marked as a copy.
 * @param dueBy slips due by this time are taken: now, or later when the printer is known to work
 * @returns undefined when nothing is due, or another process has the printer: it looks again itself
 */
export function* claimNextPrint(of: {
  deviceId: string
  now: number
  dueBy: number
  until: number
}): Step<Claimed | undefined> {
  const { deviceId, now, dueBy, until } = of
  const device = yield* holdDevice(deviceId)
  if (!device) return undefined
  if (yield* runOne(underClaimAt({ deviceId, now, farOff: now + PUT_OFF_MAX_MS }))) return undefined
  const next = yield* runOne(oldestOwedAt({ deviceId, queuedBy: dueBy, now }))
  if (!next) return undefined
  const copy = next.copy || next.state === 'printing'
  const print = yield* runOne(claim({ id: next.id, copy, attempts: next.attempts + 1, until }))
  return print && { print, printer: device.printer, failed: device.printerFailure !== null }
}

/** Holds a claimed slip for longer; one that has passed to somebody else, or is done, is let be. */
export function* renewClaim({ id, attempts }: PrintRow, until: number): Step<void> {
  yield* run(renew({ id, attempts, until }))
}

/** Stores what became of a slip, unless it has gone on without us, and tells the kiosk. */
function* store(command: Command, before: PrintRow, outcome: Partial<Outcome>): Step<boolean> {
  const { state, copy, attempts, dueAt, failure, printedAt } = { ...before, ...outcome }
  const stored = yield* runOne(
    recordOutcome({
      id: before.id,
      state,
      copy,
      attempts,
      dueAt,
      failure,
      printedAt,
      stateBefore: before.state,
      attemptsBefore: before.attempts,
    }),
  )
  if (stored) command.tell({ type: 'print_ended', subject: before.id, ticketId: before.ticketId })
  return stored !== undefined
}

/** A claimed slip is on paper. @returns false when the claim was over and the outcome is not ours */
export function* storePrinted(
  command: Command,
  { print, failed }: Pick<Claimed, 'print' | 'failed'>,
): Step<boolean> {
  if (failed) yield* notePrinter(command, print.deviceId, null)
  return yield* store(command, print, {
    state: 'printed',
    failure: null,
    printedAt: command.now,
  })
}

/** Gives a claimed slip back as if it had not been tried. */
export function* releasePrint(command: Command, print: PrintRow): Step<boolean> {
  return yield* store(command, print, {
    state: 'queued',
    attempts: print.attempts - 1,
    dueAt: command.now,
  })
}

/**
 * The printer of a claimed slip does not print: those that wait for it have failed with it, so that
 * nobody stands before a kiosk while each one's own attempt runs out.
 * @param pauseAfter the pause in milliseconds after so many attempts; null: give up
 */
export function* storeTrouble(
  command: Command,
  print: PrintRow,
  trouble: { reason: PrintFailure; mayHavePrinted: boolean },
  pauseAfter: (attempts: number) => number | null,
): Step<boolean> {
  const { now } = command
  const failed = (attempts: number): Partial<Outcome> => {
    const pauseMs = pauseAfter(attempts)
    const state = pauseMs === null ? 'failed' : 'queued'
    return { state, attempts, failure: trouble.reason, dueAt: now + (pauseMs ?? 0) }
  }
  const copy = print.copy || trouble.mayHavePrinted
  const stored = yield* store(command, print, { ...failed(print.attempts), copy })
  // One that stops with its process is no trouble of the printer.
  if (stored && trouble.reason !== 'closed')
    yield* notePrinter(command, print.deviceId, trouble.reason)
  for (const other of yield* run(dueAtDevice({ deviceId: print.deviceId, now })))
    if (other.id !== print.id) yield* store(command, other, failed(other.attempts + 1))
  return stored
}
