import t from 'tap'
import { onBothEngines } from '../databases.ts'
import { setUp, signedIn, withApp } from './app.ts'
import { allCards, revisionOf } from './given.ts'
import { allPlaces, givenShelved, untruths } from './places-given.ts'

await onBothEngines(t, 'shelves from description to merger over HTTP', async (t, db, clock) => {
  const { app, centre, get, send } = await setUp(t, db, clock)
  const boss = await signedIn(db, clock, 'supervisor', centre)
  const at = `/api/centres/${centre}/places`
  const description = 'C: 2 cabinets × 2 drawers × 3 slots'
  t.same(await send(at, { description }, boss), {
    status: 200,
    body: { code: 'C', places: 19, added: 19, next: null },
  })
  const before = await revisionOf(db, centre)
  t.match(await send(at, { description }, boss), { body: { added: 0, next: null } })
  t.equal(await revisionOf(db, centre), before, 'what is there is not written again')
  await givenShelved(db, centre, { X1: 'C-01-02-03', X2: 'C-02-01-01' })

  const roots = await get(at)
  t.match(roots.body, {
    place: null,
    places: [
      { code: 'B', kind: 'section', capacity: 10, cards: 0, parts: 1 },
      { code: 'C', capacity: 12, cards: 2, parts: 2, name: { ar: 'القسم C', en: 'Section C' } },
    ],
    next: null,
  })
  t.match((await get(`${at}?in=c-01-02`)).body, {
    place: { code: 'C-01-02', parent: 'C-01', former: [], cards: 1 },
    places: [{ code: 'C-01-02-01' }, { code: 'C-01-02-02' }, { code: 'C-01-02-03', cards: 1 }],
  })
  t.same(await send(`${at}/C-01-02/move`, { into: 'C-02', device: 'bench 1' }), {
    status: 200,
    body: { from: 'C-01-02', code: 'C-02-03', places: 4, cards: 1 },
  })
  t.match((await get(`${at}?in=C-01-02`)).body.place, { code: 'C-02-03', former: ['C-01-02'] })
  t.match((await get(`/api/centres/${centre}/cards?place=C-01-02`)).body, {
    cards: [{ serial: 'X1', place: 'C-02-03-03' }],
  })
  const scanned = { serial: 'X2', place: 'C-01-02-01' }
  t.match(await send(`/api/centres/${centre}/scans`, scanned), {
    status: 200,
    body: { place: 'C-02-03-01', warnings: ['old_label'] },
  })
  t.match(await send(`${at}/C-02-03/merge`, { into: 'C-01-01' }), {
    status: 200,
    body: {
      moves: [
        { serial: 'X2', to: 'C-01-01-01' },
        { serial: 'X1', to: 'C-01-01-02' },
      ],
    },
  })
  const gone = await get(`${at}?in=C-01-02`)
  t.match(gone, { status: 409, body: { code: 'place_merged', details: { into: 'C-01-01' } } })
  t.match(await send(`${at}/C-02`, { nameEn: 'By the door' }, boss), {
    body: { code: 'C-02', name: { en: 'By the door', ar: 'خزانة 2' } },
  })
  const remove = await app.inject({ method: 'DELETE', url: `${at}/C-02`, headers: boss })
  t.same([remove.statusCode, remove.json()], [200, { removed: 9 }])
  t.same(await untruths(db, centre), [])
})

withApp('what cannot be read makes nothing', async (t, db, { centre, send }, clock) => {
  const boss = await signedIn(db, clock, 'supervisor', centre)
  const at = `/api/centres/${centre}/places`
  const before = [await db.read(allPlaces), await db.read(allCards), await revisionOf(db, centre)]
  for (const body of [
    {},
    { description: 'C' },
    { description: 'C: 0 cabinets × 1 drawer × 1 slot' },
    { description: 'C: 900 cabinets × 900 drawers × 900 slots' },
    { description: 'C: 1 cabinet × 1 drawer × 1 slot', from: -1 },
    { description: 'C: 1 cabinet × 1 drawer × 1 slot', more: true },
    { description: `C: ${'1'.repeat(200)}` },
  ])
    t.match(await send(at, body, boss), { status: 400 }, JSON.stringify(body).slice(0, 80))
  for (const body of [
    { capacity: 0 },
    { nameEn: '' },
    { nameEn: ' x' },
    { nameAr: 'س'.repeat(61) },
  ])
    t.match(await send(`${at}/B-01`, body, boss), { status: 400 }, JSON.stringify(body))
  t.match(await send(at, { description: 'C: 1 cabinet × 1 drawer × 1 slot' }), { status: 403 })
  t.match(
    await send(
      '/api/centres/nowhere/places',
      { description: 'C: quarantine of 1' },
      await signedIn(db, clock, 'admin', null),
    ),
    {
      status: 404,
      body: { code: 'unknown_centre' },
    },
  )
  t.same([await db.read(allPlaces), await db.read(allCards), await revisionOf(db, centre)], before)
})

withApp(
  'many places are made bit by bit, with others served in between',
  async (t, db, { centre, get, send }, clock) => {
    const boss = await signedIn(db, clock, 'supervisor', centre)
    const at = `/api/centres/${centre}/places`
    const description = 'D: 12 cabinets × 50 drawers × 100 slots'
    let [added, requests, slowest] = [0, 0, 0]
    const ask = async (from: number): Promise<number | null> => {
      const making = send(at, { description, from }, boss)
      for (let turn = 0; turn < 5; turn++) {
        const begun = performance.now()
        t.equal((await get(`${at}?in=B`)).status, 200)
        slowest = Math.max(slowest, performance.now() - begun)
      }
      const { body } = await making
      t.ok(body.next === null || body.next > from, 'it comes further each time')
      requests += 1
      added += body.added
      return body.next
    }
    let next: number | null = 0
    while (next !== null) next = await ask(next)
    t.comment(`${requests} requests; the slowest of the others took ${Math.round(slowest)} ms`)
    t.ok(requests > 1, 'for this to mean anything')
    t.equal(added, 1 + 12 * (1 + 50 * 101))
    t.ok(slowest < 1000, 'nobody waits for it')
    t.match((await get(at)).body.places[1], { code: 'D', parts: 12, capacity: 60_000 })
    const first = (await get(`${at}?in=D-01-01`)).body
    t.same([first.places.length, first.next], [100, 'D-01-01-100'])
    t.same((await get(`${at}?in=D-01-01&after=${first.next}`)).body, {
      ...first,
      places: [],
      next: null,
    })
  },
)
