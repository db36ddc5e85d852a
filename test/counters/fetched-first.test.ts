import { eq } from 'drizzle-orm'
import t from 'tap'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { query, run } from '../../src/db/transact.ts'
import { countMove } from '../../src/tickets/queue.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted, issue } from '../factories.ts'

await onBothEngines(
  t,
  'whose card lies ready is called before whose is being fetched',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { counters: 1 })
    const [counter = ''] = centre.counters
    const member = buildMember()
    granted(await db.write(centre.id, (c) => openCounter(c, counter, member, undefined)))

    /** A visitor for a card of section A; `pick` is how far its fetching is. */
    const arrives = async (pick: 'open' | 'picked') => {
      clock.advance(60_000)
      const { row } = await issue(db, centre.id)
      await db.write(centre.id, function* (command) {
        yield* run(
          query((q, { tickets }) =>
            q.update(tickets).set({ section: 'A' }).where(eq(tickets.id, row.id)),
          ),
        )
        yield* countMove(command, row, { ...row, section: 'A' })
        yield* run(
          query((q, { picks }) =>
            q.insert(picks).values({
              id: `pick-${row.id}`,
              centreId: centre.id,
              ticketId: row.id,
              number: row.number,
              serial: `X-${row.number}`,
              place: 'A-01-01-01',
              state: pick,
              createdAt: clock.now(),
              endedAt: null,
              staffId: null,
            }),
          ),
        )
      })
      return row.number
    }
    const next = async () => {
      const called = granted(await db.write(centre.id, (c) => callNext(c, counter, member)))
      await db.amend(function* () {
        yield* run(
          query((q, { tickets }) =>
            q
              .update(tickets)
              .set({ state: 'served', counterId: null, endedAt: clock.now() })
              .where(eq(tickets.id, called.row.id)),
          ),
        )
      })
      return called
    }
    const fetched = (number: string) =>
      db.amend(function* () {
        yield* run(
          query((q, { picks }) =>
            q.update(picks).set({ state: 'picked' }).where(eq(picks.number, number)),
          ),
        )
      })

    const [first, second, third, fourth] = [
      await arrives('open'),
      await arrives('open'),
      await arrives('open'),
      await arrives('picked'),
    ]
    clock.advance(60_000)
    t.match(await next(), { row: { number: fourth }, reason: { stillFetching: first } })
    await fetched(second)
    const called = await next()
    t.match(called, { row: { number: second }, reason: { stillFetching: first } })
    t.match(await next(), { row: { number: first } }, 'with no card out, the longest wait')
    await fetched(third)
    const last = await next()
    t.match(last, { row: { number: third }, reason: { runnerUp: null } })
    t.notOk('stillFetching' in last.reason)
  },
)
