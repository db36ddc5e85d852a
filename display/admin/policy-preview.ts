import { type Candidate, choose, scoreOf } from '../../src/tickets/choose.ts'
import type { TicketClass } from '../../src/tickets/ticket.ts'

const MIN_MS = 60_000

/** A hall as it may be on any morning: who waits, and for how long. */
const examples: readonly { class: TicketClass; waitedMin: number }[] = [
  { class: 'regular', waitedMin: 35 },
  { class: 'regular', waitedMin: 18 },
  { class: 'regular', waitedMin: 4 },
  { class: 'appointment', waitedMin: 12 },
  { class: 'priority', waitedMin: 9 },
  { class: 'express', waitedMin: 6 },
]

/** One of the examples, with its points. */
export interface Called {
  number: string
  class: TicketClass
  waitedMin: number
  score: number
}

/** In which order the examples would be called now, by the rule that chooses at the counters. */
export const callOrderOf = (rates: Record<TicketClass, number>): Called[] => {
  const now = 0
  let waiting: Candidate[] = examples.map((one, at) => ({
    id: String(at),
    number: `A-${String(at + 1).padStart(3, '0')}`,
    serviceId: '',
    class: one.class,
    waitingSince: now - one.waitedMin * MIN_MS,
    revision: at,
  }))
  const order: Called[] = []
  for (let next = choose(waiting, rates, now); next; next = choose(waiting, rates, now)) {
    const { first } = next
    order.push({
      number: first.number,
      class: first.class,
      waitedMin: (now - first.waitingSince) / MIN_MS,
      score: Math.round(scoreOf(first, rates, now) * 10) / 10,
    })
    waiting = waiting.filter(({ id }) => id !== first.id)
  }
  return order
}
