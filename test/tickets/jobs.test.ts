import { inArray } from 'drizzle-orm'
import { pino } from 'pino'
import t from 'tap'
import { openVault } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { keepPush } from '../../src/notices/push.store.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { openOutlooks } from '../../src/tickets/outlook.ts'
import { ticketJobs } from '../../src/tickets/ticket.jobs.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import { buildCentre, granted, issue } from '../factories.ts'

const vault = openVault(Buffer.alloc(32, 7))
const phone = (number: string) => ({ cipher: vault.seal(number), hash: vault.find(number) })
const log = pino({ level: 'silent' })

const jobsOf = (db: Database, clock: HandSetClock) =>
  ticketJobs({ db, clock, outlooks: openOutlooks({ db, clock, log }) })

const noticesOf = async (db: Database, kind: string) => {
  const rows = await db.read(query((orm, tables) => orm.select().from(tables.notices)))
  return rows.filter((row) => row.kind === kind).map((row) => row.subject)
}

await onBothEngines(
  t,
  'who is nearly called and has a phone is told once',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { settings: { nearlyAhead: 2 } })
    const first = await issue(db, centre.id, { phone: phone('+97336000001') })
    const second = await issue(db, centre.id)
    const third = await issue(db, centre.id, { phone: phone('+97336000003') })
    const fourth = await issue(db, centre.id, { phone: phone('+97336000004') })
    const fifth = await issue(db, centre.id, { phone: phone('+97336000005') })
    const sixth = await issue(db, centre.id)
    const { tell_nearly_turn: job } = jobsOf(db, clock)

    await job.run({ centreId: centre.id })
    t.strictSame(await noticesOf(db, 'nearly_turn'), [], 'nobody’s place has moved')

    for (const { row } of [first, second])
      granted(await db.write(centre.id, (c) => moveTicketById(c, row.id, { do: 'leave' })))
    clock.advance(1000)
    t.strictSame(await job.owed(clock.now()), [{ centreId: centre.id }])
    await Promise.all([job.run({ centreId: centre.id }), job.run({ centreId: centre.id })])
    await job.run({ centreId: centre.id })
    const told = await noticesOf(db, 'nearly_turn')
    t.strictSame(told.sort(), [fourth.row.id, fifth.row.id].sort())
    t.notOk(told.includes(third.row.id), 'that few were ahead from the start')
    t.notOk(told.includes(sixth.row.id), 'without a phone there is nobody to tell')
  },
)

await onBothEngines(
  t,
  'who is nearly called and has a browser is told there, and by phone where there is one',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { settings: { nearlyAhead: 1 } })
    const [first, second] = [await issue(db, centre.id), await issue(db, centre.id)]
    const browser = await issue(db, centre.id)
    const both = await issue(db, centre.id, { phone: phone('+97336000004') })
    for (const { row } of [browser, both])
      granted(await db.write(centre.id, () => keepPush(row.id, vault.seal('a browser'))))
    for (const { row } of [first, second])
      granted(await db.write(centre.id, (c) => moveTicketById(c, row.id, { do: 'leave' })))
    clock.advance(1000)
    const { tell_nearly_turn: job } = jobsOf(db, clock)
    t.strictSame(await job.owed(clock.now()), [{ centreId: centre.id }])
    await job.run({ centreId: centre.id })
    const told = await noticesOf(db, 'push_nearly')
    t.strictSame(told.sort(), [browser.row.id, both.row.id].sort())
    t.strictSame(await noticesOf(db, 'nearly_turn'), [both.row.id])
    t.strictSame(await job.owed(clock.now()), [], 'once')
  },
)

await onBothEngines(
  t,
  'who asked for more time waits again by themselves',
  async (t, db, clock) => {
    const centre = await buildCentre(db)
    const [early, late] = [await issue(db, centre.id), await issue(db, centre.id)]
    const move = async (id: string, what: 'put_off' | 'hold') =>
      granted(await db.write(centre.id, (c) => moveTicketById(c, id, { do: what })))
    await move(early.row.id, 'put_off')
    clock.advance(60_000)
    await move(late.row.id, 'put_off')
    const { bring_back: job } = jobsOf(db, clock)
    const run = () => job.run({ centreId: centre.id })
    const states = async () => {
      const rows = await db.read(query((orm, tables) => orm.select().from(tables.tickets)))
      return rows.sort((a, b) => a.issuedAt - b.issuedAt || (a.number < b.number ? -1 : 1))
    }
    clock.advance(9 * 60_000 - 1)
    t.strictSame(await job.owed(clock.now()), [])
    await run()
    t.match(await states(), [{ state: 'parked' }, { state: 'parked' }])
    clock.advance(1)
    t.strictSame(await job.owed(clock.now()), [{ centreId: centre.id }])
    await Promise.all([run(), run()])
    const [back] = await states()
    const lost = 10 * 60_000
    t.match(back, {
      state: 'waiting',
      awayUntil: null,
      waitingSince: early.row.waitingSince + lost,
    })
    t.match(await states(), [{ state: 'waiting' }, { state: 'parked' }])
    await move(late.row.id, 'hold')
    clock.advance(3_600_000)
    t.strictSame(await job.owed(clock.now()), [], 'whose card is missing stays parked')
  },
)

await onBothEngines(
  t,
  'a day that is over is closed, and no more than that',
  async (t, db, clock) => {
    const centre = await buildCentre(db)
    await issue(db, centre.id)
    await issue(db, centre.id)
    const { close_days: job } = jobsOf(db, clock)
    t.strictSame(await job.owed(clock.now()), [], 'the day is not over')
    clock.advance(24 * 3_600_000)
    const today = await issue(db, centre.id)
    t.strictSame(await job.owed(clock.now()), [{ centreId: centre.id }])
    await job.run({ centreId: centre.id })
    const rows = await db.read(query((orm, tables) => orm.select().from(tables.tickets)))
    t.strictSame(rows.map(({ state, outcome }) => `${state} ${outcome}`).sort(), [
      'left day_closed',
      'left day_closed',
      'waiting null',
    ])
    t.equal(rows.find(({ state }) => state === 'waiting')?.id, today.row.id)
    t.strictSame(await job.owed(clock.now()), [])
  },
)

await onBothEngines(t, 'a day of pickups is closed in turns', async (t, db, clock) => {
  const centre = await buildCentre(db)
  const issued = await Promise.all(Array.from({ length: 260 }, () => issue(db, centre.id)))
  // Every one of them is about a card that is being fetched; 51 visitors did not come.
  await db.amend(function* () {
    yield* run(query((orm, tables) => orm.update(tables.tickets).set({ cardSerial: 'X1' })))
    const missed = issued.slice(0, 51).map(({ row }) => row.id)
    yield* run(
      query((orm, tables) =>
        orm
          .update(tables.tickets)
          .set({ state: 'no_show', endedAt: clock.now() })
          .where(inArray(tables.tickets.id, missed)),
      ),
    )
    for (const { row } of issued)
      yield* run(
        query((orm, tables) =>
          orm.insert(tables.picks).values({
            id: `pick-${row.id}`,
            centreId: centre.id,
            ticketId: row.id,
            number: row.number,
            serial: 'X1',
            place: 'A-01-01-01',
            state: 'open',
            createdAt: clock.now(),
          }),
        ),
      )
  })
  clock.advance(24 * 3_600_000)
  const { close_days: job } = jobsOf(db, clock)
  let turns = 0
  while ((await job.owed(clock.now())).length > 0 && turns++ < 10)
    await job.run({ centreId: centre.id })
  t.ok(turns >= 2 && turns < 10, `${turns} turns`)
  const picks = await db.read(query((orm, tables) => orm.select().from(tables.picks)))
  t.ok(picks.every(({ state }) => state === 'cancelled'))
})
