import type { PlaceKind } from '../centres/centre.ts'

/** What became of a place's code: the place has another one, its cards went elsewhere, or it is gone. */
export type PlaceEnd = 'moved' | 'merged' | 'removed'

/** What a place of each kind lies in; nothing holds the others. */
const holders: Partial<Record<PlaceKind, PlaceKind>> = {
  cabinet: 'section',
  drawer: 'cabinet',
  slot: 'drawer',
}

/** Whether a place of one kind can lie in one of another. */
export const fitsIn = (kind: PlaceKind, holder: PlaceKind): boolean => holders[kind] === holder

/** Whether places of a kind hold cards themselves; the others hold places. */
export const holdsCards = (kind: PlaceKind): boolean =>
  kind === 'slot' || kind === 'quarantine' || kind === 'transit_box'

/** The last part of a place's code: `12` of `B-03-12`. */
export const numberOf = (code: string): string => code.slice(code.lastIndexOf('-') + 1)

/** A code below a place as it is called once the place has another code. */
export const renamed = (code: string, from: string, to: string): string =>
  to + code.slice(from.length)

/**
 * The number that a place gets among others: its own where nobody has it or had it, so that as
 * little as possible is called anew; else the one after the highest. Null when the digits are used
 * up: a number of three digits among those of two would not stand where it sorts.
 * @param own the number it has where it comes from
 * @param taken the numbers that others there have, or had before
 */
export const numberAmong = (own: string, taken: readonly string[]): string | null => {
  const width = taken[0]?.length ?? own.length
  const same = String(Number(own)).padStart(width, '0')
  if (same.length === width && !taken.includes(same)) return same
  const next = String(Math.max(0, ...taken.map(Number)) + 1).padStart(width, '0')
  return next.length === width ? next : null
}

/** What a code that is scanned may be instead of a card: a ticket, a slot, or what holds places. */
export type OtherThanCard = 'ticket' | 'slot' | 'above'

/**
 * What a scan of this code is taken for, here and on the pages of the post section: a ticket's number
 * (`C-005`), a slot of whatever section (`B-03-12-07`), or a place that holds places in a section of
 * the centre (`B-03`); null: a card. Sections may have the letter of a ticket's prefix, but the parts
 * of a place have two digits as long as there are fewer than a hundred of them, and cabinets are
 * never that many. A pickup code is told, never scanned.
 */
export const readsAs = (code: string, sections: ReadonlySet<string>): OtherThanCard | null => {
  if (/^[A-Z]-\d{3,5}$/.test(code)) return 'ticket'
  if (/^[A-Z0-9]{1,4}(-\d{2,3}){3}$/.test(code)) return 'slot'
  const [section = ''] = code.split('-', 1)
  return sections.has(section) && /^[A-Z0-9]{1,4}(-\d{2,3}){0,2}$/.test(code) ? 'above' : null
}

/** Whether a scan of this code would be taken for a ticket's number or for a place, never for a card. */
export const readsAsOther = (code: string, sections: ReadonlySet<string>): boolean =>
  readsAs(code, sections) !== null
