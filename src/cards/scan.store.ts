import { and, eq } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { withdrawNotice } from '../notices/notice.store.ts'
import { stayOf } from '../notices/notice.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type CardRow, cardFrom, cardHere, type Scan, storeCardMove } from './card.store.ts'
import { decide } from './card.ts'
import { picksFollowUndo } from './pick.store.ts'
import { slotFor } from './place.store.ts'
import { type Shelved, shelveCard } from './shelf.store.ts'

type ScanRow = Tables['scans']['$inferSelect']

const scanById = statement<{ centreId: string; id: string }, ScanRow[]>((db, t) =>
  db
    .select()
    .from(t.scans)
    .where(and(eq(t.scans.centreId, $('centreId')), eq(t.scans.id, $('id')))),
)

const insertScan = statement<ScanRow, unknown>((db, t) =>
  db.insert(t.scans).values(placeholders(t.scans)),
)

const endScan = statement<{ centreId: string; id: string; undoneAt: number }, unknown>((db, t) =>
  db
    .update(t.scans)
    .set(placeholders(t.scans, ['undoneAt']))
    .where(and(eq(t.scans.centreId, $('centreId')), eq(t.scans.id, $('id')))),
)

/**
 * A scan to the shelves under the id its station gave it: sent again, it is answered again and
 * changes nothing, whatever has become of the card since. A refused one leaves no trace here, so
 * it is judged anew.
 */
export function* shelveOnce(
  command: Command,
  scan: Scan & { id: string; serial: string; place: string },
): Step<Pick<Shelved, 'row' | 'warnings'> | Refusal> {
  const centreId = command.centre.id
  const { id, serial, staffId } = scan
  const known = yield* runOne(scanById({ centreId, id }))
  if (known) {
    // One id for two scans is a station that counts wrongly: better told than half done.
    if (known.serial !== serial) return refuse('malformed', { field: 'scanId', why: 'used' })
    const row = yield* cardHere(command, serial)
    return 'refused' in row ? row : { row, warnings: known.warnings }
  }
  const shelved = yield* shelveCard(command, scan)
  if ('refused' in shelved) return shelved
  const { state, place, stateSince, readyAt } = shelved.before
  yield* run(
    insertScan({
      centreId,
      id,
      serial,
      staffId,
      at: command.now,
      revision: shelved.row.revision,
      warnings: shelved.warnings,
      before: { state, place, stateSince, readyAt },
      undoneAt: null,
    }),
  )
  return shelved
}

/** Takes back the word that a card is ready, where this scan gave it and nobody has heard it yet. */
function* withdrawReady(before: ScanRow['before'], row: CardRow): Step<boolean> {
  const { serial, readyAt, phoneCipher } = row
  if (before.readyAt !== null || readyAt === null) return false
  if (phoneCipher === null) return true
  const isOfStay = yield* withdrawNotice('card_ready', stayOf(serial, readyAt))
  return isOfStay || (yield* withdrawNotice('card_ready', serial))
}

/**
 * Takes a scan back, as long as nothing else was done with its card since. Its notice is taken back
 * with it, unless it is on its way already. Undone twice, it is undone.
 */
export function* undoScan(command: Command, id: string, scan: Scan): Step<CardRow | Refusal> {
  const centreId = command.centre.id
  const known = yield* runOne(scanById({ centreId, id }))
  if (!known) return refuse('unknown_scan')
  const { serial, before } = known
  const row = yield* cardHere(command, serial)
  if ('refused' in row || known.undoneAt !== null) return row
  if (row.revision !== known.revision) return refuse('scan_overtaken')
  // The place it lay in, as that is now; null when it had none, or that is gone.
  const found = before.place === null ? null : yield* slotFor(centreId, before.place, serial)
  const slot = found && 'refused' in found ? null : found
  const move = decide(cardFrom(row), { do: 'undo', before, slot }, command.now)
  if ('refused' in move) return move
  const isUntold = yield* withdrawReady(before, row)
  // In quarantine it was not ready; where it lay before, it was, and its owner knows.
  const card = { ...move.card, readyAt: isUntold ? null : (row.readyAt ?? before.readyAt) }
  const stored = yield* storeCardMove(command, row, { ...move, card }, scan)
  yield* picksFollowUndo(command, row, stored)
  yield* run(endScan({ centreId, id, undoneAt: command.now }))
  return stored
}
