import type { PickView } from '../../src/live/events.ts'
import { isolate } from '../shared/i18n.ts'
import type { Outcome } from './outcomes.ts'

const titles = { open: 'ticketToFetch', cancelled: 'ticketGone' } as const

const titleOf = ({ state }: PickView, isKeptBack: boolean) => {
  if (isKeptBack) return 'ticketQuarantined'
  return state === 'open' || state === 'cancelled' ? titles[state] : 'ticketFetched'
}

/**
 * Which card a ticket is about, and where it is or goes back to.
 * @param isKeptBack whether it lies in quarantine
 */
export const saidOfPick = (pick: PickView, isKeptBack: boolean): Omit<Outcome, 'id'> => ({
  tone: 'told',
  title: (text) => text(titleOf(pick, isKeptBack), { number: isolate(pick.number) }),
  code: pick.place,
  details: [() => pick.serial],
})

/** A ticket about no card, or about one that is here no longer. */
export const saidOfNoPick = (number: string): Omit<Outcome, 'id'> => ({
  tone: 'told',
  title: (text) => text('ticketWithout', { number: isolate(number) }),
  code: number,
  details: [(text) => text('ticketWithoutHint')],
})
