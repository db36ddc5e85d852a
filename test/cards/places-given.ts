import { checkCustody } from '../../src/cards/custody.view.ts'
import { readDescription } from '../../src/cards/place.ts'
import { makePlaces } from '../../src/cards/place-make.store.ts'
import { mergePlace } from '../../src/cards/place-merge.store.ts'
import { movePlace } from '../../src/cards/place-move.store.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { done, givenCard, scan } from './given.ts'

export const BY = { staffId: 'post1', device: 'bench 1' }

export const allPlaces = query((db, t) => db.select().from(t.places))
export const allFormer = query((db, t) => db.select().from(t.formerPlaces))
export const allPicks = query((db, t) => db.select().from(t.picks))

/** Makes a stretch of a description. */
export const make = (db: Database, centreId: string, text: string, from = 0) => {
  const description = done(readDescription(text))
  return db.write(centreId, (command) => makePlaces(command, { description, from }))
}

export const move = (db: Database, centreId: string, place: string, into: string) =>
  db.write(centreId, (command) => movePlace(command, { place, into, ...BY }))

export const merge = (db: Database, centreId: string, place: string, into: string) =>
  db.write(centreId, (command) => mergePlace(command, { place, into, ...BY }))

/** Cards of these serials on these slots, scanned there. */
export const givenShelved = async (
  db: Database,
  centreId: string,
  cards: Record<string, string>,
): Promise<void> => {
  for (const [serial, place] of Object.entries(cards)) {
    await givenCard(db, centreId, serial)
    done(await scan(db, centreId, serial, place))
  }
}

/** The codes of a centre's places, with their cards where they have any. */
export const shelvesNow = async (db: Database): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await db.read(allPlaces))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, taken }) => [code, taken]),
  )

/** Everything that must hold of places and the cards in them, whatever was done: what does not. */
export const untruths = async (db: Database, centreId: string): Promise<string[]> => {
  const wrong: string[] = []
  const places = (await db.read(allPlaces)).filter((place) => place.centreId === centreId)
  const cards = (await db.read(query((drizzle, t) => drizzle.select().from(t.cards)))).filter(
    (card) => card.centreId === centreId,
  )
  const byCode = new Map(places.map((place) => [place.code, place]))
  for (const { code, parent, section, capacity, taken } of places) {
    const inIt = (one: string | null) => one === code || one?.startsWith(`${code}-`)
    const lying = cards.filter(({ place }) => inIt(place)).length
    const room = places
      .filter((one) => inIt(one.code) && !['section', 'cabinet', 'drawer'].includes(one.kind))
      .reduce((sum, one) => sum + one.capacity, 0)
    if (lying !== taken) wrong.push(`${code} counts ${taken} cards of ${lying}`)
    if (room !== capacity) wrong.push(`${code} has room for ${room} and says ${capacity}`)
    if (taken > capacity) wrong.push(`${code} is overfull`)
    if (parent !== null && !byCode.has(parent)) wrong.push(`${code} lies in nothing`)
    if (parent === null ? code !== section : !code.startsWith(`${parent}-`))
      wrong.push(`${code} is not called after ${parent}`)
  }
  for (const { serial, place } of cards)
    if (place !== null && byCode.get(place)?.kind !== 'slot') wrong.push(`${serial} is in ${place}`)
  const { broken, strays } = await checkCustody(db, centreId)
  if (broken) wrong.push(`the chain is broken at ${broken.serial}`)
  // A card that a test has in hand from the beginning has no entry yet.
  for (const { serial, action, state } of strays)
    if (action !== null || state !== 'received') wrong.push(`${serial} is not as its log says`)
  return wrong
}
