import { and, count, eq, gt, lte } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  centreById,
  placeholders,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type DeviceRow, insertDevice } from './device.store.ts'

export type PairingRow = Tables['pairings']['$inferSelect']

/** For how long a screen shows one code. */
export const PAIRING_MS = 10 * 60_000
/** Codes that count in one centre at a time: whoever mistypes one of a million meets none of them. */
const PENDING_MAX = 50

const forgetExpired = statement<{ now: number }, unknown>((db, t) =>
  db.delete(t.pairings).where(lte(t.pairings.expiresAt, $('now'))),
)

const pendingIn = statement<{ centreId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.pairings)
    .where(eq(t.pairings.centreId, $('centreId'))),
)

const insertPairing = statement<PairingRow, { code: string }[]>((db, t) =>
  db
    .insert(t.pairings)
    .values(placeholders(t.pairings))
    .onConflictDoNothing()
    .returning({ code: t.pairings.code }),
)

/**
 * A code for a screen to show, until somebody types it.
 * @param nextCode asked again where another screen shows the same one
 */
export function* askPairing(
  now: number,
  pairing: Pick<PairingRow, 'centreId' | 'kind' | 'tokenHash'>,
  nextCode: () => string,
): Step<string | Refusal> {
  const { centreId } = pairing
  if (!(yield* runOne(centreById({ id: centreId })))) return refuse('unknown_centre')
  yield* run(forgetExpired({ now }))
  const pending = yield* runOne(pendingIn({ centreId }))
  if ((pending?.count ?? 0) >= PENDING_MAX)
    return refuse('too_many_requests', { seconds: PAIRING_MS / 1000 })
  for (;;) {
    const row = { ...pairing, code: nextCode(), expiresAt: now + PAIRING_MS }
    const inserted = yield* runOne(insertPairing(row))
    if (inserted) return inserted.code
  }
}

const takePairing = statement<{ centreId: string; code: string; now: number }, PairingRow[]>(
  (db, t) =>
    db
      .delete(t.pairings)
      .where(
        and(
          eq(t.pairings.centreId, $('centreId')),
          eq(t.pairings.code, $('code')),
          gt(t.pairings.expiresAt, $('now')),
        ),
      )
      .returning(),
)

/** Makes the screen that shows a code a device of the centre: its token counts from now on. */
export function* pairByCode(
  command: Command,
  author: Author,
  code: string,
  asked: Pick<DeviceRow, 'id' | 'name' | 'printer'>,
): Step<DeviceRow | Refusal> {
  const { centre, now } = command
  const pairing = yield* runOne(takePairing({ centreId: centre.id, code, now }))
  if (!pairing) return refuse('unknown_pairing', { code })
  const { centreId, kind, tokenHash } = pairing
  return yield* insertDevice(command, author, { ...asked, centreId, kind, tokenHash })
}
