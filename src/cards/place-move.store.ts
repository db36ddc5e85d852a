import { and, eq, gt, inArray, like, or, sql } from 'drizzle-orm'
import type { Author } from '../changes/author.ts'
import { changeSetup } from '../changes/change.store.ts'
import { $, type Command, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { countCards, type PlaceRow } from './place.store.ts'
import { nameFor } from './place.ts'
import { bothNow, cardsWithin, type Mover, refuseAtOnce, tellOfCards } from './place-cards.store.ts'
import { fitsIn, numberAmong, numberOf, renamed } from './place-code.ts'
import { countWithin, within } from './place-list.store.ts'
import { addRoom, digitsOf, keepFormer, updatePlace } from './place-make.store.ts'

/** Cards that go along with a place in one transaction: see docs/decisions/places.md for what it takes. */
export const MOVED_CARDS_MAX = 2500

const numbersIn = statement<{ centreId: string; parent: string }, { code: string }[]>((db, t) =>
  db
    .select({ code: t.places.code })
    .from(t.places)
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.parent, $('parent')))),
)

const formerIn = (centreId: string, parent: string) =>
  query((db, t) =>
    db
      .select({ code: t.formerPlaces.code, how: t.formerPlaces.how, now: t.formerPlaces.now })
      .from(t.formerPlaces)
      .where(and(eq(t.formerPlaces.centreId, centreId), like(t.formerPlaces.code, `${parent}-%`))),
  )

/**
 * The code that a place gets in another: no other's there, nor one that a label in use may say. Its
 * own former code it may have again.
 */
function* codeIn(place: PlaceRow, into: PlaceRow): Step<string | Refusal> {
  const { centreId, code } = place
  const there = (yield* run(numbersIn({ centreId, parent: into.code }))).map((one) =>
    numberOf(one.code),
  )
  const depth = into.code.length + 1
  const said = (yield* run(formerIn(centreId, into.code)))
    .filter((former) => former.how !== 'removed' && former.now !== code)
    .map((former) => former.code.slice(depth).split('-', 1)[0] ?? '')
  const own = (yield* run(formerIn(centreId, into.code))).find(
    (former) =>
      former.now === code &&
      former.how === 'moved' &&
      former.code.lastIndexOf('-') === depth - 1 &&
      !said.includes(numberOf(former.code)) &&
      !there.includes(numberOf(former.code)),
  )
  if (own) return own.code
  const number = numberAmong(numberOf(code), [...new Set([...there, ...said])])
  return number === null
    ? refuse('places_numbered', { place: into.code })
    : `${into.code}-${number}`
}

/** Whether the numbers of what lies in a place have as many digits as those of a section. */
function* haveSameDigits(place: PlaceRow, into: PlaceRow): Step<boolean> {
  const { centreId, section } = place
  if (section === into.section) return true
  const [ours, theirs] = [
    yield* digitsOf(centreId, section),
    yield* digitsOf(centreId, into.section),
  ]
  return (['drawer', 'slot'] as const).every(
    (level) => !ours[level] || !theirs[level] || ours[level] === theirs[level],
  )
}

/** `to` and what follows the first `from` characters of a column, in the words of both engines. */
const calledAnew = (column: unknown, from: string, to: string) =>
  sql<string>`cast(${to} as text) || substr(${column}, ${sql.raw(String(from.length + 1))})`

const renameCards = (place: PlaceRow, to: string, revision: number) =>
  query((db, t) =>
    db
      .update(t.cards)
      .set({ place: calledAnew(t.cards.place, place.code, to), revision })
      .where(
        and(
          eq(t.cards.centreId, place.centreId),
          inArray(
            t.cards.place,
            db
              .select({ code: t.places.code })
              .from(t.places)
              .where(and(within(t, place.centreId, place.code), gt(t.places.taken, 0))),
          ),
        ),
      ),
  )

/** A place that was never named is called after its number, and so it is after its new one. */
const nameAfter = (place: PlaceRow, to: string) => {
  const [before, after] = [place.code, to].map((code) =>
    nameFor(place.kind, Number(numberOf(code))),
  )
  return {
    nameAr: place.nameAr === before?.nameAr ? (after?.nameAr ?? place.nameAr) : place.nameAr,
    nameEn: place.nameEn === before?.nameEn ? (after?.nameEn ?? place.nameEn) : place.nameEn,
  }
}

const renamePlaces = ({ centreId, code }: PlaceRow, to: string, into: PlaceRow) =>
  query((db, t) =>
    db
      .update(t.places)
      .set({
        code: calledAnew(t.places.code, code, to),
        parent: sql`case when ${t.places.code} = ${code} then cast(${into.code} as text)
          else ${calledAnew(t.places.parent, code, to)} end`,
        section: into.section,
      })
      .where(within(t, centreId, code)),
  )

const renameFormer = ({ centreId, code }: PlaceRow, to: string) =>
  query((db, t) =>
    db
      .update(t.formerPlaces)
      .set({ now: calledAnew(t.formerPlaces.now, code, to) })
      .where(
        and(
          eq(t.formerPlaces.centreId, centreId),
          or(eq(t.formerPlaces.now, code), like(t.formerPlaces.now, `${code}-%`)),
        ),
      ),
  )

const forgetFormer = (centreId: string, code: string) =>
  query((db, t) =>
    db
      .delete(t.formerPlaces)
      .where(
        and(
          eq(t.formerPlaces.centreId, centreId),
          or(
            eq(t.formerPlaces.code, code),
            and(like(t.formerPlaces.code, `${code}-%`), eq(t.formerPlaces.how, 'removed')),
          ),
        ),
      ),
  )

export interface PlaceMoved {
  from: string
  code: string
  /** How many, the place itself counted. */
  places: number
  cards: number
}

/**
 * Moves a place with everything in it into another: a slot into a drawer, a drawer into a cabinet, a
 * cabinet into a section. All codes in it follow, each card's log says that it went along, and the
 * old codes lead to the new ones. Moved where it is, it stays.
 */
export function* movePlace(
  command: Command,
  asked: { place: string; into: string } & Mover,
  author: Author | null = null,
): Step<PlaceMoved | Refusal> {
  const { centre, revision } = command
  const both = yield* bothNow(centre.id, asked.place, asked.into)
  if ('refused' in both) return both
  const { place, into } = both
  const { code, taken: cards } = place
  if (!fitsIn(place.kind, into.kind))
    return refuse('place_misfit', { place: code, into: into.code })
  const places = (yield* runOne(countWithin(centre.id, code)))?.count ?? 0
  if (place.parent === into.code) return { from: code, code, places, cards }
  const tooMuch = yield* refuseAtOnce(place, into, { places, cardsMax: MOVED_CARDS_MAX })
  if (tooMuch) return tooMuch
  if (!(yield* haveSameDigits(place, into))) return refuse('places_numbered', { place: into.code })
  const to = yield* codeIn(place, into)
  if (typeof to !== 'string') return to

  const rows = yield* run(cardsWithin(centre.id, code))
  const placeOf = new Map(
    rows.map((row) => [row.serial, renamed(row.place ?? '', code, to)] as const),
  )
  const no = yield* tellOfCards(command, rows, placeOf, asked, `with ${code}`)
  if (no) return no
  yield* run(renameCards(place, to, revision))
  yield* countCards(centre.id, place.parent, into.code, rows.length)
  yield* addRoom(centre.id, code, -place.capacity)
  yield* run(renamePlaces(place, to, into))
  yield* addRoom(centre.id, to, place.capacity)
  yield* run(updatePlace({ ...place, ...nameAfter(place, to), code: to }))
  yield* run(forgetFormer(centre.id, to))
  yield* run(renameFormer(place, to))
  yield* keepFormer(command, { code, how: 'moved', now: to }, asked.staffId)
  const after = { code: to, places, cards: rows.length }
  const what = { kind: 'places_moved', subject: code, before: null, after } as const
  if (author) yield* changeSetup(command, author, what)
  command.tell({ type: 'places_changed', subject: to })
  return { from: code, ...after }
}
