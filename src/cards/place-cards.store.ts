import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { type Command, query, runOne, type Step } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type CardRow, cardFrom } from './card.store.ts'
import { decide } from './card.ts'
import { logAll } from './custody.store.ts'
import { picksGoAlong } from './pick-along.store.ts'
import { type PlaceRow, placeNow } from './place.store.ts'
import { within } from './place-list.store.ts'
import { PLACES_AT_ONCE } from './place-make.store.ts'
import { overlapping } from './stocktake.store.ts'

/** Picks of the cards of a place; each tells of itself, and a command may tell of 450. */
const PICKS_MAX = 400

/** Who moves places, and at which station. */
export interface Mover {
  staffId: string | null
  device: string | null
}

/** The cards that have a place, or one in it, as theirs, as the shelves stand. */
export const cardsWithin = (centreId: string, code: string) =>
  query((db, t) =>
    db
      .select()
      .from(t.cards)
      .where(
        and(
          eq(t.cards.centreId, centreId),
          inArray(
            t.cards.place,
            db
              .select({ code: t.places.code })
              .from(t.places)
              .where(and(within(t, centreId, code), gt(t.places.taken, 0))),
          ),
        ),
      )
      .orderBy(asc(t.cards.place), asc(t.cards.serial)),
  )

/** A place that is moved or merged, and where to, under the codes that they have now. */
export function* bothNow(
  centreId: string,
  asked: string,
  askedInto: string,
): Step<{ place: PlaceRow; into: PlaceRow } | Refusal> {
  const found: PlaceRow[] = []
  for (const code of [asked, askedInto]) {
    const one = yield* placeNow(centreId, code)
    if (!one) return refuse('unknown_place', { place: code })
    if ('refused' in one) return one
    found.push(one)
  }
  const [place, into] = found
  return place && into ? { place, into } : refuse('unknown_place', { place: asked })
}

/**
 * What stands against moving a place's cards at one go: what is being counted would be counted
 * twice, or not at all; and one transaction holds up everybody else.
 * @param places how many there are in it, itself counted
 */
export function* refuseAtOnce(
  place: PlaceRow,
  into: PlaceRow,
  { places, cardsMax }: { places: number; cardsMax: number },
): Step<Refusal | null> {
  const counted = yield* refuseCounted(place, into)
  if (counted) return counted
  const { code, taken } = place
  if (places > PLACES_AT_ONCE)
    return refuse('place_too_large', { place: code, count: places, most: PLACES_AT_ONCE })
  if (taken > cardsMax)
    return refuse('place_too_large', { place: code, count: taken, most: cardsMax })
  return null
}

function* refuseCounted(...places: readonly PlaceRow[]): Step<Refusal | null> {
  for (const { centreId, code } of places) {
    const running = yield* runOne(overlapping(centreId, code))
    if (running) return refuse('stocktake_running', { place: running.place, stocktake: running.id })
  }
  return null
}

/** Writes into the log that cards went along with their place, and has their picks follow. */
export function* tellOfCards(
  command: Command,
  rows: readonly CardRow[],
  placeOf: ReadonlyMap<string, string>,
  { staffId, device }: Mover,
  why: string,
): Step<Refusal | null> {
  const entries = []
  for (const row of rows) {
    const place = placeOf.get(row.serial) ?? ''
    const move = decide(cardFrom(row), { do: 'go_along', place }, command.now)
    if ('refused' in move) return move
    if (move.action === null) continue
    const { serial } = row
    const { action } = move
    entries.push({ serial, action, staffId, device, fromPlace: row.place, toPlace: place, why })
  }
  yield* logAll(command, entries)
  const picks = yield* picksGoAlong(command, placeOf, PICKS_MAX)
  return picks > PICKS_MAX
    ? refuse('place_too_large', { place: why, count: picks, most: PICKS_MAX })
    : null
}
