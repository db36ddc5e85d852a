import { type Command, runOne, type Step } from '../db/transact.ts'
import type { CardRow, Scan } from './card.store.ts'
import { keepFinding, overlapping, scannedBefore, stocktakeById } from './stocktake.store.ts'

/**
 * A card of the shelves that somebody has in hand and that keeps its slot: put where it lies already,
 * into a box, or onto a list of cards to be ended. A stocktake of its shelf has
 * seen it thereby, in its own slot, and does not miss it; what it saw before by itself stays.
 */
export function* seenInHand(
  { centre, now, revision }: Command,
  row: CardRow,
  { staffId }: Pick<Scan, 'staffId'>,
): Step<void> {
  const { serial, state, place: slot } = row
  if (state !== 'shelved' || slot === null) return
  const centreId = centre.id
  const running = yield* runOne(overlapping(centreId, slot))
  const stocktake = running && (yield* runOne(stocktakeById({ id: running.id })))
  if (!stocktake) return
  const stocktakeId = stocktake.id
  if (yield* runOne(scannedBefore({ stocktakeId, serial }))) return
  const seen = { stocktakeId, serial, centreId, slot, belongs: slot, state, staffId }
  yield* keepFinding(stocktake, row, {
    ...seen,
    outcome: 'found',
    at: now,
    revision,
    putBackRevision: null,
  })
}
