import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import t from 'tap'
import { putInto, slotsInDrawer, takenFrom } from '../../src/cards/search.store.ts'
import { beside, lastPlaces, startOfYesterday } from '../../src/cards/search.ts'
import { searchList } from '../../src/cards/search.view.ts'
import { tables } from '../../src/db/schema.sqlite.ts'
import { SqliteClient } from '../../src/db/sqlite-client.ts'
import type { Drizzle } from '../../src/db/transact.ts'
import { onBothEngines, temporaryFolder } from '../databases.ts'
import { withApp } from './app.ts'
import { done, givenCard, givenCentre, scan } from './given.ts'

const HOUR_MS = 3_600_000

t.test('yesterday begins at midnight of the centre', async (t) => {
  // 24 November, 01:00 in Bahrain: it is the 23rd by UTC still.
  t.equal(startOfYesterday(Date.UTC(2026, 10, 23, 22), 'Asia/Bahrain'), Date.UTC(2026, 10, 22, 21))
})

t.test('the last places of a card: newest first, each once, of this centre', async (t) => {
  const entry = (fromPlace: string | null, toPlace: string | null, centreId = 'here') => ({
    centreId,
    fromPlace,
    toPlace,
  })
  const entries = [
    entry('C', null),
    entry('B', 'C'),
    entry('C', 'B'),
    entry(null, 'Z', 'elsewhere'),
    entry('A', 'C'),
    entry(null, 'A'),
  ]
  const places = (of: typeof entries) => lastPlaces(of, 'here').map(({ place }) => place)
  t.same(places(entries), ['C', 'B', 'A'])
  t.same(places([]), [])
  const many = Array.from({ length: 9 }, (_, n) => entry(null, `P${n}`))
  t.same(places(many), ['P0', 'P1', 'P2', 'P3', 'P4'])
})

t.test('the slots beside one, as far as the drawer goes', async (t) => {
  const drawer = ['1', '2', '3', '4', '5', '6'].map((code) => ({ code }))
  const codes = (code: string) => beside(drawer, code).map((slot) => slot.code)
  t.same(codes('3'), ['1', '2', '3', '4', '5'])
  t.same(codes('1'), ['1', '2', '3'])
  t.same(codes('6'), ['4', '5', '6'])
  t.same(codes('9'), [])
})

await onBothEngines(t, 'what went on in a drawer yesterday and today', async (t, db, clock) => {
  const centre = await givenCentre(db)
  const shelve = async (serial: string, place: string) => {
    clock.advance(1000)
    done(await scan(db, centre, serial, place))
  }
  for (const serial of ['X1', 'OLD', 'IN', 'OUT', 'AROUND', 'NEXT'])
    await givenCard(db, centre, serial)
  await shelve('OLD', 'B-01-01-05')
  await shelve('OUT', 'B-01-01-04')
  await shelve('AROUND', 'B-01-01-01')
  await shelve('X1', 'B-01-01-02')
  clock.advance(48 * HOUR_MS)
  await shelve('IN', 'B-01-01-03')
  await shelve('OUT', 'B-01-02-01')
  await shelve('NEXT', 'B-01-02-02')
  clock.advance(24 * HOUR_MS)
  await shelve('AROUND', 'B-01-01-04')

  const { lastPlaces, neighbours, sameDrawer } = await searchList({ db, clock }, centre, 'X1')
  t.match(lastPlaces, [{ place: 'B-01-01-02', action: 'shelved' }])
  t.same(neighbours, [
    { place: 'B-01-01-01', serials: [] },
    { place: 'B-01-01-02', serials: ['X1'] },
    { place: 'B-01-01-03', serials: ['IN'] },
    { place: 'B-01-01-04', serials: ['AROUND'] },
  ])
  t.same(
    sameDrawer.map(({ serial, action, from, to, lies }) => [serial, action, from, to, lies]),
    [
      ['AROUND', 'moved', 'B-01-01-01', 'B-01-01-04', 'B-01-01-04'],
      ['OUT', 'moved', 'B-01-01-04', 'B-01-02-01', 'B-01-02-01'],
      ['IN', 'shelved', null, 'B-01-01-03', 'B-01-01-03'],
    ],
    'neither what is older nor the drawer beneath',
  )
})

await onBothEngines(
  t,
  'a card that was on no shelf is searched for nowhere',
  async (t, db, clock) => {
    const centre = await givenCentre(db)
    await givenCard(db, centre, 'X1')
    t.same(await searchList({ db, clock }, centre, 'X1'), {
      serial: 'X1',
      lastPlaces: [],
      neighbours: [],
      sameDrawer: [],
    })
  },
)

withApp('a search is for cards that are known here', async (t, db, { centre, get }) => {
  await givenCard(db, await givenCentre(db, 'muharraq'), 'Y1')
  await givenCard(db, centre, 'X1')
  t.equal((await get('/api/cards/x1/search-list')).status, 200)
  t.match(await get('/api/cards/X9/search-list'), { status: 404, body: { code: 'unknown_card' } })
  t.equal((await get('/api/cards/Y1/search-list')).status, 403)
})

t.test('a search walks no history', async (t) => {
  const client = new SqliteClient(join(temporaryFolder(t), 'dawr.db'))
  t.teardown(() => client.close())
  const db: Drizzle = drizzle(client)
  migrate(db, { migrationsFolder: 'migrations/sqlite' })
  const since = 0
  for (const [query, index] of [
    [slotsInDrawer({ centreId: 'c', drawer: 'd' }), 'places_children (centre_id=? AND parent=?)'],
    [slotsInDrawer({ centreId: 'c', drawer: 'd' }), 'cards_place (centre_id=? AND place=?)'],
    [putInto('c', ['a', 'b'], since), 'custody_put (centre_id=? AND to_place=? AND at>?)'],
    [takenFrom('c', ['a', 'b'], since), 'custody_taken (centre_id=? AND from_place=? AND at>?)'],
  ] as const) {
    const built: object = query.statement.build(db, tables)
    if (!('toSQL' in built) || typeof built.toSQL !== 'function') throw new Error('no SQL')
    const { sql, params }: { sql: string; params: unknown[] } = built.toSQL()
    const steps = client
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...params.map(() => 1))
      .map(({ detail }) => detail)
    t.ok(
      steps.some((step) => step.includes(index)),
      steps.join('; '),
    )
    t.notOk(steps.some((step) => step.startsWith('SCAN')))
  }
})
