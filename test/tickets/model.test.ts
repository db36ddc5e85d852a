import fc from 'fast-check'
import t from 'tap'
import {
  actOnCurrent,
  callNext,
  closeCounter,
  openCounter,
  pauseCounter,
  transferCurrent,
} from '../../src/counters/counter.store.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import { closeDay } from '../../src/tickets/day.store.ts'
import { issueTicket } from '../../src/tickets/issue.store.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { countedAnew, type WaitingGroup, waitingGroups } from '../../src/tickets/queue.store.ts'
import type { TicketRow } from '../../src/tickets/ticket.store.ts'
import type { TicketClass, TicketState } from '../../src/tickets/ticket.ts'
import { ticketClasses } from '../../src/tickets/ticket.ts'
import { type HandSetClock, MORNING, onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, buildOrder } from '../factories.ts'

const rates = { regular: 1, appointment: 2, priority: 3, express: 4 }
const settings = { rates, recallsMax: 2, noShowAfterSec: 30, returnWithinMin: 10 }

/** What the model knows of a ticket: written apart from the code it is held against. */
interface ModelTicket {
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
}

interface Model {
  tickets: ModelTicket[]
  last: Record<string, number>
  counters: { state: 'open' | 'paused' | 'closed' }[]
  moves: number
}

type Act =
  | { do: 'issue'; service: string; class: TicketClass }
  | { do: 'next' | 'open' | 'pause' | 'close'; counter: number }
  | { do: 'recall' | 'serve' | 'finish' | 'no_show' | 'park'; counter: number }
  | { do: 'transfer'; counter: number; service: string }
  | { do: 'leave' | 'return' | 'unpark'; pick: number }
  | { do: 'wait'; seconds: number }
  | { do: 'close_day' }

const counter = fc.integer({ min: 0, max: 2 })
const service = fc.constantFrom('s1', 's2')
const of = <T extends string>(...names: T[]) => fc.constantFrom(...names)
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: of('issue'), service, class: fc.constantFrom(...ticketClasses) }),
  },
  { weight: 6, arbitrary: fc.record({ do: of('next'), counter }) },
  { weight: 3, arbitrary: fc.record({ do: of('open'), counter }) },
  { weight: 1, arbitrary: fc.record({ do: of('pause', 'close'), counter }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: of('recall', 'serve', 'finish', 'no_show', 'park'), counter }),
  },
  { weight: 2, arbitrary: fc.record({ do: of('transfer'), counter, service }) },
  { weight: 3, arbitrary: fc.record({ do: of('leave', 'return', 'unpark'), pick: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: of('wait'), seconds: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: of('close_day') }) },
)

const at = (model: Model, counter: number) =>
  model.tickets.find(
    (one) => one.counter === counter && (one.state === 'called' || one.state === 'serving'),
  )

/** The next one by the rule in words: highest rate × wait, then the longest wait, then the first. */
const nextOf = (model: Model, now: number): ModelTicket | undefined =>
  model.tickets
    .filter((one) => one.state === 'waiting')
    .sort(
      (a, b) =>
        rates[b.class] * Math.max(0, now - b.since) - rates[a.class] * Math.max(0, now - a.since) ||
        a.since - b.since ||
        a.arrived - b.arrived,
    )[0]

/** What the rules in domain.md say must come of an act: a word for the outcome; changes the model. */
const expected = (model: Model, act: Act, now: number): string => {
  const arrive = (ticket: ModelTicket) => {
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
      const mine = model.counters[act.counter]
      if (!mine || mine.state === 'closed') return 'counter_closed'
      if (mine.state !== 'open') return 'counter_not_open'
      if (at(model, act.counter)) return 'ticket_in_progress'
      const next = nextOf(model, now)
      if (!next) return 'nobody_waits'
      Object.assign(next, { state: 'called', counter: act.counter, calledAt: now, recalls: 0 })
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
        if (ticket.recalls >= settings.recallsMax) return 'recall_limit'
        ticket.recalls++
      } else if (act.do === 'serve') {
        if (ticket.state !== 'called') return 'ticket_not_called'
        ticket.state = 'serving'
      } else if (act.do === 'finish') {
        if (ticket.state !== 'serving') return 'ticket_not_serving'
        ticket.state = 'served'
      } else if (act.do === 'no_show') {
        if (ticket.state !== 'called') return 'ticket_not_called'
        if (now - ticket.calledAt < settings.noShowAfterSec * 1000) return 'too_early'
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
    case 'unpark': {
      const ticket = model.tickets[act.pick]
      if (!ticket) return 'unknown_ticket'
      if (act.do === 'leave') {
        if (ticket.state === 'serving') return 'ticket_being_served'
        if (['served', 'no_show', 'left'].includes(ticket.state)) return 'ticket_ended'
        ticket.state = 'left'
      } else if (act.do === 'unpark') {
        if (ticket.state !== 'parked') return 'ticket_not_parked'
        arrive(ticket)
      } else {
        if (ticket.state !== 'no_show') return 'ticket_not_no_show'
        if (now - ticket.endedAt > settings.returnWithinMin * 60_000) return 'too_late'
        arrive(ticket)
      }
      return 'ok'
    }
  }
  return act satisfies never
}

const play = async (db: Database, clock: HandSetClock, script: readonly Act[]) => {
  // Every script has its own day, from the morning on.
  clock.set(MORNING)
  const centre = await buildCentre(db, { services: 2, counters: 3, settings })
  const members = centre.counters.map(() => buildMember())
  const model: Model = {
    tickets: [],
    last: {},
    counters: centre.counters.map(() => ({ state: 'closed' })),
    moves: 0,
  }
  const day = '2999-01-01'

  const perform = async (act: Act): Promise<string> => {
    const who = 'counter' in act ? members[act.counter] : undefined
    const where = 'counter' in act ? (centre.counters[act.counter] ?? '') : ''
    const member = who ?? buildMember()
    const outcome = await db.write<unknown>(centre.id, function* (command) {
      switch (act.do) {
        case 'wait':
          return null
        case 'issue': {
          const order = buildOrder({ serviceId: act.service, class: act.class })
          const issued = yield* issueTicket(command, order)
          const mine = model.tickets.at(-1)
          if (mine && !isRefusal(issued)) mine.id = issued.row.id
          return issued
        }
        case 'next':
          return yield* callNext(command, where, member)
        case 'open':
          return yield* openCounter(command, where, member, undefined)
        case 'pause':
          return yield* pauseCounter(command, where, member, 'prayer')
        case 'close':
          return yield* closeCounter(command, where, member)
        case 'transfer':
          return yield* transferCurrent(command, where, member, act.service)
        case 'finish':
          return yield* actOnCurrent(command, where, member, { do: 'finish', outcome: null })
        case 'recall':
        case 'serve':
        case 'no_show':
        case 'park':
          return yield* actOnCurrent(command, where, member, { do: act.do })
        case 'leave':
        case 'return':
        case 'unpark': {
          const id = model.tickets[act.pick]?.id ?? 'none'
          return yield* moveTicketById(command, id, { do: act.do })
        }
        case 'close_day':
          return yield* closeDay(command, day)
      }
      return act satisfies never
    })
    return isRefusal(outcome) ? outcome.refused : 'ok'
  }

  for (const act of script) {
    if (act.do === 'wait') clock.advance(act.seconds * 1000)
    const should = expected(model, act, clock.now())
    const did = await perform(act)
    if (did !== should) throw new Error(`${JSON.stringify(act)}: ${did} instead of ${should}`)
  }
  const rows = await db.read(query((orm, tables) => orm.select().from(tables.tickets)))
  return { rows: rows.filter((row) => row.centreId === centre.id), model, centre }
}

const words = ({ serviceId, class: ticketClass, section, count }: WaitingGroup) =>
  `${serviceId} ${ticketClass} ${section} ${count}`

/** Every ticket stands in the database as in the model, and nothing else does. */
const agree = (rows: TicketRow[], model: Model, counters: readonly string[]) => {
  const shown = rows
    .map((row) => ({
      number: row.number,
      service: row.serviceId,
      state: row.state,
      since: row.waitingSince,
      counter: row.counterId,
    }))
    .sort((a, b) => a.number.localeCompare(b.number))
  const known = model.tickets
    .map((one) => ({
      number: one.number,
      service: one.service,
      state: one.state,
      since: one.since,
      counter:
        one.state === 'called' || one.state === 'serving'
          ? (counters[one.counter ?? -1] ?? null)
          : null,
    }))
    .sort((a, b) => a.number.localeCompare(b.number))
  return { shown, known }
}

await onBothEngines(t, 'random days agree with the rules in words', async (t, db, clock) => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 20, maxLength: 80 }), async (script) => {
      const { rows, model, centre } = await play(db, clock, script)
      const { shown, known } = agree(rows, model, centre.counters)
      t.strictSame(shown, known)
      t.equal(new Set(rows.map((row) => row.number)).size, rows.length, 'no number twice')
      const busy = rows.flatMap((row) => row.counterId ?? [])
      t.equal(new Set(busy).size, busy.length, 'at most one ticket at a counter')
      const centreId = centre.id
      const [kept, anew] = [
        await db.read(waitingGroups({ centreId })),
        await db.read(countedAnew({ centreId })),
      ]
      t.strictSame(kept.map(words).sort(), anew.map(words).sort(), 'the lines are counted right')
    }),
    { numRuns: db.engine === 'sqlite' ? 150 : 40 },
  )
})
