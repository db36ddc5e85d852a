import { and, eq, lte, sql } from 'drizzle-orm'
import type { PrintFailure } from '../../printers/outcome.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { notePrinter } from '../devices/device.store.ts'
import { anyOwedAt, CLAIM_MS, type Claimed, isOwed, type PrintRow } from './claim.store.ts'
import type { PrintState } from './print.ts'

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

export const printById = statement<{ id: string }, PrintRow[]>((db, t) =>
  db
    .select()
    .from(t.prints)
    .where(eq(t.prints.id, $('id'))),
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
