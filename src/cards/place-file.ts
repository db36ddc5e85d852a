import type { PlaceKind } from '../centres/centre.ts'
import type { Bilingual } from '../language.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { sectionOf } from './card.ts'
import { nameFor, PLACES_MAX, type PlannedPlace } from './place.ts'
import { holdsCards, numberOf } from './place-code.ts'

/**
 * Places as a file tells of them: one, or a row of neighbours that are alike but for their numbers.
 * What holds places has no capacity of its own, and what is called as usual has no name.
 */
export interface PlaceStretch {
  code: string
  /** The last of the row. */
  through?: string
  /** Of what stands for itself; the others are known by their codes. */
  kind?: 'quarantine' | 'transit_box'
  capacity?: number
  name?: Bilingual
}

type Told = Omit<PlannedPlace, 'parent' | 'section'>

const byDepth = ['section', 'cabinet', 'drawer', 'slot'] as const

const holderOf = (code: string): string | null =>
  code.includes('-') ? code.slice(0, code.lastIndexOf('-')) : null

const usualName = (kind: PlaceKind, code: string) =>
  nameFor(kind, code.includes('-') ? Number(numberOf(code)) : code)

const isUsual = ({ kind, code, nameAr, nameEn }: Told): boolean => {
  const usual = usualName(kind, code)
  return usual.nameAr === nameAr && usual.nameEn === nameEn
}

/** Whether one goes on the row that another one ends. */
const goesOn = (last: Told, next: Told): boolean => {
  const [from, to] = [numberOf(last.code), numberOf(next.code)]
  return (
    next.code.includes('-') &&
    from.length === to.length &&
    Number(to) === Number(from) + 1 &&
    (!holdsCards(next.kind) || last.capacity === next.capacity) &&
    isUsual(last) &&
    isUsual(next)
  )
}

const stretchOf = (first: Told, last: Told): PlaceStretch => {
  const { code, kind, capacity, nameAr, nameEn } = first
  return {
    code,
    ...(last !== first && { through: last.code }),
    ...((kind === 'quarantine' || kind === 'transit_box') && { kind }),
    ...(holdsCards(kind) && { capacity }),
    ...(!isUsual(first) && { name: { ar: nameAr, en: nameEn } }),
  }
}

/** The places in as few stretches as may be, in the order of their codes. */
export const stretchesOf = (places: readonly Told[]): PlaceStretch[] => {
  const byHolder = Map.groupBy(
    places.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    ({ code }) => holderOf(code),
  )
  return [...byHolder.values()].flatMap((parts) => {
    const rows: [Told, Told][] = []
    for (const part of parts) {
      const row = rows.at(-1)
      if (row && goesOn(row[1], part)) row[1] = part
      else rows.push([part, part])
    }
    return rows.map(([first, last]) => stretchOf(first, last))
  })
}

/** The codes of a stretch; null for one that is none. */
const codesOf = ({ code, through = code }: PlaceStretch): string[] | null => {
  if (through === code) return [code]
  const [holder, from, to] = [holderOf(code), numberOf(code), numberOf(through)]
  const count = Number(to) - Number(from) + 1
  const isRow =
    holder !== null && holder === holderOf(through) && from.length === to.length && count > 0
  return isRow
    ? Array.from(
        { length: count },
        (_, at) => `${holder}-${String(Number(from) + at).padStart(from.length, '0')}`,
      )
    : null
}

/** All places that a file tells of. @returns `malformed` for what contradicts itself */
export const placesIn = (stretches: readonly PlaceStretch[]): PlannedPlace[] | Refusal => {
  const planned = new Map<string, PlannedPlace>()
  for (const stretch of stretches) {
    const { code, through, kind: box, capacity, name } = stretch
    const depth = code.split('-').length
    const kind = box ?? byDepth[depth - 1] ?? 'slot'
    const codes = codesOf(stretch)
    if (
      codes === null ||
      (box !== undefined && depth > 1) ||
      (name !== undefined && codes.length > 1) ||
      (capacity !== undefined) !== holdsCards(kind)
    )
      return refuse('malformed', { why: `${code} ${through ?? ''}`.trim() })
    for (const one of codes) {
      if (planned.has(one)) return refuse('twice_in_file', { what: one, field: 'place' })
      if (planned.size >= PLACES_MAX)
        return refuse('malformed', { why: `more than ${PLACES_MAX} places` })
      planned.set(one, {
        code: one,
        parent: holderOf(one),
        section: sectionOf(one),
        kind,
        capacity: capacity ?? 0,
        ...(name ? { nameAr: name.ar, nameEn: name.en } : usualName(kind, one)),
      })
    }
  }
  return [...planned.values()]
}
