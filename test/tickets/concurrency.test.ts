import t from 'tap'
import { businessDay } from '../../src/centres/business-day.ts'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { query } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import { issueTicket } from '../../src/tickets/issue.store.ts'
import { ticketByRequest } from '../../src/tickets/ticket.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, buildOrder, granted, issue } from '../factories.ts'

await onBothEngines(
  t,
  'twenty counters calling at once get different tickets',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { counters: 20, services: 1 })
    const members = centre.counters.map(() => buildMember())
    for (const [at, counter] of centre.counters.entries()) {
      const member = members[at] ?? buildMember()
      granted(
        await db.write(centre.id, (command) => openCounter(command, counter, member, undefined)),
      )
    }
    await Promise.all(Array.from({ length: 12 }, () => issue(db, centre.id)))
    clock.advance(60_000)
    const calls = await Promise.all(
      centre.counters.map((counter, at) =>
        db.write(centre.id, (command) => callNext(command, counter, members[at] ?? buildMember())),
      ),
    )
    const called = calls.flatMap((one) => (isRefusal(one) ? [] : [one.row.number]))
    t.equal(called.length, 12, 'each waiting visitor is called once')
    t.equal(new Set(called).size, 12)
    const refused = calls.flatMap((one) => (isRefusal(one) ? [one.refused] : []))
    t.strictSame(
      refused,
      Array.from({ length: 8 }, () => 'nobody_waits'),
    )
  },
)

await onBothEngines(t, 'numbers issued at once are 001 to 100, without a gap', async (t, db) => {
  const centre = await buildCentre(db)
  const refusedBetween = buildOrder({ serviceId: 'none' })
  const all = await Promise.all([
    ...Array.from({ length: 100 }, () => issue(db, centre.id)),
    db.write(centre.id, (command) => issueTicket(command, refusedBetween)),
  ])
  t.ok(isRefusal(all.at(-1)))
  const numbers = all.flatMap((one) => ('row' in one ? [one.row.number] : [])).sort()
  t.strictSame(
    numbers,
    Array.from({ length: 100 }, (_, at) => `A-${String(at + 1).padStart(3, '0')}`),
  )
})

await onBothEngines(t, 'fifty presses with one request id make one ticket', async (t, db) => {
  const centre = await buildCentre(db)
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      db.write(centre.id, (command) =>
        issueTicket(command, buildOrder({ requestId: 'double-tap' })),
      ),
    ),
  )
  t.equal(outcomes.filter((one) => !isRefusal(one)).length, 1)
  const rows = await db.read(
    ticketByRequest({ centreId: centre.id, requestedBy: 'test', requestId: 'double-tap' }),
  )
  t.equal(rows.length, 1)
  const [stored] = await db.read(query((orm, tables) => orm.select().from(tables.centres)))
  t.equal(stored?.revision, 1, 'what was refused moved nothing')
})

t.test('business days follow the clock of the centre', async (t) => {
  const bahrain = { timeZone: 'Asia/Bahrain', dayEndsAtMin: 0 }
  t.equal(businessDay(Date.UTC(2026, 10, 24, 20, 59), bahrain).day, '2026-11-24')
  t.equal(businessDay(Date.UTC(2026, 10, 24, 21, 0), bahrain).day, '2026-11-25')
  const late = { timeZone: 'Asia/Bahrain', dayEndsAtMin: 120 }
  t.equal(businessDay(Date.UTC(2026, 10, 24, 22, 59), late).day, '2026-11-24')
  t.equal(businessDay(Date.UTC(2026, 10, 24, 23, 0), late).day, '2026-11-25')
  const berlin = { timeZone: 'Europe/Berlin', dayEndsAtMin: 0 }
  const spring = businessDay(Date.UTC(2026, 2, 29, 12), berlin)
  t.equal(spring.until - spring.from, 23 * 3_600_000, 'the day the clocks go forward')
  const autumn = businessDay(Date.UTC(2026, 9, 25, 12), berlin)
  t.equal(autumn.until - autumn.from, 25 * 3_600_000, 'and back')
})

await onBothEngines(
  t,
  'a new day starts at 001, and after 999 comes 1000',
  async (t, db, clock) => {
    const centre = await buildCentre(db)
    t.equal((await issue(db, centre.id)).row.number, 'A-001')
    await db.amend(function* () {
      yield query((orm, tables) => orm.update(tables.ticketNumbers).set({ last: 998 }))
    })
    t.equal((await issue(db, centre.id)).row.number, 'A-999')
    t.equal((await issue(db, centre.id)).row.number, 'A-1000')
    clock.advance(24 * 3_600_000)
    t.equal((await issue(db, centre.id)).row.number, 'A-001')
  },
)
