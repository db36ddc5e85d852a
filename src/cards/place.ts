import type { PlaceKind } from '../centres/centre.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A place before it belongs to a centre. */
export interface PlannedPlace {
  code: string
  parent: string | null
  section: string
  kind: PlaceKind
  /** Cards that fit; zero for a place that holds places. */
  capacity: number
  nameAr: string
  nameEn: string
}

/** Characters of a section's code, at most. */
export const SECTION_MAX = 4

/** The most places one description may make. */
export const PLACES_MAX = 200_000

const levels = [
  { kind: 'cabinet', word: /^cabinets?$/, ar: 'خزانة', en: 'Cabinet' },
  { kind: 'drawer', word: /^drawers?$/, ar: 'درج', en: 'Drawer' },
  { kind: 'slot', word: /^slots?$/, ar: 'خانة', en: 'Slot' },
] as const

/** Two digits at least, so that codes sort as the shelves stand. */
const numbered = (ordinal: number, of: number): string =>
  String(ordinal).padStart(Math.max(2, String(of).length), '0')

/** Reads `B: 4 cabinets × 10 drawers × 20 slots` into its section and its three counts. */
const readSpec = (spec: string): { section: string; counts: [number, number, number] } | null => {
  const [, section, rest] = /^\s*([A-Z0-9]+)\s*:(.+)$/.exec(spec) ?? []
  const parts = rest?.split(/[×x*]/).map((part) => part.trim().split(/\s+/)) ?? []
  const counts = levels.map(({ word }, at) => {
    const [amount, name] = parts[at] ?? []
    return amount !== undefined && /^\d{1,3}$/.test(amount) && word.test(name ?? '')
      ? Number(amount)
      : 0
  })
  const [cabinets = 0, drawers = 0, slots = 0] = counts
  if (!section || section.length > SECTION_MAX) return null
  if (parts.length !== levels.length || cabinets * drawers * slots === 0) return null
  return { section, counts: [cabinets, drawers, slots] }
}

/**
 * The places of one section from its compact description, parents before children:
 * `B: 4 cabinets × 10 drawers × 20 slots` gives 1 + 4 + 40 + 800 of them, the slots as
 * `B-03-12-07` (cabinet, drawer, slot) for one card each.
 * @returns `malformed` for a description that cannot be read or makes more than PLACES_MAX
 */
export const places = (spec: string): PlannedPlace[] | Refusal => {
  const read = readSpec(spec)
  if (!read) return refuse('malformed', { why: 'A: 4 cabinets × 10 drawers × 20 slots' })
  const { section, counts } = read
  const [cabinets, drawers, slots] = counts
  if (cabinets * (1 + drawers * (1 + slots)) >= PLACES_MAX)
    return refuse('malformed', { why: `more than ${PLACES_MAX} places` })
  const root: PlannedPlace = {
    code: section,
    parent: null,
    section,
    kind: 'section',
    capacity: 0,
    nameAr: `القسم ${section}`,
    nameEn: `Section ${section}`,
  }
  const planned = [root]
  let parents = [root]
  for (const [at, { kind, ar, en }] of levels.entries()) {
    const of = counts[at] ?? 0
    const children: PlannedPlace[] = []
    for (const parent of parents) {
      for (let ordinal = 1; ordinal <= of; ordinal++) {
        children.push({
          code: `${parent.code}-${numbered(ordinal, of)}`,
          parent: parent.code,
          section,
          kind,
          capacity: kind === 'slot' ? 1 : 0,
          nameAr: `${ar} ${ordinal}`,
          nameEn: `${en} ${ordinal}`,
        })
      }
    }
    for (const child of children) planned.push(child)
    parents = children
  }
  return planned
}

/** How far two places of a section lie apart, level by level: another drawer before another cabinet. */
const apart = (a: string, b: string): number[] => {
  const [x, y] = [a.split('-'), b.split('-')]
  return x.map((part, at) =>
    Math.abs(Number.parseInt(part, 36) - Number.parseInt(y[at] ?? '0', 36)),
  )
}

/**
 * Of some free slots the nearest to a place: the same drawer before the same cabinet, then by
 * number, ties to the lower code. Null when there is none.
 */
export const nearest = (to: string, free: readonly string[]): string | null => {
  const compare = (a: string, b: string): number => {
    const [x, y] = [apart(a, to), apart(b, to)]
    for (const [at, distance] of x.entries()) {
      const difference = distance - (y[at] ?? 0)
      if (difference !== 0) return difference
    }
    return a < b ? -1 : 1
  }
  return free.toSorted(compare)[0] ?? null
}
