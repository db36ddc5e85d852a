import type { VisitLine } from '../live/events.ts'

/**
 * How many milliseconds a visitor has waited in the line, by the stretches of the visit that have
 * ended: as the reports count it, without what passed at a counter or beside the line.
 */
export const waitedMs = (visit: readonly Pick<VisitLine, 'kind' | 'from' | 'to'>[]): number =>
  visit
    .filter(({ kind }) => kind === 'waiting')
    .reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
