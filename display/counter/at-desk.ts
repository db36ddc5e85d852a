import type { CounterView } from '../../src/live/events.ts'
import type { Workplace } from '../shared/staff-page.tsx'
import type { Desk } from './desk-actions.ts'

/** A counter with the member who works at it, as its parts are given it. */
export interface AtDesk extends Pick<Workplace, 'member' | 'centre'> {
  view: CounterView
  desk: Desk
  /** Tells that something was done; null: something else is done now, so that is told no more. */
  say: (words: string | null) => void
}
