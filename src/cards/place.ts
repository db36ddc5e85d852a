import type { PlaceKind } from '../centres/centre.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A place before it belongs to a centre. */
export interface PlannedPlace {
  code: string
  parent: string | null
  section: string
  kind: PlaceKind
  /** Cards that fit in it, all places in it together. */
  capacity: number
  nameAr: string
  nameEn: string
}

/** Characters of a section's code, at most. */
export const SECTION_MAX = 4

/** The most places one description may make. */
export const PLACES_MAX = 200_000

/** The most cards that one slot, or one box, is made for. */
export const CAPACITY_MAX = 10_000

/** The levels of a section below it, from the outside in. */
export const levels = ['cabinet', 'drawer', 'slot'] as const
export type Level = (typeof levels)[number]

const words: Record<Level, RegExp> = {
  cabinet: /^cabinets?$/,
  drawer: /^drawers?$/,
  slot: /^slots?$/,
}

/** What the kinds of places are called. */
export const placeKindWords: Record<PlaceKind, { ar: string; en: string }> = {
  section: { ar: 'القسم', en: 'Section' },
  cabinet: { ar: 'خزانة', en: 'Cabinet' },
  drawer: { ar: 'درج', en: 'Drawer' },
  slot: { ar: 'خانة', en: 'Slot' },
  quarantine: { ar: 'عزل', en: 'Quarantine' },
  transit_box: { ar: 'صندوق نقل', en: 'Transit box' },
}

/** What a place is called unless somebody names it: `Drawer 12`. */
export const nameFor = (kind: PlaceKind, name: string | number) => ({
  nameAr: `${placeKindWords[kind].ar} ${name}`,
  nameEn: `${placeKindWords[kind].en} ${name}`,
})

/** What a description says: shelves down to their slots, or one box that stands for itself. */
export type Description =
  | { kind: 'section'; code: string; counts: Record<Level, number>; each: number }
  | { kind: 'quarantine' | 'transit_box'; code: string; capacity: number }

const readBox = (code: string, rest: string): Description | null => {
  const [, word, amount] = /^(quarantine|transit box) of (\d{1,5})$/.exec(rest.trim()) ?? []
  const capacity = Number(amount ?? 0)
  if (word === undefined || capacity < 1 || capacity > CAPACITY_MAX) return null
  return { kind: word === 'quarantine' ? word : 'transit_box', code, capacity }
}

const readShelves = (code: string, rest: string): Description | null => {
  const [, shelves = rest, of = '1'] = /^(.+)\bof (\d{1,5})\s*$/.exec(rest) ?? []
  const parts = shelves.split(/[×x*]/).map((part) => part.trim().split(/\s+/))
  const countAt = (level: Level, at: number): number => {
    const [amount, name, ...more] = parts[at] ?? []
    return amount !== undefined &&
      /^\d{1,3}$/.test(amount) &&
      words[level].test(name ?? '') &&
      more.length === 0
      ? Number(amount)
      : 0
  }
  const counts = {
    cabinet: countAt('cabinet', 0),
    drawer: countAt('drawer', 1),
    slot: countAt('slot', 2),
  }
  const each = Number(of)
  if (parts.length !== levels.length || counts.cabinet * counts.drawer * counts.slot === 0)
    return null
  return each < 1 || each > CAPACITY_MAX ? null : { kind: 'section', code, counts, each }
}

/**
 * Reads the compact description of a section, `B: 4 cabinets × 10 drawers × 20 slots` (`of 5` behind
 * it where a slot is for more than one card), or of a box, `Q1: quarantine of 50`, `T1: transit box of 100`.
 * @returns `malformed` for one that cannot be read or makes more than PLACES_MAX
 */
export const readDescription = (text: string): Description | Refusal => {
  const [, code = '', rest = ''] = /^\s*([A-Z0-9]+)\s*:(.+)$/.exec(text) ?? []
  const read = code.length > SECTION_MAX ? null : (readBox(code, rest) ?? readShelves(code, rest))
  if (!read || code === '')
    return refuse('malformed', { why: 'A: 4 cabinets × 10 drawers × 20 slots' })
  if (countOf(read) > PLACES_MAX)
    return refuse('malformed', { why: `more than ${PLACES_MAX} places` })
  return read
}

/** How many places a description makes. */
export const countOf = (description: Description): number => {
  if (description.kind !== 'section') return 1
  const { cabinet, drawer, slot } = description.counts
  return 1 + cabinet * (1 + drawer * (1 + slot))
}

/** How many digits the numbers of each level have. */
export type Widths = Record<Level, number>

/**
 * Two digits at least, so that codes sort as the shelves stand. In a section all numbers of a level
 * have as many: those that are there decide for those that are added.
 * @param there digits of the numbers that are there
 */
export const widthsFor = (description: Description, there: Partial<Widths> = {}): Widths => {
  const width = (level: Level) => {
    const count = description.kind === 'section' ? description.counts[level] : 0
    return there[level] ?? Math.max(2, String(count).length)
  }
  return { cabinet: width('cabinet'), drawer: width('drawer'), slot: width('slot') }
}

/** Whether there are digits enough for all numbers of a description. */
export const areWideEnough = (description: Description, widths: Widths): boolean =>
  description.kind !== 'section' ||
  levels.every((level) => String(description.counts[level]).length <= widths[level])

const planned = (
  code: string,
  section: string,
  kind: PlaceKind,
  name: string | number,
  capacity: number,
): PlannedPlace => ({
  code,
  parent: code === section ? null : code.slice(0, code.lastIndexOf('-')),
  section,
  kind,
  capacity,
  ...nameFor(kind, name),
})

/** The place of a description that stands at a position: each is followed by what lies in it. */
const placeAt = (description: Description, widths: Widths, position: number): PlannedPlace => {
  const { code } = description
  if (description.kind !== 'section')
    return planned(code, code, description.kind, code, description.capacity)
  const { counts, each } = description
  const inDrawer = counts.slot * each
  const inCabinet = counts.drawer * inDrawer
  if (position === 0) return planned(code, code, 'section', code, counts.cabinet * inCabinet)
  const perDrawer = 1 + counts.slot
  const perCabinet = 1 + counts.drawer * perDrawer
  const number = (level: Level, ordinal: number) =>
    `-${String(ordinal).padStart(widths[level], '0')}`
  const cabinet = 1 + Math.floor((position - 1) / perCabinet)
  const ofCabinet = code + number('cabinet', cabinet)
  const below = (position - 1) % perCabinet
  if (below === 0) return planned(ofCabinet, code, 'cabinet', cabinet, inCabinet)
  const drawer = 1 + Math.floor((below - 1) / perDrawer)
  const ofDrawer = ofCabinet + number('drawer', drawer)
  const slot = (below - 1) % perDrawer
  if (slot === 0) return planned(ofDrawer, code, 'drawer', drawer, inDrawer)
  return planned(ofDrawer + number('slot', slot), code, 'slot', slot, each)
}

/** A stretch of the places of a description, those that hold others before what lies in them. */
export const placesOf = (
  description: Description,
  widths: Widths,
  from = 0,
  most = PLACES_MAX,
): PlannedPlace[] => {
  const end = Math.min(countOf(description), from + most)
  return Array.from({ length: Math.max(0, end - from) }, (_, at) =>
    placeAt(description, widths, from + at),
  )
}

/** The places of a description that hold the one at a position, from the outside in. */
export const holdersAt = (
  description: Description,
  widths: Widths,
  position: number,
): PlannedPlace[] => {
  if (description.kind !== 'section' || position === 0) return []
  const perDrawer = 1 + description.counts.slot
  const perCabinet = 1 + description.counts.drawer * perDrawer
  const cabinet = position - ((position - 1) % perCabinet)
  const below = position - cabinet
  const drawer = below === 0 ? cabinet : position - ((below - 1) % perDrawer)
  return [...new Set([0, cabinet, drawer])]
    .filter((holder) => holder < position)
    .map((holder) => placeAt(description, widths, holder))
}

/** All places of a description: `B-03-12-07` is the seventh slot in drawer 12 of cabinet 3. */
export const places = (text: string): PlannedPlace[] | Refusal => {
  const description = readDescription(text)
  return 'refused' in description ? description : placesOf(description, widthsFor(description))
}

/** How far two places of a section lie apart, level by level: another drawer before another cabinet. */
const apart = (a: string, b: string): number[] => {
  const [x, y] = [a.split('-'), b.split('-')]
  return x.map((part, at) =>
    Math.abs(Number.parseInt(part, 36) - Number.parseInt(y[at] ?? '0', 36)),
  )
}

/**
 * Free slots, those nearest to a place first: the same drawer before the same cabinet, then by
 * number, ties to the lower code.
 */
export const nearestFirst = (to: string, free: readonly string[]): string[] => {
  const compare = (a: string, b: string): number => {
    const [x, y] = [apart(a, to), apart(b, to)]
    for (const [at, distance] of x.entries()) {
      const difference = distance - (y[at] ?? 0)
      if (difference !== 0) return difference
    }
    return a < b ? -1 : 1
  }
  return free.toSorted(compare)
}

/** The nearest of them; null when there is none. */
export const nearest = (to: string, free: readonly string[]): string | null =>
  nearestFirst(to, free)[0] ?? null
