import type { RefusalCode } from '../errors.ts'
import type { Language } from '../language.ts'

export const ticketClasses = ['regular', 'priority', 'appointment', 'express'] as const
/** An opaque code: why somebody has a class is never stored or shown. */
export type TicketClass = (typeof ticketClasses)[number]

export const ticketStates = [
  'waiting',
  'called',
  'serving',
  'parked',
  'served',
  'no_show',
  'left',
] as const
export type TicketState = (typeof ticketStates)[number]

/** The outcome of a ticket that still waited when its day was closed. */
export const DAY_CLOSED = 'day_closed'

/** The stretches of a visit; none is ever overwritten. */
export type SpanKind = 'waiting' | 'walking' | 'serving' | 'parked' | 'wrap_up'

interface Visit {
  id: string
  centreId: string
  number: string
  day: string
  serviceId: string
  class: TicketClass
  language: Language
  party: number
  issuedAt: number
  /** The start of the wait that counts for the score; transfers and returns keep it. */
  waitingSince: number
  stateSince: number
  cardSerial: string | null
  /** How often its visitor asked for more time. */
  putOffs: number
  /** The post section that holds its card; empty: none. */
  section: string
}
interface AtCounter {
  counterId: string
  staffId: string
  calledAt: number
  recalls: number
}
export type Waiting = Visit & { state: 'waiting' }
export type Called = Visit & AtCounter & { state: 'called' }
export type Serving = Visit & AtCounter & { state: 'serving' }
export type Parked = Visit & {
  state: 'parked'
  /** When it waits again by itself, for its visitor asked for more time; null: staff decide. */
  awayUntil: number | null
}
export type Ended = Visit & {
  state: 'served' | 'no_show' | 'left'
  endedAt: number
  outcome: string | null
}
export type Ticket = Waiting | Called | Serving | Parked | Ended

export type TicketCommand =
  | { do: 'call'; counterId: string; staffId: string }
  | { do: 'recall' }
  | { do: 'serve' }
  | { do: 'finish'; outcome: string | null }
  | { do: 'no_show' }
  | { do: 'return' }
  | { do: 'park' }
  /** Its visitor asks for more time: others go first, and what they waited is kept. */
  | { do: 'put_off' }
  /** Parked from where it waits, for what its visitor comes for is not there. */
  | { do: 'hold' }
  | { do: 'unpark' }
  | { do: 'transfer'; serviceId: string }
  | { do: 'leave' }
  | { do: 'close_day' }

export type TicketEventType =
  | 'ticket_called'
  | 'ticket_recalled'
  | 'ticket_serving'
  | 'ticket_served'
  | 'ticket_no_show'
  | 'ticket_returned'
  | 'ticket_parked'
  | 'ticket_unparked'
  | 'ticket_transferred'
  | 'ticket_left'

/** The stretch that a move ended. */
export interface Span {
  kind: SpanKind
  serviceId: string
  counterId: string | null
  staffId: string | null
  fromAt: number
  toAt: number
}
export interface Move {
  event: TicketEventType
  ticket: Ticket
  span: Span | null
}
/** What a centre sets for the life of its tickets. */
export interface TicketLimits {
  /** How often a called ticket may be called again. */
  recallsMax: number
  /** How long a visitor is given to come to the counter before staff may say `no_show`. */
  noShowAfterSec: number
  /** How often they must have been called again before that; 0 where it is not set. */
  noShowAfterRecalls?: number
  /** How long after a no-show the visitor may still come back to their place. */
  returnWithinMin: number
}

/** A move the ticket's state or a limit does not allow. */
export interface Illegal {
  illegal: RefusalCode
}

const visit = ({
  id,
  centreId,
  number,
  day,
  serviceId,
  class: ticketClass,
  language,
  party,
  issuedAt,
  waitingSince,
  stateSince,
  cardSerial,
  putOffs,
  section,
}: Ticket): Visit => ({
  id,
  centreId,
  number,
  day,
  serviceId,
  class: ticketClass,
  language,
  party,
  issuedAt,
  waitingSince,
  stateSince,
  cardSerial,
  putOffs,
  section,
})

/** How much more time a visitor gets at once, and how often. */
export const PUT_OFF_MIN = 10
export const PUT_OFFS_MAX = 2

/** How often the visitor of a ticket may still ask for more time, as it stands. */
export const putOffsLeft = ({ state, putOffs }: Pick<Ticket, 'state' | 'putOffs'>): number =>
  state === 'waiting' || state === 'called' ? Math.max(0, PUT_OFFS_MAX - putOffs) : 0

const spanKind = {
  waiting: 'waiting',
  called: 'walking',
  serving: 'serving',
  parked: 'parked',
} as const

/** The stretch that ends when a living ticket leaves its state now; never less than nothing. */
const endedSpan = (ticket: Waiting | Called | Serving | Parked, now: number): Span => ({
  kind: spanKind[ticket.state],
  serviceId: ticket.serviceId,
  counterId: 'counterId' in ticket ? ticket.counterId : null,
  staffId: 'staffId' in ticket ? ticket.staffId : null,
  fromAt: ticket.stateSince,
  // The clock may have been put back meanwhile.
  toAt: Math.max(now, ticket.stateSince),
})

/**
 * The life of a ticket: what a command makes of it, or why not. Pure; the caller stores the ticket
 * and the span in the same transaction.
 * Rules: domain.md, "A ticket's life".
 */
export const decide = (
  ticket: Ticket,
  command: TicketCommand,
  now: number,
  settings: TicketLimits,
): Move | Illegal => {
  const base = { ...visit(ticket), stateSince: now }
  const end = (
    from: Waiting | Called | Serving | Parked,
    event: TicketEventType,
    state: Ended['state'],
    outcome: string | null,
  ): Move => ({
    event,
    ticket: { ...base, state, endedAt: now, outcome },
    span: endedSpan(from, now),
  })
  /** Who was left out because they asked for it loses that time and no more: it counts as no wait. */
  const back = (from: Parked): Move => {
    const away = from.awayUntil === null ? 0 : Math.max(0, now - from.stateSince)
    return {
      event: 'ticket_unparked',
      ticket: { ...base, state: 'waiting', waitingSince: from.waitingSince + away },
      span: endedSpan(from, now),
    }
  }
  switch (command.do) {
    case 'call': {
      if (ticket.state !== 'waiting') return { illegal: 'ticket_not_waiting' }
      const { counterId, staffId } = command
      return {
        event: 'ticket_called',
        ticket: { ...base, state: 'called', counterId, staffId, calledAt: now, recalls: 0 },
        span: endedSpan(ticket, now),
      }
    }
    case 'recall': {
      if (ticket.state !== 'called') return { illegal: 'ticket_not_called' }
      if (ticket.recalls >= settings.recallsMax) return { illegal: 'recall_limit' }
      // The walk began with the first call: a recall does not restart it.
      const recalled = { ...ticket, recalls: ticket.recalls + 1 }
      return { event: 'ticket_recalled', ticket: recalled, span: null }
    }
    case 'serve': {
      if (ticket.state !== 'called') return { illegal: 'ticket_not_called' }
      return {
        event: 'ticket_serving',
        ticket: { ...ticket, state: 'serving', stateSince: now },
        span: endedSpan(ticket, now),
      }
    }
    case 'finish':
      if (ticket.state !== 'serving') return { illegal: 'ticket_not_serving' }
      return end(ticket, 'ticket_served', 'served', command.outcome)
    case 'no_show':
      if (ticket.state !== 'called') return { illegal: 'ticket_not_called' }
      // A call in the future was made by a clock that has been put back: nobody waits for that.
      if (ticket.calledAt <= now && now - ticket.calledAt < settings.noShowAfterSec * 1000)
        return { illegal: 'too_early' }
      if (ticket.recalls < (settings.noShowAfterRecalls ?? 0)) return { illegal: 'recall_first' }
      return end(ticket, 'ticket_no_show', 'no_show', null)
    case 'return':
      if (ticket.state === 'parked' && ticket.awayUntil !== null) return back(ticket)
      if (ticket.state !== 'no_show') return { illegal: 'ticket_not_no_show' }
      if (now - ticket.endedAt > settings.returnWithinMin * 60_000) return { illegal: 'too_late' }
      return { event: 'ticket_returned', ticket: { ...base, state: 'waiting' }, span: null }
    case 'park':
      if (ticket.state !== 'called' && ticket.state !== 'serving')
        return { illegal: 'ticket_not_at_counter' }
      return {
        event: 'ticket_parked',
        ticket: { ...base, state: 'parked', awayUntil: null },
        span: endedSpan(ticket, now),
      }
    case 'put_off':
      if (ticket.state !== 'waiting' && ticket.state !== 'called')
        return { illegal: 'ticket_not_waiting' }
      if (putOffsLeft(ticket) === 0) return { illegal: 'put_off_limit' }
      return {
        event: 'ticket_parked',
        ticket: {
          ...base,
          state: 'parked',
          awayUntil: now + PUT_OFF_MIN * 60_000,
          putOffs: ticket.putOffs + 1,
        },
        span: endedSpan(ticket, now),
      }
    case 'hold':
      if (ticket.state !== 'waiting' && !(ticket.state === 'parked' && ticket.awayUntil !== null))
        return { illegal: 'ticket_not_waiting' }
      return {
        event: 'ticket_parked',
        ticket: { ...base, state: 'parked', awayUntil: null },
        span: endedSpan(ticket, now),
      }
    case 'unpark':
      return ticket.state === 'parked' ? back(ticket) : { illegal: 'ticket_not_parked' }
    case 'transfer':
      if (ticket.state !== 'called' && ticket.state !== 'serving')
        return { illegal: 'ticket_not_at_counter' }
      if (command.serviceId === ticket.serviceId) return { illegal: 'same_service' }
      return {
        event: 'ticket_transferred',
        // The section is where the card of the service before lies.
        ticket: { ...base, state: 'waiting', serviceId: command.serviceId, section: '' },
        span: endedSpan(ticket, now),
      }
    case 'leave':
      if (ticket.state === 'serving') return { illegal: 'ticket_being_served' }
      if ('endedAt' in ticket) return { illegal: 'ticket_ended' }
      return end(ticket, 'ticket_left', 'left', null)
    case 'close_day':
      // Whoever is being served is finished in peace.
      if (ticket.state === 'serving') return { illegal: 'ticket_being_served' }
      if ('endedAt' in ticket) return { illegal: 'ticket_ended' }
      return end(ticket, 'ticket_left', 'left', DAY_CLOSED)
  }
  return command satisfies never
}
