import type { TicketClass, TicketState } from '../../src/tickets/ticket.ts'
import {
  type Act,
  at,
  call,
  emptyModel,
  expected,
  inTurn,
  type Model,
  type ModelTicket,
  type Settings,
  whyNoCall,
} from '../tickets/model.ts'
import type { Operation, Rules } from './explain.ts'

/** What changes nothing: a ticket, a counter's state, and the ticket at it. */
type Look = { do: 'look'; ticket: string } | { do: 'state_of' | 'ticket_at'; counter: number }

/** What is done in a hall: counters by their position, tickets by their id. */
export type HallInput =
  | { do: 'issue'; request: string; service: string; class: TicketClass }
  | { do: 'leave' | 'return' | 'unpark'; ticket: string }
  | Look
  | Exclude<Act, { do: 'issue' | 'leave' | 'return' | 'unpark' | 'put_off' | 'wait' | 'close_day' }>

/** Why somebody was called, as far as it can be held against the rules. */
interface Reason {
  class: TicketClass
  /** Points, one decimal, as `score` of the one who came second. */
  score: number
  runnerUp: { number: string; class: TicketClass; score: number } | null
}

export interface HallOutput {
  /** `ok`, `repeated`, or the code of the refusal; for `state_of` the state. */
  said: string
  /** Its id; null: nobody is at the counter. */
  ticket?: string | null
  number?: string
  state?: TicketState
  service?: string
  /** When a ticket was called, by the server's clock. */
  at?: number
  reason?: Reason
}

export type HallOperation = Operation<HallInput, HallOutput>

/** What a request came to in the end: asked once more, it is told so. */
export interface Known {
  id: string
  number: string
  /** Whether one of its askings was told that it was the first: then no other was. */
  isAnswered: boolean
  /** By the server's clock, to which the score of a ticket is due. */
  issuedAt: number
}

export interface HallState extends Model {
  /** The ticket of each request. */
  requests: ReadonlyMap<string, string>
  /** The latest time that was told: along the order the server's clock never goes back. */
  now: number
}

const MIN_MS = 60_000
/** No rule of these halls depends on the time of anything but issuing and calling. */
const ANY_TIME = Number.MAX_SAFE_INTEGER
const tenth = (value: number) => Math.round(value * 10) / 10

const copyOf = (state: HallState): HallState => ({
  ...state,
  tickets: state.tickets.map((one) => ({ ...one })),
  last: { ...state.last },
  counters: state.counters.map((one) => ({ ...one })),
})

const byId = (state: HallState, id: string): ModelTicket | undefined =>
  state.tickets.find((one) => one.id === id)

/** It waits anew: after a transfer, a pause or a no-show. */
const wasCalled = ({ calledAt }: ModelTicket): boolean => calledAt > 0

const points = ({ settings }: Model, one: ModelTicket, now: number): number =>
  (settings.rates[one.class] * Math.max(0, now - one.since)) / MIN_MS

/**
 * Whether nobody stands before a ticket. Of two that began to wait in one millisecond, and score
 * the same, nobody outside can tell which came first unless their numbers do.
 */
const isNext = (
  state: HallState,
  one: ModelTicket,
  line: readonly ModelTicket[],
  now: number,
): boolean => {
  const mine = points(state, one, now)
  const isBefore = (other: ModelTicket): boolean => {
    const theirs = points(state, other, now)
    if (theirs !== mine) return theirs > mine
    if (other.since !== one.since) return other.since < one.since
    const isTold = other.service === one.service && !wasCalled(other) && !wasCalled(one)
    return isTold && other.number < one.number
  }
  return !line.some((other) => other !== one && isBefore(other))
}

const isReason = (
  state: HallState,
  one: ModelTicket,
  others: readonly ModelTicket[],
  now: number,
  reason: Reason,
): boolean => {
  const { runnerUp } = reason
  if (reason.class !== one.class || reason.score !== tenth(points(state, one, now))) return false
  if (!runnerUp) return others.length === 0
  const named = others.find(({ number }) => number === runnerUp.number)
  return (
    named?.class === runnerUp.class &&
    tenth(points(state, named, now)) === runnerUp.score &&
    isNext(state, named, others, now)
  )
}

/** A call with the ticket it was answered with. */
const calling = (
  state: HallState,
  counter: number,
  { ticket, at: now, number, reason }: HallOutput,
): HallState[] => {
  if (whyNoCall(state, counter) || now === undefined || now < state.now) return []
  const line = inTurn(state, counter, now)
  const one = line.find(({ id }) => id === ticket)
  if (!one || one.number !== number || !isNext(state, one, line, now)) return []
  const others = line.filter((other) => other !== one)
  if (reason && !isReason(state, one, others, now, reason)) return []
  return calledIn(state, one, counter, now).map((next) => ({ ...next, now }))
}

const calledIn = (state: HallState, { id }: ModelTicket, counter: number, now: number) => {
  const next = copyOf(state)
  const one = byId(next, id)
  if (one) call(one, counter, now)
  return [next]
}

/** A call whose answer was lost: at some time some first one of a class was called, or nobody. */
const maybeCalling = (state: HallState, counter: number): HallState[] => {
  if (whyNoCall(state, counter)) return []
  const line = inTurn(state, counter, ANY_TIME)
  const isFirst = (one: ModelTicket) =>
    !line.some((other) => other.class === one.class && other.since < one.since)
  return line.filter(isFirst).flatMap((one) => calledIn(state, one, counter, ANY_TIME))
}

const issuing = (
  state: HallState,
  { request, service, class: ticketClass }: Extract<HallInput, { do: 'issue' }>,
  output: HallOutput | null,
  known: ReadonlyMap<string, Known>,
): HallState[] => {
  const before = state.requests.get(request)
  if (before !== undefined) {
    const isSame = output === null || (output.said === 'repeated' && output.ticket === before)
    return isSame ? [state] : []
  }
  const facts = known.get(request)
  if (!facts || (output === null && facts.isAnswered)) return []
  if (output && (output.said !== 'ok' || output.ticket !== facts.id)) return []
  if (facts.issuedAt < state.now) return []
  const next = copyOf(state)
  expected(next, { do: 'issue', service, class: ticketClass }, facts.issuedAt)
  const issued = next.tickets.at(-1)
  if (issued?.number !== (output?.number ?? facts.number)) return []
  issued.id = facts.id
  next.requests = new Map([...state.requests, [request, facts.id]])
  next.now = facts.issuedAt
  return [next]
}

/** What a look that changes nothing must show. */
const shown = (state: HallState, input: Look): HallOutput => {
  if (input.do === 'state_of') return { said: state.counters[input.counter]?.state ?? '' }
  const one = input.do === 'look' ? byId(state, input.ticket) : at(state, input.counter)
  if (!one) return input.do === 'look' ? { said: 'unknown_ticket' } : { said: 'ok', ticket: null }
  const { id, number, service, state: stands } = one
  return { said: 'ok', ticket: id, number, service, state: stands }
}

const agrees = (output: HallOutput, must: HallOutput): boolean =>
  output.said === must.said &&
  (['ticket', 'number', 'service', 'state'] as const).every((name) => output[name] === must[name])

const actOf = (state: HallState, input: HallInput): Act | null => {
  switch (input.do) {
    case 'issue':
    case 'look':
    case 'state_of':
    case 'ticket_at':
      return null
    case 'leave':
    case 'return':
    case 'unpark':
      return { do: input.do, pick: state.tickets.findIndex(({ id }) => id === input.ticket) }
    default:
      return input
  }
}

/** The word for what the rules make of an act, and the state after it. */
const acted = (state: HallState, act: Act, now = ANY_TIME): { word: string; next: HallState } => {
  const next = copyOf(state)
  return { word: expected(next, act, now), next }
}

const after =
  (known: ReadonlyMap<string, Known>) =>
  (state: HallState, { input, output }: HallOperation): readonly HallState[] => {
    switch (input.do) {
      case 'issue':
        return issuing(state, input, output, known)
      case 'look':
      case 'state_of':
      case 'ticket_at':
        return output === null || agrees(output, shown(state, input)) ? [state] : []
      case 'next':
        if (output === null) return maybeCalling(state, input.counter)
        if (output.said === 'ok') return calling(state, input.counter, output)
    }
    const act = actOf(state, input)
    if (!act) return []
    const { word, next } = acted(state, act)
    if (output !== null && output.said !== word) return []
    return [word === 'ok' ? next : state]
  }

/** What the rules would have answered in a state, for people. */
export const shouldSay = (state: HallState, { input, output }: HallOperation): string => {
  if (input.do === 'issue') {
    const next = copyOf(state)
    expected(next, { do: 'issue', service: input.service, class: input.class }, 0)
    const before = state.requests.get(input.request)
    return before ? `repeated ${before}` : `ok ${next.tickets.at(-1)?.number}`
  }
  if (input.do === 'look' || input.do === 'state_of' || input.do === 'ticket_at')
    return JSON.stringify(shown(state, input))
  const act = actOf(state, input)
  const { word, next } = act ? acted(state, act, output?.at) : { word: '', next: state }
  return act?.do === 'next' && word === 'ok' ? `ok ${at(next, act.counter)?.number}` : word
}

const key = ({ tickets, counters, requests }: HallState): string =>
  [
    requests.size,
    ...counters.map(({ state }) => state),
    ...tickets.map((one) =>
      [one.id, one.number, one.service, one.state, one.counter, one.recalls, wasCalled(one)].join(),
    ),
  ].join('\n')

/**
 * The rules of a hall that begins empty, with its counters closed.
 * @param counters the services of each
 * @param known what the requests came to, by request id
 */
export const hallRules = (
  counters: readonly (readonly string[])[],
  settings: Settings,
  known: ReadonlyMap<string, Known>,
): Rules<HallState, HallOperation> => ({
  start: { ...emptyModel(counters, settings), requests: new Map(), now: 0 },
  after: after(known),
  key,
})
