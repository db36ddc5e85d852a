import { sectionOf } from './card.ts'

/** The most cards of one walk: what one hand brings back. Nobody waits behind a whole section. */
export const WALK_MAX = 12

/** What one walk to a section fetches, in the order of its stops. */
export interface Walk<P> {
  section: string
  picks: P[]
}

/** `B-03`: the cabinet that a slot is in. */
const cabinetOf = (place: string): string => place.split('-', 2).join('-')

const ordinalIn = (cabinet: string): number =>
  Number.parseInt(cabinet.split('-', 2)[1] ?? '0', 36) || 0

/** Which of two places comes first on the way from a third: its own cabinet, then the next ones. */
const onTheWay =
  (from: string) =>
  (a: { place: string }, b: { place: string }): number => {
    const start = ordinalIn(cabinetOf(from))
    const [x, y] = [ordinalIn(cabinetOf(a.place)), ordinalIn(cabinetOf(b.place))]
    const nearer = Math.abs(x - start) - Math.abs(y - start)
    if (nearer !== 0) return nearer
    if (x !== y) return x - y
    return a.place < b.place ? -1 : a.place > b.place ? 1 : 0
  }

/**
 * What is to be fetched, walk by walk. The one who waits for longest decides where the walk goes,
 * and is its first stop; what else lies in the same section comes along, the same cabinet first, as
 * far as a hand holds it. Then the next walk is that of whoever is the oldest now.
 * @param picks oldest first
 */
export const walksFor = <P extends { place: string }>(picks: readonly P[]): Walk<P>[] => {
  const walks: Walk<P>[] = []
  let rest = [...picks]
  for (;;) {
    const [oldest, ...others] = rest
    if (!oldest) return walks
    const section = sectionOf(oldest.place)
    const along = others
      .filter(({ place }) => sectionOf(place) === section)
      .toSorted(onTheWay(oldest.place))
      .slice(0, WALK_MAX - 1)
    walks.push({ section, picks: [oldest, ...along] })
    const taken = new Set<P>([oldest, ...along])
    rest = rest.filter((pick) => !taken.has(pick))
  }
}
