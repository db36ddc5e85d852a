import { and, asc, eq, gt, inArray, isNull, like, or, type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Query, query, statement } from '../db/transact.ts'
import { sectionOf } from './card.ts'
import type { PlaceRow } from './place.store.ts'

/** Places on one page. */
export const PAGE_PLACES = 100
/** Former codes that are shown of a place. */
const FORMER_SHOWN = 20

/** A place with how many lie right in it. */
export interface ListedPlace extends PlaceRow {
  parts: number
}

const listed = (t: Tables) => ({
  centreId: t.places.centreId,
  code: t.places.code,
  parent: t.places.parent,
  section: t.places.section,
  kind: t.places.kind,
  capacity: t.places.capacity,
  taken: t.places.taken,
  nameAr: t.places.nameAr,
  nameEn: t.places.nameEn,
  parts: sql<number>`(select count(*) from places part
    where part.centre_id = places.centre_id and part.parent = places.code)`.mapWith(Number),
})

export const listedPlace = statement<{ centreId: string; code: string }, ListedPlace[]>((db, t) =>
  db
    .select(listed(t))
    .from(t.places)
    .where(and(eq(t.places.centreId, $('centreId')), eq(t.places.code, $('code')))),
)

type Page = { centreId: string; after: string }

const pageOf = (which: (t: Tables) => SQL | undefined) =>
  statement<Page & { parent?: string }, ListedPlace[]>((db, t) =>
    db
      .select(listed(t))
      .from(t.places)
      .where(and(eq(t.places.centreId, $('centreId')), which(t), gt(t.places.code, $('after'))))
      .orderBy(asc(t.places.code))
      .limit(PAGE_PLACES),
  )

const roots = pageOf((t) => isNull(t.places.parent))
const children = pageOf((t) => eq(t.places.parent, $('parent')))

/** A page of what lies right in a place, in the order of codes; of the outermost places for null. */
export const partsOf = (
  centreId: string,
  parent: string | null,
  after: string,
): Query<ListedPlace[]> =>
  parent === null ? roots({ centreId, after }) : children({ centreId, parent, after })

/** Codes that lead to a place, the newest first. */
export const formerCodes = statement<{ centreId: string; now: string }, { code: string }[]>(
  (db, t) =>
    db
      .select({ code: t.formerPlaces.code })
      .from(t.formerPlaces)
      .where(and(eq(t.formerPlaces.centreId, $('centreId')), eq(t.formerPlaces.now, $('now'))))
      .orderBy(sql`${t.formerPlaces.revision} desc, ${t.formerPlaces.code}`)
      .limit(FORMER_SHOWN),
)

/** A place and all that lies in it. */
export const within = (t: Tables, centreId: string, code: string): SQL | undefined =>
  and(
    eq(t.places.centreId, centreId),
    eq(t.places.section, sectionOf(code)),
    or(eq(t.places.code, code), like(t.places.code, `${code}-%`)),
  )

/** How many places that is. */
export const countWithin = (centreId: string, code: string): Query<{ count: number }[]> =>
  query((db, t) =>
    db
      .select({ count: sql<number>`count(*)`.mapWith(Number) })
      .from(t.places)
      .where(within(t, centreId, code)),
  )

/** A place and all that lies in it, as the shelves stand, up to a number. */
export const placesWithin = (centreId: string, code: string, most: number): Query<PlaceRow[]> =>
  query((db, t) =>
    db
      .select()
      .from(t.places)
      .where(within(t, centreId, code))
      .orderBy(asc(t.places.code))
      .limit(most),
  )

/** What lies right in a place, up to a number. */
export const partsUpTo = (centreId: string, code: string, most: number): Query<PlaceRow[]> =>
  query((db, t) =>
    db
      .select()
      .from(t.places)
      .where(and(eq(t.places.centreId, centreId), eq(t.places.parent, code)))
      .orderBy(asc(t.places.code))
      .limit(most),
  )

/** Some places by their codes, in the order of these. */
export const placesByCodes = (centreId: string, codes: readonly string[]): Query<PlaceRow[]> =>
  query((db, t) =>
    db
      .select()
      .from(t.places)
      .where(and(eq(t.places.centreId, centreId), inArray(t.places.code, [...codes])))
      .orderBy(asc(t.places.code)),
  )
