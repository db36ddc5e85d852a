import type { TicketView } from '../../src/live/events.ts'

const AHEAD_MAX = 2
const WITHIN_MIN = 10

/** Whether to say that it is nearly their turn: the place must say so, and the estimate not deny it. */
export const isSoon = ({ ahead, estimate }: Pick<TicketView, 'ahead' | 'estimate'>): boolean =>
  ahead <= AHEAD_MAX && (estimate.p50 === null || estimate.p50 <= WITHIN_MIN)
