import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { holdDevice } from '../devices/device.store.ts'

export type PrintRow = Tables['prints']['$inferSelect']

export const isOwed = sql`state in ('queued', 'printing')`

/** A claim is renewed for as long as its slip is being printed, however long that takes. */
export const CLAIM_MS = 15_000

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

export const anyOwedAt = statement<{ deviceId: string }, { id: string }[]>((db, t) =>
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

const endAll = statement<{ now: number }, unknown>((db, t) =>
  db
    .update(t.prints)
    .set({ dueAt: sql`${$('now')}` })
    .where(and(isOwed, eq(t.prints.state, 'printing'))),
)

/**
 * All claims are over, for nobody prints: those who did are gone, and who waits at a kiosk need not
 * wait for their claims to run out.
 */
export function* endClaims(now: number): Step<void> {
  yield* run(endAll({ now }))
}
