import { and, asc, count, desc, eq, gte, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Database, query, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Slot, sectionOf } from './card.ts'
import { nearest, type PlannedPlace, SECTION_MAX } from './place.ts'

export type PlaceRow = Tables['places']['$inferSelect']

/** Eight values a row: well below what either engine binds in one statement. */
const BATCH_ROWS = 500

export const placeByCode = statement<{ centreId: string; code: string }, PlaceRow[]>((db, t) =>
  db
    .select()
    .from(t.places)
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.code, $('code')))),
)

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

/** A place as shelving a card needs to know it; null when the centre has none of this code. */
export function* slotFor(centreId: string, code: string, serial: string): Step<Slot | null> {
  const place = yield* runOne(placeByCode({ centreId, code }))
  if (!place) return null
  const taken = yield* runOne(othersAt({ centreId, place: code, serial }))
  return { ...place, others: taken?.count ?? 0 }
}

/** Cards and slots of each section that has slots, by section. */
export const sectionFill = statement<
  { centreId: string },
  { section: string; nameAr: string; nameEn: string; capacity: number }[]
>((db, t) =>
  db
    .select({
      section: t.places.section,
      nameAr: sql<string>`max(case when ${t.places.kind} = 'section' then ${t.places.nameAr} end)`,
      nameEn: sql<string>`max(case when ${t.places.kind} = 'section' then ${t.places.nameEn} end)`,
      capacity: sql<number>`sum(${t.places.capacity})`.mapWith(Number),
    })
    .from(t.places)
    .where(eq(t.places.centreId, $('centreId')))
    .groupBy(t.places.section)
    .orderBy(asc(t.places.section)),
)

/** Enough of a place's code to hold its section, whatever the length of that. */
const beginning = (t: Tables) =>
  sql<string>`substr(${t.cards.place}, 1, ${sql.raw(String(SECTION_MAX + 1))})`

/**
 * Cards on the shelves by the beginning of their place's code, for `sectionOf`. It reads one index
 * entry for each card on the shelves: 2,000 in about a millisecond, and in proportion.
 */
export const cardsByBeginning = statement<
  { centreId: string },
  { beginning: string; count: number }[]
>((db, t) =>
  db
    .select({ beginning: beginning(t), count: count() })
    .from(t.cards)
    .where(and(eq(t.cards.centreId, $('centreId')), isNotNull(t.cards.place)))
    .groupBy(beginning(t)),
)

const freeBeside = (way: 'from' | 'before') =>
  statement<{ centreId: string; section: string; near: string }, { code: string }[]>((db, t) => {
    const side = way === 'from' ? gte : lt
    const order = way === 'from' ? asc : desc
    const taken = db
      .select({ count: count() })
      .from(t.cards)
      .where(and(eq(t.cards.centreId, $('centreId')), eq(t.cards.place, t.places.code)))
    return db
      .select({ code: t.places.code })
      .from(t.places)
      .where(
        and(
          eq(t.places.centreId, $('centreId')),
          eq(t.places.section, $('section')),
          eq(t.places.kind, 'slot'),
          side(t.places.code, $('near')),
          sql`${t.places.capacity} > ${taken}`,
        ),
      )
      .orderBy(order(t.places.code))
      .limit(1)
  })

/** The first slot with room at a code or after it, and the last one before it. */
const freeFrom = freeBeside('from')
const freeBefore = freeBeside('before')

/**
 * The free slot nearest to a place of the same section, null when the section is full. Reads the
 * slots between, so it costs little where something near is free.
 */
export const suggestSlot = async (
  { db }: { db: Pick<Database, 'read'> },
  centreId: string,
  near: string,
): Promise<string | null> => {
  const where = { centreId, near, section: sectionOf(near) }
  const [after, before] = await Promise.all([db.read(freeFrom(where)), db.read(freeBefore(where))])
  return nearest(
    near,
    [...after, ...before].map(({ code }) => code),
  )
}

/** Puts up the places of a section; used by the seed and, later, by administrators. */
export function* insertPlaces(centreId: string, planned: readonly PlannedPlace[]): Step<void> {
  for (let from = 0; from < planned.length; from += BATCH_ROWS) {
    const rows = planned.slice(from, from + BATCH_ROWS).map((place) => ({ ...place, centreId }))
    yield* run(query((db, t) => db.insert(t.places).values(rows)))
  }
}
