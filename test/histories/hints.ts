import { type Database, type EventRow, query } from '../../src/db/transact.ts'
import type { Operation } from './explain.ts'
import type { Hall } from './given.ts'
import type { HallOperation, Known } from './hall.ts'
import type { Span } from './recorder.ts'
import type { ShelfOperation } from './shelf.ts'

/**
 * In which order the server says that things were done, by its outbox. The search tries this order
 * first and believes none of it: without hints it would find an order too, but not within a night
 * when fifty clients are at work at once.
 */

const allEvents = query((db, t) => db.select().from(t.events))

export const eventsOf = async (db: Database, centre: string): Promise<EventRow[]> =>
  (await db.read(allEvents))
    .filter(({ centreId }) => centreId === centre)
    .sort((a, b) => a.revision - b.revision || a.ordinal - b.ordinal)

/** What the moves of a counter's ticket are told as. */
const eventOf = {
  next: 'ticket_called',
  recall: 'ticket_recalled',
  serve: 'ticket_serving',
  finish: 'ticket_served',
  no_show: 'ticket_no_show',
  park: 'ticket_parked',
  transfer: 'ticket_transferred',
} as const
const atCounter: ReadonlySet<string> = new Set(Object.values(eventOf))

const keyOfEvent = ({ type, subject, data }: EventRow): string =>
  atCounter.has(type) ? `${type} ${Reflect.get(Object(data), 'counterId')}` : `${type} ${subject}`

/** What an operation would be told as; null: it changes nothing. */
export const keyInHall =
  ({ counters }: Hall, known: ReadonlyMap<string, Known>) =>
  ({ input }: HallOperation): string | null => {
    switch (input.do) {
      case 'look':
      case 'state_of':
      case 'ticket_at':
        return null
      case 'issue':
        return `ticket_issued ${known.get(input.request)?.id}`
      case 'leave':
        return `ticket_left ${input.ticket}`
      case 'return':
        return `ticket_returned ${input.ticket}`
      case 'unpark':
        return `ticket_unparked ${input.ticket}`
      case 'open':
      case 'pause':
      case 'close':
        return `counter_changed ${counters[input.counter]?.id}`
      default:
        return `${eventOf[input.do]} ${counters[input.counter]?.id}`
    }
  }

export const keyOnShelf = ({ input }: ShelfOperation): string | null =>
  input.do === 'scan' ? `card_changed ${input.serial}` : null

/**
 * The place in the server's order for each operation that may have had one: an event is due to an
 * operation of its kind that was under way at its time, rather to an answered one.
 */
export const hintsFor = <I, O extends { said: string; ticket?: string | null }>(
  spans: ReadonlyMap<Operation<I, O>, Span>,
  events: readonly EventRow[],
  keyOf: (operation: Operation<I, O>) => string | null,
): Map<Operation<I, O>, number> => {
  const byKey = new Map<string, Operation<I, O>[]>()
  for (const one of spans.keys()) {
    const key = one.output === null || one.output.said === 'ok' ? keyOf(one) : null
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), one])
  }
  const hints = new Map<Operation<I, O>, number>()
  for (const [place, event] of events.entries()) {
    const mayBe = (one: Operation<I, O>): boolean => {
      const { from = 0, to = 0 } = spans.get(one) ?? {}
      const ticket = one.output?.ticket ?? event.subject
      return from <= event.at && event.at <= to && ticket === event.subject
    }
    const [done] = (byKey.get(keyOfEvent(event)) ?? [])
      .filter((one) => !hints.has(one) && mayBe(one))
      .sort((a, b) => a.answeredAt - b.answeredAt)
    if (done) hints.set(done, place)
  }
  return hints
}
