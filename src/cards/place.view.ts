import type { PlaceKind } from '../centres/centre.ts'
import type { Database } from '../db/transact.ts'
import type { Bilingual } from '../language.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type PlaceRow, readPlace } from './place.store.ts'
import {
  formerCodes,
  type ListedPlace,
  listedPlace,
  PAGE_PLACES,
  partsOf,
} from './place-list.store.ts'

/** A place as those who work with it see it. */
export interface PlaceView {
  code: string
  kind: PlaceKind
  parent: string | null
  name: Bilingual
  /** Cards that fit in it, all places in it together. */
  capacity: number
  /** Cards that have it, or a place in it, as theirs. */
  cards: number
}

export interface ListedPlaceView extends PlaceView {
  /** Places right in it. */
  parts: number
}

export interface PlacesView {
  /** null: the outermost places are listed. */
  place: (ListedPlaceView & { former: string[] }) | null
  places: ListedPlaceView[]
  /** Where the next page goes on, if there is one. */
  next: string | null
}

export const placeView = (row: PlaceRow): PlaceView => ({
  code: row.code,
  kind: row.kind,
  parent: row.parent,
  name: { ar: row.nameAr, en: row.nameEn },
  capacity: row.capacity,
  cards: row.taken,
})

const listedView = (row: ListedPlace): ListedPlaceView => ({ ...placeView(row), parts: row.parts })

const holderView = async (
  db: Database,
  centreId: string,
  asked: string,
): Promise<NonNullable<PlacesView['place']> | Refusal> => {
  const place = await readPlace(db, centreId, asked)
  if (place && 'refused' in place) return place
  const [row] = place ? await db.read(listedPlace({ centreId, code: place.code })) : []
  if (!row) return refuse('unknown_place', { place: asked })
  const former = await db.read(formerCodes({ centreId, now: row.code }))
  return { ...listedView(row), former: former.map(({ code }) => code) }
}

/**
 * A page of what lies in a place, or of the outermost ones; asked for by a former code, it answers
 * under the one that it has now. What is in each is counted as it comes and goes, so a page reads
 * its own places and no others.
 */
export const placesView = async (
  db: Database,
  centreId: string,
  asked: { in: string | null; after: string },
): Promise<PlacesView | Refusal> => {
  const place = asked.in === null ? null : await holderView(db, centreId, asked.in)
  if (place && 'refused' in place) return place
  const rows = await db.read(partsOf(centreId, place?.code ?? null, asked.after))
  const last = rows.length === PAGE_PLACES ? rows.at(-1) : undefined
  return { place, places: rows.map(listedView), next: last?.code ?? null }
}
