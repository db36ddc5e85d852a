import type { SearchList } from '../../src/cards/search.view.ts'

/** Why a card may lie somewhere. */
export type Reason =
  | { why: 'last' | 'earlier'; action: string; at: string; staff: string | null }
  | { why: 'beside' }
  /** Another card of its drawer was moved, and lies here: it may have gone along. */
  | { why: 'along'; serial: string; action: string; at: string; staff: string | null }

/** A place to look in, with all that speaks for it; null: off the shelves. */
export interface SearchPlace {
  place: string | null
  reasons: Reason[]
  /** What should lie there; undefined where the list does not say it. */
  serials: readonly string[] | undefined
}

/** Whatever slips goes next door; a hand that misses does so, too. */
const NEXT_DOOR = 6
const SECOND_DOOR = 4
/** It was looked for there, but at the back of a slot cards are overlooked. */
const LAST = 5
const EARLIER = 3
const ALONG = 2

/** The places of a search list, each once with all its reasons, the most likely first. */
export const searchPlaces = ({ lastPlaces, neighbours, sameDrawer }: SearchList): SearchPlace[] => {
  const places = new Map<string | null, SearchPlace & { weight: number }>()
  const add = (place: string | null, weight: number, reason?: Reason): void => {
    const known = places.get(place) ?? { place, reasons: [], serials: undefined, weight: 0 }
    if (reason) known.reasons.push(reason)
    places.set(place, { ...known, weight: known.weight + weight })
  }
  for (const [at, { place, ...step }] of lastPlaces.entries())
    add(place, at === 0 ? LAST : EARLIER, { why: at === 0 ? 'last' : 'earlier', ...step })
  const own = neighbours.findIndex(({ place }) => place === lastPlaces[0]?.place)
  for (const [at, { place }] of neighbours.entries()) {
    const doors = Math.abs(at - own)
    if (doors > 0) add(place, doors === 1 ? NEXT_DOOR : SECOND_DOOR, { why: 'beside' })
  }
  const told = new Set<string>()
  for (const { serial, action, at, staff, lies } of sameDrawer) {
    // The newest move of a card says where it went.
    if (told.has(serial)) continue
    told.add(serial)
    add(lies, ALONG, { why: 'along', serial, action, at, staff })
  }
  const within = new Map(neighbours.map(({ place, serials }) => [place, serials]))
  return (
    [...places.values()]
      // What is off the shelves is nowhere to walk to.
      .toSorted(
        (one, other) =>
          Number(one.place === null) - Number(other.place === null) || other.weight - one.weight,
      )
      .map(({ place, reasons }) => ({
        place,
        reasons,
        serials: place === null ? undefined : within.get(place),
      }))
  )
}
