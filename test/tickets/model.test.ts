import fc from 'fast-check'
import t from 'tap'
import {
  callNext,
  closeCounter,
  openCounter,
  pauseCounter,
} from '../../src/counters/counter.store.ts'
import { actOnCurrent, transferCurrent } from '../../src/counters/current.store.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import { closeDay } from '../../src/tickets/day.store.ts'
import { issueTicket } from '../../src/tickets/issue.store.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { countedAnew, type WaitingGroup, waitingGroups } from '../../src/tickets/queue.store.ts'
import type { TicketRow } from '../../src/tickets/ticket.store.ts'
import { ticketClasses } from '../../src/tickets/ticket.ts'
import { type HandSetClock, MORNING, onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, buildOrder } from '../factories.ts'
import { type Act, emptyModel, expected, type Model } from './model.ts'

const settings = {
  rates: { regular: 1, appointment: 2, priority: 3, express: 4 },
  recallsMax: 2,
  noShowAfterSec: 30,
  returnWithinMin: 10,
}

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
  {
    weight: 4,
    arbitrary: fc.record({ do: of('leave', 'return', 'unpark', 'put_off'), pick: fc.nat(30) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: of('wait'), seconds: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: of('close_day') }) },
)

const play = async (db: Database, clock: HandSetClock, script: readonly Act[]) => {
  // Every script has its own day, from the morning on.
  clock.set(MORNING)
  const centre = await buildCentre(db, { services: 2, counters: 3, settings })
  const members = centre.counters.map(() => buildMember())
  const model = emptyModel(
    centre.counters.map(() => centre.services),
    settings,
  )
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
        case 'unpark':
        case 'put_off': {
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
