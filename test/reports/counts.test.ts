import fc from 'fast-check'
import { DateTime } from 'luxon'
import t from 'tap'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { actOnCurrent, transferCurrent } from '../../src/counters/current.store.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { secondsFor } from '../../src/reports/report.ts'
import { closeDay } from '../../src/tickets/day.store.ts'
import { issueTicket } from '../../src/tickets/issue.store.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { type HandSetClock, MORNING, onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, buildOrder, granted, issue } from '../factories.ts'

const act = fc.record({
  what: fc.constantFrom(
    ...(['issue', 'issue', 'next', 'next', 'next', 'serve', 'serve', 'finish', 'finish'] as const),
    ...(['recall', 'no_show', 'park', 'transfer', 'leave', 'return', 'unpark'] as const),
  ),
  counter: fc.integer({ min: 0, max: 2 }),
  service: fc.constantFrom('s1', 's2'),
  pick: fc.nat(200),
  pauseSec: fc.integer({ min: 0, max: 240 }),
})
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

/** A day at a centre of two services and three counters; what is not allowed does nothing. */
const live = async (db: Database, clock: HandSetClock, script: readonly Act[]) => {
  const centre = await buildCentre(db, { services: 2, counters: 3 })
  const members = centre.counters.map(() => buildMember())
  const issued: string[] = []
  for (const [at, counter] of centre.counters.entries())
    granted(
      await db.write(centre.id, (command) =>
        openCounter(command, counter, members[at] ?? buildMember(), undefined),
      ),
    )
  for (const { what, counter, service, pick, pauseSec } of script) {
    clock.advance(pauseSec * 1000)
    const where = centre.counters[counter] ?? ''
    const member = members[counter] ?? buildMember()
    const id = issued[pick % Math.max(1, issued.length)] ?? 'none'
    await db.write<unknown>(centre.id, function* (command) {
      switch (what) {
        case 'issue': {
          const order = buildOrder({ serviceId: service })
          issued.push(order.ticketId)
          return yield* issueTicket(command, order)
        }
        case 'next':
          return yield* callNext(command, where, member)
        case 'transfer':
          return yield* transferCurrent(command, where, member, service)
        case 'finish':
          return yield* actOnCurrent(command, where, member, { do: 'finish', outcome: null })
        case 'serve':
        case 'recall':
        case 'no_show':
        case 'park':
          return yield* actOnCurrent(command, where, member, { do: what })
        case 'leave':
        case 'return':
        case 'unpark':
          return yield* moveTicketById(command, id, { do: what })
      }
      return what satisfies never
    })
  }
  granted(await db.write(centre.id, (command) => closeDay(command, '2999-01-01')))
  return centre.id
}

const counted = async (db: Database, centreId: string) =>
  (await db.read(query((q, { visitHours }) => q.select().from(visitHours)))).filter(
    (row) => row.centreId === centreId,
  )

/** How often each key comes. */
const tally = (keys: Iterable<string>): Map<string, number> => {
  const all = new Map<string, number>()
  for (const key of [...keys].sort()) all.set(key, (all.get(key) ?? 0) + 1)
  return all
}

await onBothEngines(
  t,
  'after a random day the counts say what the spans say',
  async (t, db, clock) => {
    const seed = Date.now()
    const days = fc.array(act, { minLength: 250, maxLength: 250 })
    for (const script of fc.sample(days, { numRuns: 2, seed })) {
      clock.set(MORNING)
      const centreId = await live(db, clock, script)
      const rows = await counted(db, centreId)
      const spans = (await db.read(query((q, all) => q.select().from(all.spans)))).filter(
        (span) => span.centreId === centreId,
      )
      t.ok(spans.length > 20, `for this test to mean anything (seed ${seed})`)
      const local = (at: number) => DateTime.fromMillis(at, { zone: 'Asia/Bahrain' })
      const said = spans.map(({ kind, serviceId, fromAt, toAt }) => {
        const { hour } = local(toAt)
        return `${local(toAt).toISODate()} ${hour} ${serviceId} ${kind} ${secondsFor(toAt - fromAt)}`
      })
      const counts = rows.flatMap(({ day, hour, serviceId, counts: own }) =>
        Object.entries(own).map(([key, count = 0]) => ({
          at: `${day} ${hour} ${serviceId}`,
          key,
          count,
        })),
      )
      const stretches = counts
        .filter(({ key }) => key.includes(' '))
        .flatMap(({ at, key, count }) =>
          new Array<string>(count).fill(`${at} ${key.replace('uncalled', 'waiting')}`),
        )
      t.strictSame(tally(stretches), tally(said), `each stretch once (seed ${seed})`)

      const sum = (wanted: string) =>
        counts.reduce((all, { key, count }) => (key.startsWith(wanted) ? all + count : all), 0)
      const calls = (await db.read(query((q, all) => q.select().from(all.calls)))).filter(
        (call) => call.centreId === centreId && call.kind === 'call',
      )
      t.equal(sum('waiting'), calls.length, 'who was called waited until then')
      const events = (await db.read(query((q, all) => q.select().from(all.events)))).filter(
        (event) => event.centreId === centreId,
      )
      const told = (type: string) => events.filter((event) => event.type === type).length
      t.strictSame(
        ['issued', 'served', 'no_show', 'left'].map(sum),
        ['ticket_issued', 'ticket_served', 'ticket_no_show', 'ticket_left'].map(told),
      )
    }
  },
)

await onBothEngines(t, 'what was undone with its command is not counted', async (t, db) => {
  const centre = await buildCentre(db)
  await issue(db, centre.id)
  const refused = await db.write(centre.id, function* (command) {
    yield* issueTicket(command, buildOrder())
    return { refused: 'unknown_service' as const, details: {} }
  })
  t.match(refused, { refused: 'unknown_service' })
  t.match(await counted(db, centre.id), [
    { day: '2026-11-24', hour: 8, serviceId: 's1', counts: { issued: 1 } },
  ])
})
