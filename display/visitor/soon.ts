import type { TicketView } from '../../src/live/events.ts'

const AHEAD_MAX = 2
const WITHIN_MIN = 10

/**
 * Whether to say that it is nearly their turn: the place must say so, and the estimate not deny it.
 * While their card is searched for, that is what they need to know.
 */
export const isSoon = ({
  ahead,
  estimate,
  cardNotFound,
}: Pick<TicketView, 'ahead' | 'estimate' | 'cardNotFound'>): boolean =>
  !cardNotFound && ahead <= AHEAD_MAX && (estimate.p50 === null || estimate.p50 <= WITHIN_MIN)
