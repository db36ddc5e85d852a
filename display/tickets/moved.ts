import type { TicketView } from '../../src/live/events.ts'

/** What a visitor does with their own ticket. */
export type OwnMove = 'leave' | 'return' | 'put-off'

type Standing = Pick<TicketView, 'state' | 'counter' | 'awayUntil' | 'putOffsLeft'>

/** How a ticket stands that was brought back: it may have been called already. */
const BACK: readonly TicketView['state'][] = ['waiting', 'called', 'serving', 'served']
export const isBack = ({ state }: Pick<Standing, 'state'>): boolean => BACK.includes(state)

/** Whether more time was asked for since: it may be over already. */
const isPutOff = (before: Standing, now: Standing): boolean =>
  now.awayUntil !== undefined ||
  ((now.state === 'waiting' || now.state === 'called') &&
    (now.putOffsLeft ?? 0) < (before.putOffsLeft ?? 0))

/**
 * What has become of a move whose answer was lost, read from the ticket itself: it was made, or it
 * was not and may still be, or the ticket has gone on so that nobody knows whether it is still wished.
 */
export const outcomeOf = (
  what: OwnMove,
  before: Standing,
  now: Standing,
): 'done' | 'open' | 'overtaken' => {
  const isDone = {
    leave: () => now.state === 'left',
    return: () => isBack(now),
    'put-off': () => isPutOff(before, now),
  }[what]
  if (isDone()) return 'done'
  return now.state === before.state && now.counter === before.counter ? 'open' : 'overtaken'
}
