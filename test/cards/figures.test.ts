import t from 'tap'
import { hoursFor, searchesOf, stepsBy, stretchOf } from '../../src/cards/figure.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import { type Database, query } from '../../src/db/transact.ts'
import { type HandSetClock, MORNING, onBothEngines } from '../databases.ts'
import { buildCardsApp, signedIn } from './app.ts'
import { done, givenCard, givenCentre, givenTicket, scan } from './given.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const ask = async (db: Database, clock: HandSetClock, t: Parameters<typeof buildCardsApp>[0]) => {
  const app = await buildCardsApp(t, db, clock)
  const headers = await signedIn(db, clock, 'supervisor', null)
  return (what: string) => app.inject({ url: `/api/centres/isa-town/${what}`, headers })
}

const handedOver = async (db: Database, centre: string, serial: string) => {
  const ticketId = `t-${serial}`
  await givenTicket(db, centre, ticketId, serial)
  const handover = {
    serial,
    ticketId,
    identity: 'id_card',
    oldCard: false,
    representativeCipher: null,
    staffId: 'post1',
  } as const
  done(await db.write(centre, (command) => handOver(command, handover, true)))
}

await onBothEngines(t, 'what happens to cards is counted by the day', async (t, db, clock) => {
  const centre = await givenCentre(db)
  for (const serial of ['X1', 'X2', 'X3', 'X4']) await givenCard(db, centre, serial)
  clock.advance(HOUR_MS)
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  done(await scan(db, centre, 'X2', 'B-01-01-02'))
  clock.advance(6 * HOUR_MS)
  done(await scan(db, centre, 'X3', 'B-01-01-03'))
  done(await scan(db, centre, 'X3', 'B-01-01-03'))
  clock.advance(10 * DAY_MS)
  done(await scan(db, centre, 'X4', 'B-01-01-04'))
  await handedOver(db, centre, 'X1')
  clock.advance(HOUR_MS)
  await handedOver(db, centre, 'X4')

  const get = await ask(db, clock, t)
  const figures = (await get('card-figures?days=30')).json()
  t.match(figures, {
    centre,
    from: '2026-11-05',
    to: '2026-12-04',
    sections: [{ section: 'B', cards: 2, capacity: 10 }],
    days: [
      { day: '2026-11-24', shelved: 3, handed_over: 0 },
      { day: '2026-12-04', shelved: 1, handed_over: 2 },
    ],
    months: [
      { month: '2026-11', shelved: 3 },
      { month: '2026-12', shelved: 1, handed_over: 2 },
    ],
    toShelf: { count: 4, p50Hours: 1, p90Hours: 14 * 24 },
    toHandover: { count: 2, p50Hours: 1, p90Hours: 14 * 24 },
  })
  t.same(figures.ages, [
    { upToDays: 7, cards: 0 },
    { upToDays: 30, cards: 2 },
    { upToDays: 60, cards: 0 },
    { upToDays: 90, cards: 0 },
    { upToDays: null, cards: 0 },
  ])
  const table = await get('card-figures.csv?days=30')
  t.match(table.headers['content-disposition'], /cards-2026-11-05-2026-12-04\.csv/)
  t.match(table.body.split('\r\n').slice(1), [
    '2026-11-24,0,3,0,0,0,0',
    '2026-12-04,0,1,0,2,0,0',
    '',
  ])
  t.match((await get('card-figures?days=1')).json().days, [{ day: '2026-12-04' }])
  for (const days of ['0', '401', 'many', '1.5'])
    t.equal((await get(`card-figures?days=${days}`)).statusCode, 400, days)
})

await onBothEngines(t, 'what was undone with its command is not counted', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  await givenCard(db, centre, 'X2')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  t.match(await scan(db, centre, 'X2', 'B-01-01-01'), { refused: 'place_full' })
  const counted = await db.read(query((q, { cardDays }) => q.select().from(cardDays)))
  t.match(
    counted.sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    [
      { kind: 'shelved', upToHours: 0, count: 1 },
      { kind: 'to_shelf', upToHours: 1, count: 1 },
    ],
  )
})

t.test('stretches, months and searches', async (t) => {
  t.equal(hoursFor(0), 1)
  t.equal(hoursFor(HOUR_MS), 1)
  t.equal(hoursFor(HOUR_MS + 1), 2)
  t.equal(hoursFor(90 * DAY_MS), 90 * 24)
  t.ok(hoursFor(90 * DAY_MS + 1) > 90 * 24)
  const one = (
    day: string,
    kind: 'to_shelf' | 'picked' | 'missing' | 'not_found',
    upToHours: number,
    count: number,
  ) => ({
    day,
    kind,
    upToHours,
    count,
  })
  const counts = [
    one('2026-11-30', 'to_shelf', 24, 2),
    one('2026-12-01', 'to_shelf', 1, 7),
    one('2026-12-01', 'to_shelf', hoursFor(91 * DAY_MS), 1),
    one('2026-12-02', 'picked', 0, 40),
    one('2026-11-30', 'missing', 0, 1),
    one('2026-11-30', 'not_found', 0, 3),
    one('2026-11-29', 'picked', 0, 10),
  ]
  t.same(stretchOf(counts, 'to_shelf'), { count: 10, p50Hours: 1, p90Hours: 24 })
  t.same(stretchOf(counts.slice(2, 3), 'to_shelf'), { count: 1, p50Hours: null, p90Hours: null })
  t.same(stretchOf([], 'to_shelf'), { count: 0, p50Hours: null, p90Hours: null })
  t.same(searchesOf(counts), { avoided: 50, needed: 3 })
  t.match(
    stepsBy(counts, (day) => day.slice(0, 7)),
    [
      { key: '2026-11', steps: { picked: 10, missing: 1 } },
      { key: '2026-12', steps: { picked: 40, missing: 0 } },
    ],
  )
  t.equal(new Date(MORNING).toISOString().slice(0, 10), '2026-11-24')
})
