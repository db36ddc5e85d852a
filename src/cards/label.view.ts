import type { LabelContent } from '../../printers/label.ts'
import type { Database } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type PlaceRow, readPlace } from './place.store.ts'
import {
  countWithin,
  listedPlace,
  partsUpTo,
  placesByCodes,
  placesWithin,
} from './place-list.store.ts'

/** Labels of a place itself, of what lies right in it, or of it and all that lies in it. */
export const labelScopes = ['itself', 'parts', 'all'] as const
export type LabelScope = (typeof labelScopes)[number]

const contentOf = (place: PlaceRow, section: PlaceRow | undefined): LabelContent => {
  const { code, nameAr, nameEn } = place
  if (!section || section.code === code) return { code, name: { ar: nameAr, en: nameEn } }
  return {
    code,
    name: { ar: `${section.nameAr} · ${nameAr}`, en: `${section.nameEn} · ${nameEn}` },
  }
}

const withSections = async (
  db: Database,
  centreId: string,
  rows: readonly PlaceRow[],
): Promise<LabelContent[]> => {
  const sections = [...new Set(rows.map(({ section }) => section))]
  const named = await db.read(placesByCodes(centreId, sections))
  return rows.map((row) =>
    contentOf(
      row,
      named.find(({ code }) => code === row.section),
    ),
  )
}

/** The labels of a place, at most so many; a slot has no parts, and gets its own. */
export const labelsOf = async (
  db: Database,
  centreId: string,
  asked: { place: string; scope: LabelScope; most: number },
): Promise<LabelContent[] | Refusal> => {
  const { scope, most } = asked
  const place = await readPlace(db, centreId, asked.place)
  if (!place) return refuse('unknown_place', { place: asked.place })
  if ('refused' in place) return place
  const { code } = place
  const [listed] = await db.read(listedPlace({ centreId, code }))
  if (scope === 'itself' || !listed?.parts) return withSections(db, centreId, [place])
  const [inIt] = scope === 'all' ? await db.read(countWithin(centreId, code)) : []
  const count = inIt?.count ?? listed.parts
  if (count > most) return refuse('too_many_labels', { count, most })
  const which = scope === 'all' ? placesWithin : partsUpTo
  return withSections(db, centreId, await db.read(which(centreId, code, most)))
}

/** The labels of places by their codes; those that are called otherwise by now, so. */
export const labelsFor = async (
  db: Database,
  centreId: string,
  codes: readonly string[],
): Promise<LabelContent[]> => {
  const rows: PlaceRow[] = []
  for (const code of codes) {
    const place = await readPlace(db, centreId, code)
    if (place && 'code' in place) rows.push(place)
  }
  return withSections(db, centreId, rows)
}
