import { type Command, type Database, runOne, type Step } from '../db/transact.ts'
import type { Refusal } from '../refusal.ts'
import { cardBySerial, type Scan } from './card.store.ts'
import { type PlaceRow, placeNow, readSteps } from './place.store.ts'
import { shelveCard } from './shelf.store.ts'
import { type Noted, noteCard, scannedBefore, stocktakeById } from './stocktake.store.ts'
import { belongsThere, type StocktakeRow } from './stocktake-list.store.ts'

/** A card of a stocktake's list that was put back outside its shelves. */
export interface PutBack extends Omit<Noted, 'card'> {
  card: Pick<Noted['card'], 'state' | 'belongs'> & { outcome: 'put_back' }
}

/** A place where no card is scanned in a stocktake, and where one that it saw may belong all the same. */
const mayBelong = (place: PlaceRow | Refusal | null): place is PlaceRow =>
  place !== null && !('refused' in place) && (place.kind === 'slot' || place.kind === 'quarantine')

/**
 * A card scanned in a stocktake. One that it saw lying wrong may belong on shelves that it is not of:
 * scanned there, in the place that its record says, it is put back, by a scan to the shelves.
 */
export function* noteOrPutBack(
  command: Command,
  scan: Scan & Record<'stocktakeId' | 'serial' | 'slot', string>,
): Step<Noted | PutBack | Refusal> {
  const noted = yield* noteCard(command, scan)
  if (!('refused' in noted)) return noted
  if (noted.refused !== 'outside_stocktake' && noted.refused !== 'not_a_slot') return noted
  const { stocktakeId, serial, slot, staffId } = scan
  const place = yield* placeNow(command.centre.id, slot)
  const row = yield* runOne(cardBySerial({ serial }))
  const before = yield* runOne(scannedBefore({ stocktakeId, serial }))
  const stocktake = yield* runOne(stocktakeById({ id: stocktakeId }))
  if (!mayBelong(place) || before?.outcome !== 'misplaced' || !stocktake) return noted
  if (row?.centreId !== command.centre.id || row.place !== place.code) return noted
  const shelved = yield* shelveCard(command, { serial, place: slot, staffId })
  if ('refused' in shelved) return shelved
  const { state, place: belongs } = shelved.row
  return { card: { state, belongs, outcome: 'put_back' }, again: true, stocktake }
}

/** The code of a place where a card that a stocktake saw lying wrong belongs; null when none does. */
export const placeToPutBack = async (
  db: Database,
  { id: stocktakeId, centreId }: StocktakeRow,
  scanned: string,
): Promise<string | null> => {
  const place = await readSteps(db, placeNow(centreId, scanned))
  if (!mayBelong(place)) return null
  const [card] = await db.read(belongsThere({ stocktakeId, centreId, place: place.code }))
  return card ? place.code : null
}
