import type { PickView } from '../../src/live/events.ts'
import { isolate } from '../shared/i18n.ts'
import type { Outcome } from './outcomes.ts'

const titles = { open: 'ticketToFetch', cancelled: 'ticketGone' } as const

/** Which card a ticket is about, and where it is or goes back to. */
export const saidOfPick = ({ number, state, place, serial }: PickView): Omit<Outcome, 'id'> => ({
  tone: 'told',
  title: (text) =>
    text(state === 'open' || state === 'cancelled' ? titles[state] : 'ticketFetched', {
      number: isolate(number),
    }),
  code: place,
  details: [() => serial],
})

/** A ticket about no card, or about one that is here no longer. */
export const saidOfNoPick = (number: string): Omit<Outcome, 'id'> => ({
  tone: 'told',
  title: (text) => text('ticketWithout', { number: isolate(number) }),
  code: number,
  details: [(text) => text('ticketWithoutHint')],
})
