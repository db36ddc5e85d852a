import type { CentreSettings } from '../../src/centres/centre.ts'
import type { TicketClass, TicketState } from '../../src/tickets/ticket.ts'

/**
 * The rules of domain.md, "A ticket's life", in words: written apart from the code that is held
 * against them.
 */

/** What the model knows of a ticket. */
export interface ModelTicket {
  id: string
  number: string
  service: string
  class: TicketClass
  since: number
  arrived: number
  state: TicketState
  counter: number | null
  calledAt: number
  recalls: number
  endedAt: number
  /** Since when it is left out because its visitor asked for it. */
  awaySince: number | null
  putOffs: number
}

export interface Model {
  tickets: ModelTicket[]
  last: Record<string, number>
  counters: { state: 'open' | 'paused' | 'closed'; services: readonly string[] }[]
  moves: number
  settings: Settings
}

export type Settings = Pick<
  CentreSettings,
  'rates' | 'recallsMax' | 'noShowAfterSec' | 'returnWithinMin'
>

/**
 * An empty hall whose counters are closed.
 * @param counters the services of each
 */
export const emptyModel = (
  counters: readonly (readonly string[])[],
  settings: Settings,
): Model => ({
  tickets: [],
  last: {},
  counters: counters.map((services) => ({ state: 'closed', services })),
  moves: 0,
  settings,
})

export type Act =
  | { do: 'issue'; service: string; class: TicketClass }
  | { do: 'next' | 'open' | 'pause' | 'close'; counter: number }
  | { do: 'recall' | 'serve' | 'finish' | 'no_show' | 'park'; counter: number }
  | { do: 'transfer'; counter: number; service: string }
  | { do: 'leave' | 'return' | 'unpark' | 'put_off'; pick: number }
  | { do: 'wait'; seconds: number }
  | { do: 'close_day' }

/** The ticket at a counter. */
export const at = (model: Model, counter: number) =>
  model.tickets.find(
    (one) => one.counter === counter && (one.state === 'called' || one.state === 'serving'),
  )

const score = (model: Model, one: ModelTicket, now: number) =>
  model.settings.rates[one.class] * Math.max(0, now - one.since)

/** Those a counter calls, the next one first: highest rate × wait, then the longest wait, then the first. */
export const inTurn = (model: Model, counter: number, now: number): ModelTicket[] =>
  model.tickets
    .filter(
      (one) =>
        one.state === 'waiting' && model.counters[counter]?.services.includes(one.service) === true,
    )
    .sort(
      (a, b) =>
        score(model, b, now) - score(model, a, now) || a.since - b.since || a.arrived - b.arrived,
    )

/** Why a counter may not call now; undefined when it may. */
export const whyNoCall = (model: Model, counter: number): string | undefined => {
  const state = model.counters[counter]?.state ?? 'closed'
  if (state === 'closed') return 'counter_closed'
  if (state === 'paused') return 'counter_not_open'
  return at(model, counter) && 'ticket_in_progress'
}

/** Takes a ticket that waits to a counter. */
export const call = (ticket: ModelTicket, counter: number, now: number): void => {
  Object.assign(ticket, { state: 'called', counter, calledAt: now, recalls: 0 })
}

/** What the rules in domain.md say must come of an act: a word for the outcome; changes the model. */
export const expected = (model: Model, act: Act, now: number): string => {
  const arrive = (ticket: ModelTicket) => {
    // Whoever wanted to be left out has not waited meanwhile.
    if (ticket.awaySince !== null) ticket.since += now - ticket.awaySince
    ticket.awaySince = null
    ticket.state = 'waiting'
    ticket.counter = null
    ticket.arrived = ++model.moves
  }
  switch (act.do) {
    case 'wait':
    case 'close_day':
      if (act.do === 'close_day')
        for (const one of model.tickets)
          if (['waiting', 'called', 'parked'].includes(one.state)) one.state = 'left'
      return 'ok'
    case 'issue': {
      const last = (model.last[act.service] ?? 0) + 1
      model.last[act.service] = last
      const prefix = act.service === 's1' ? 'A' : 'B'
      model.tickets.push({
        id: '',
        number: `${prefix}-${String(last).padStart(3, '0')}`,
        service: act.service,
        class: act.class,
        since: now,
        arrived: ++model.moves,
        state: 'waiting',
        counter: null,
        calledAt: 0,
        recalls: 0,
        endedAt: 0,
        awaySince: null,
        putOffs: 0,
      })
      return 'ok'
    }
    case 'open': {
      const mine = model.counters[act.counter]
      if (mine) mine.state = 'open'
      return 'ok'
    }
    case 'pause': {
      const mine = model.counters[act.counter]
      if (!mine || mine.state === 'closed') return 'counter_closed'
      mine.state = 'paused'
      return 'ok'
    }
    case 'close': {
      const mine = model.counters[act.counter]
      if (!mine || mine.state === 'closed') return 'counter_closed'
      if (at(model, act.counter)) return 'ticket_in_progress'
      mine.state = 'closed'
      return 'ok'
    }
    case 'next': {
      const no = whyNoCall(model, act.counter)
      if (no) return no
      const [next] = inTurn(model, act.counter, now)
      if (!next) return 'nobody_waits'
      call(next, act.counter, now)
      return 'ok'
    }
    case 'recall':
    case 'serve':
    case 'finish':
    case 'no_show':
    case 'park':
    case 'transfer': {
      if (model.counters[act.counter]?.state === 'closed') return 'counter_closed'
      const ticket = at(model, act.counter)
      if (!ticket) return 'no_ticket_here'
      if (act.do === 'recall') {
        if (ticket.state !== 'called') return 'ticket_not_called'
        if (ticket.recalls >= model.settings.recallsMax) return 'recall_limit'
        ticket.recalls++
      } else if (act.do === 'serve') {
        if (ticket.state !== 'called') return 'ticket_not_called'
        ticket.state = 'serving'
      } else if (act.do === 'finish') {
        if (ticket.state !== 'serving') return 'ticket_not_serving'
        ticket.state = 'served'
      } else if (act.do === 'no_show') {
        if (ticket.state !== 'called') return 'ticket_not_called'
        if (now - ticket.calledAt < model.settings.noShowAfterSec * 1000) return 'too_early'
        Object.assign(ticket, { state: 'no_show', endedAt: now })
      } else if (act.do === 'park') {
        ticket.state = 'parked'
        ticket.counter = null
      } else if (act.do === 'transfer') {
        if (ticket.service === act.service) return 'same_service'
        ticket.service = act.service
        arrive(ticket)
      }
      return 'ok'
    }
    case 'leave':
    case 'return':
    case 'unpark':
    case 'put_off': {
      const ticket = model.tickets[act.pick]
      if (!ticket) return 'unknown_ticket'
      if (act.do === 'leave') {
        if (ticket.state === 'serving') return 'ticket_being_served'
        if (['served', 'no_show', 'left'].includes(ticket.state)) return 'ticket_ended'
        ticket.state = 'left'
      } else if (act.do === 'unpark') {
        if (ticket.state !== 'parked') return 'ticket_not_parked'
        arrive(ticket)
      } else if (act.do === 'put_off') {
        if (ticket.state !== 'waiting' && ticket.state !== 'called') return 'ticket_not_waiting'
        if (ticket.putOffs === 2) return 'put_off_limit'
        Object.assign(ticket, { state: 'parked', counter: null, awaySince: now })
        ticket.putOffs++
      } else if (ticket.state === 'parked' && ticket.awaySince !== null) {
        arrive(ticket)
      } else {
        if (ticket.state !== 'no_show') return 'ticket_not_no_show'
        if (now - ticket.endedAt > model.settings.returnWithinMin * 60_000) return 'too_late'
        arrive(ticket)
      }
      return 'ok'
    }
  }
  return act satisfies never
}
