import { and, asc, count, desc, eq, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Database, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Slot, sectionOf } from './card.ts'
import { nearestFirst, type PlannedPlace } from './place.ts'
import { renamed } from './place-code.ts'
import { beside, spread } from './spread.ts'
import { withHolders } from './stocktake.ts'

export type PlaceRow = Tables['places']['$inferSelect']
export type FormerPlace = Tables['formerPlaces']['$inferSelect']

/** Nine values a row: well below what either engine binds in one statement. */
const BATCH_ROWS = 500
/** Places below one another, at most: section, cabinet, drawer, slot. */
const DEPTH = 4
/** How often a place's code can have changed for an old label still to be followed. */
const HOPS_MAX = 8

export const placeByCode = statement<{ centreId: string; code: string }, PlaceRow[]>((db, t) =>
  db
    .select()
    .from(t.places)
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.code, $('code')))),
)

type Chain = { centreId: string } & Record<'c0' | 'c1' | 'c2' | 'c3', string>

/** Up to four codes as a statement is given them; an empty one is nobody's. */
const chainOf = (centreId: string, codes: readonly string[]): Chain => {
  const [c0 = '', c1 = '', c2 = '', c3 = ''] = codes.slice(-DEPTH)
  return { centreId, c0, c1, c2, c3 }
}
const chain = [$('c0'), $('c1'), $('c2'), $('c3')]

const formerAmong = statement<Chain, FormerPlace[]>((db, t) =>
  db
    .select()
    .from(t.formerPlaces)
    .where(
      and(eq(t.formerPlaces.centreId, $('centreId')), inArray(t.formerPlaces.code, [...chain])),
    ),
)

/**
 * The place that a code is now. A code that it had before, or that one it lies in had, leads to it;
 * null when there is none, or it was removed.
 * @returns `place_merged` where its cards were put elsewhere: where each of them is, its log says
 */
export function* placeNow(centreId: string, asked: string): Step<PlaceRow | Refusal | null> {
  let code = asked
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    const place = yield* runOne(placeByCode({ centreId, code }))
    if (place) return place
    const rows = yield* run(formerAmong(chainOf(centreId, withHolders(code))))
    // What was said of the place itself goes before what was said of one that holds it.
    const [former] = rows.toSorted((a, b) => b.code.length - a.code.length)
    if (!former || former.now === null) return null
    if (former.how === 'merged') return refuse('place_merged', { place: asked, into: former.now })
    code = renamed(code, former.code, former.now)
  }
  return null
}

/** How many cards have a place as theirs, one card left out. */
const othersAt = statement<
  { centreId: string; place: string; serial: string },
  { count: number }[]
>((db, t) =>
  db
    .select({ count: count() })
    .from(t.cards)
    .where(
      and(
        eq(t.cards.centreId, $('centreId')),
        eq(t.cards.place, $('place')),
        isNotNull(t.cards.place),
        ne(t.cards.serial, $('serial')),
      ),
    ),
)

/**
 * A place as shelving a card needs to know it, under the code that it has now; null when the centre
 * has none of this code.
 */
export function* slotFor(
  centreId: string,
  code: string,
  serial: string,
): Step<Slot | Refusal | null> {
  const place = yield* placeNow(centreId, code)
  if (!place || 'refused' in place) return place
  const taken = yield* runOne(othersAt({ centreId, place: place.code, serial }))
  return { ...place, others: taken?.count ?? 0 }
}

const addTaken = statement<Chain & { by: number }, unknown>((db, t) =>
  db
    .update(t.places)
    .set({ taken: sql`${t.places.taken} + ${$('by')}` })
    .where(and(eq(t.places.centreId, $('centreId')), inArray(t.places.code, [...chain]))),
)

/** Counts a card, or several, out of one place and into another, and of those that hold them. */
export function* countCards(
  centreId: string,
  from: string | null,
  to: string | null,
  cards = 1,
): Step<void> {
  const [left, entered] = [from, to].map((code) => (code === null ? [] : withHolders(code)))
  const out = (left ?? []).filter((code) => !entered?.includes(code))
  const into = (entered ?? []).filter((code) => !left?.includes(code))
  if (out.length > 0) yield* run(addTaken({ ...chainOf(centreId, out), by: -cards }))
  if (into.length > 0) yield* run(addTaken({ ...chainOf(centreId, into), by: cards }))
}

/** More than a centre has places of quarantine. */
const QUARANTINE_MAX = 50

/** Cards and room of each section, in order. */
export const sectionFill = statement<
  { centreId: string },
  Pick<PlaceRow, 'section' | 'nameAr' | 'nameEn' | 'capacity' | 'taken'>[]
>((db, t) =>
  db
    .select({
      section: t.places.section,
      nameAr: t.places.nameAr,
      nameEn: t.places.nameEn,
      capacity: t.places.capacity,
      taken: t.places.taken,
    })
    .from(t.places)
    .where(
      and(
        eq(t.places.centreId, $('centreId')),
        sql`${t.places.parent} is null`,
        eq(t.places.kind, 'section'),
      ),
    )
    .orderBy(asc(t.places.code)),
)

/** The places of quarantine of a centre, in order. They stand beside its sections, and are few. */
export const quarantineFill = statement<
  { centreId: string },
  { place: string; cards: number; capacity: number }[]
>((db, t) =>
  db
    .select({ place: t.places.code, cards: t.places.taken, capacity: t.places.capacity })
    .from(t.places)
    .where(
      and(
        eq(t.places.centreId, $('centreId')),
        sql`${t.places.parent} is null`,
        eq(t.places.kind, 'quarantine'),
      ),
    )
    .orderBy(asc(t.places.code))
    .limit(QUARANTINE_MAX),
)

/** Free slots looked at on either side, so that one of them has no like beside it. */
const LOOKED_AT = 12

const freeBeside = (way: 'from' | 'before') =>
  statement<{ centreId: string; section: string; near: string }, { code: string }[]>((db, t) => {
    const side = way === 'from' ? gte : lt
    const order = way === 'from' ? asc : desc
    return db
      .select({ code: t.places.code })
      .from(t.places)
      .where(
        and(
          eq(t.places.centreId, $('centreId')),
          eq(t.places.section, $('section')),
          // The partial index is used only where its condition stands in the query to the letter.
          sql`kind = 'slot' and taken < capacity`,
          side(t.places.code, $('near')),
        ),
      )
      .orderBy(order(t.places.code))
      .limit(LOOKED_AT)
  })

/** The first slots with room at a code or after it, and the last ones before it. */
export const freeFrom = freeBeside('from')
export const freeBefore = freeBeside('before')

/** The cards in some slots. */
const lyingIn = (centreId: string, slots: readonly string[]) =>
  query((db, t) =>
    db
      .select({ slot: sql<string>`${t.cards.place}`, serial: t.cards.serial })
      .from(t.cards)
      .where(
        and(
          eq(t.cards.centreId, centreId),
          isNotNull(t.cards.place),
          inArray(t.cards.place, [...slots]),
        ),
      ),
  )

/** Asks what a step asks, one question after another, outside of any transaction. */
export const readSteps = async <R>(db: Pick<Database, 'read'>, steps: Step<R>): Promise<R> => {
  let turn = steps.next()
  while (!turn.done) turn = steps.next(await db.read(turn.value))
  return turn.value
}

/** The place that a code is now, as `placeNow` says. */
export const readPlace = (
  db: Pick<Database, 'read'>,
  centreId: string,
  code: string,
): Promise<PlaceRow | Refusal | null> => readSteps(db, placeNow(centreId, code))

/**
 * The free slot nearest to a place of the same section, null when the section is full; for a card,
 * one where nothing beside looks like it. It reads two dozen free slots and what lies beside them,
 * however many cards there are.
 */
export const suggestSlot = async (
  { db }: { db: Pick<Database, 'read'> },
  centreId: string,
  asked: string,
  serial?: string,
): Promise<string | null> => {
  const place = await readPlace(db, centreId, asked)
  const near = place && 'code' in place ? place.code : asked
  const where = { centreId, near, section: sectionOf(near) }
  const [after, before] = await Promise.all([db.read(freeFrom(where)), db.read(freeBefore(where))])
  const free = nearestFirst(
    near,
    [...after, ...before].map(({ code }) => code),
  )
  if (serial === undefined || free.length === 0) return free[0] ?? null
  const slots = new Set(free.flatMap((slot) => [slot, ...beside(slot)]))
  const lying = await db.read(lyingIn(centreId, [...slots]))
  return spread(
    serial,
    free,
    lying.filter((card) => card.serial !== serial),
  )
}

/** Puts up the places of a section that is not there yet, whole. */
export function* insertPlaces(centreId: string, planned: readonly PlannedPlace[]): Step<void> {
  for (let from = 0; from < planned.length; from += BATCH_ROWS) {
    const rows = planned.slice(from, from + BATCH_ROWS).map((place) => ({ ...place, centreId }))
    yield* run(query((db, t) => db.insert(t.places).values(rows)))
  }
}
