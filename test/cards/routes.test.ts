import t from 'tap'
import { onBothEngines } from '../databases.ts'
import { setUp, signedIn, withApp } from './app.ts'
import {
  allCards,
  allHandovers,
  allIncidents,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenCollect,
  givenDelivery,
  givenPick,
  givenTicket,
  OWNER,
  PHONE,
  revisionOf,
  scan,
  sealed,
  vault,
} from './given.ts'

await onBothEngines(t, 'a delivery from list to owner over HTTP', async (t, db, clock) => {
  const { centre, post, get, send } = await setUp(t, db, clock)
  const atStation = { ...post, 'dawr-station': 'station-1' }
  const cards = [
    { serial: 'X1', citizenId: OWNER, phone: '36001234', language: 'en' },
    { serial: 'X2', citizenId: '010203040' },
  ]
  const announced = await send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })
  t.match(announced, { status: 201, body: { id: String, expected: 2, oddCitizenIds: [] } })
  const { id } = announced.body
  t.match(await send(`/api/manifests/${id}/receive`, { serial: 'x1' }, atStation), {
    status: 200,
    body: { serial: 'X1', state: 'received', outcome: 'received' },
  })
  const shelved = await send(
    `/api/centres/${centre}/scans`,
    { place: 'b-01-01-02', serial: 'X1' },
    atStation,
  )
  t.same(shelved, {
    status: 200,
    body: {
      serial: 'X1',
      state: 'shelved',
      place: 'B-01-01-02',
      section: 'B',
      centre,
      blocked: false,
      readyAt: new Date(clock.now()).toISOString(),
      warnings: [],
      scanId: shelved.body.scanId,
    },
  })
  t.match(shelved.body.scanId, /^[\w-]{8,64}$/)
  t.match(await send(`/api/manifests/${id}/close`, {}, atStation), {
    status: 200,
    body: { received: 1, missing: 1, surplus: 0 },
  })
  await givenTicket(db, centre, 't1', 'X1')
  t.match(
    await send('/api/cards/X1/handover', {
      ticketId: 't1',
      identity: 'representative',
      representative: { name: 'سلمان', citizenId: '880112345' },
    }),
    { status: 200, body: { serial: 'X1', state: 'handed_over', place: null } },
  )
  const [handover] = await db.read(allHandovers)
  t.equal(
    vault.open(handover?.representativeCipher ?? ''),
    '{"name":"سلمان","citizenId":"880112345"}',
  )
  const card = await get('/api/cards/X1')
  t.match(card.body, { state: 'handed_over' })
  t.same(
    card.body.custody.map((entry: { action: string; device: string | null }) => [
      entry.action,
      entry.device,
    ]),
    [
      ['handed_over', 'counter-of-t1'],
      ['shelved', 'station-1'],
      ['received', 'station-1'],
    ],
    'each with the station that it was done at, as far as that says who it is',
  )
  t.match((await get('/api/cards/X2')).body.custody, [{ action: 'missing', device: 'station-1' }])
})

withApp(
  'a delivery comes as CSV too, and twice is once',
  async (t, db, { app, centre, post, send }) => {
    const csv = (payload: string, query = '?origin=plant') =>
      app.inject({
        method: 'POST',
        url: `/api/centres/${centre}/manifests${query}`,
        headers: { ...post, 'content-type': 'text/csv' },
        payload,
      })
    const list =
      '\ufeffserial,citizenId,phone,language\r\nX1,010203040,,\r\nX2,900112345,36001234,en\r\n'
    const first = await csv(list)
    t.equal(first.statusCode, 201)
    t.match(await db.read(allCards), [
      { serial: 'X1', language: 'ar', phoneCipher: null },
      { serial: 'X2', language: 'en', phoneCipher: String },
    ])
    const revision = await revisionOf(db, centre)
    const again = await csv(list)
    t.equal(again.statusCode, 200)
    t.same(again.json(), first.json())
    const asJson = await send(`/api/centres/${centre}/manifests`, {
      origin: 'plant',
      cards: [
        { serial: 'x2', citizenId: OWNER },
        { serial: 'X1', citizenId: '010203040' },
      ],
    })
    t.same(asJson, { status: 200, body: first.json() }, 'the same cards in another order')
    t.equal(await revisionOf(db, centre), revision, 'nothing changed')
    for (const [wrong, status] of [
      ['serial,citizenId\n"X3', 400],
      ['serial,citizenId\nX3,1,2,3', 400],
      ['serial\nX3', 400],
      ['', 400],
    ] as const)
      t.equal((await csv(wrong)).statusCode, status, JSON.stringify(wrong))
    t.match((await csv('serial|citizenId\nX3|1')).json(), { code: 'bad_csv_header' })
    t.match((await csv('serial,citizenId\nX4,12\nX5,13')).json(), {
      code: 'bad_manifest_row',
      details: { row: 2 },
    })
    t.equal((await csv(list.replaceAll('X', 'Y'), '')).statusCode, 400, 'no origin')
    t.equal((await db.read(allCards)).length, 2)
    const partly = await csv('serial,citizenId\nX3,010203040\nX4,12\nx1,010203040\nX3,010203040')
    t.match((await csv('serial,citizenId\nX8,010203040\nX9')).json(), {
      expected: 1,
      rejected: [{ row: 3, code: 'bad_manifest_row', field: 'citizenId', serial: 'X9' }],
    })
    t.match(partly.json(), {
      expected: 1,
      rejected: [
        { row: 3, code: 'bad_manifest_row', field: 'citizenId', serial: 'X4' },
        {
          row: 4,
          code: 'card_known',
          serial: 'X1',
          detail: 'البطاقة X1 مسجّلة من شحنة سابقة.',
        },
        { row: 5, code: 'duplicate_serials', serial: 'X3' },
      ],
    })
  },
)

withApp('a list of five thousand cards comes in', async (t, db, { centre, send }) => {
  const cards = Array.from({ length: 5000 }, (_, at) => ({
    serial: `P${at}`,
    citizenId: String(900_100_000 + at),
    phone: PHONE,
  }))
  const uploaded = await send(`/api/centres/${centre}/manifests`, { origin: 'plant', cards })
  t.match(uploaded, { status: 201, body: { expected: 5000 } })
  t.equal((await db.read(allCards)).length, 5000)
})

withApp(
  'a refused scan says why, in the asker’s language, and is kept',
  async (t, db, { centre, post, send }) => {
    await givenCard(db, centre, 'X1')
    await givenCard(db, centre, 'X2')
    done(await scan(db, centre, 'X1', 'B-01-01-01'))
    const revision = await revisionOf(db, centre)
    const full = await send(
      `/api/centres/${centre}/scans`,
      { place: 'B-01-01-01', serial: 'X2' },
      { ...post, 'accept-language': 'ar' },
    )
    t.match(full, {
      status: 409,
      body: { code: 'place_full', detail: 'المكان B-01-01-01 ممتلئ.' },
    })
    const at = (place: string, serial: string) =>
      send(`/api/centres/${centre}/scans`, { place, serial })
    t.match(await at('Z-01', 'X2'), { status: 404, body: { code: 'unknown_place' } })
    t.match(await at('B-01-01-02', 'X9'), { status: 404, body: { code: 'unknown_card' } })
    t.match(await at('B-01', 'X2'), { status: 422, body: { code: 'not_a_slot' } })
    t.match(await at('B 01', 'X2'), { status: 400, body: { code: 'malformed' } })
    t.equal(await revisionOf(db, centre), revision)
    const kept = await db.read(allIncidents)
    t.same(
      kept.map(({ kind, state, serial, note }) => [kind, state, serial, note.split(' post-')[0]]),
      [
        ['refused_scan', 'closed', 'X2', 'place_full B-01-01-01'],
        ['refused_scan', 'closed', 'X2', 'unknown_place Z-01'],
        ['refused_scan', 'closed', 'X9', 'unknown_card B-01-01-02'],
        ['refused_scan', 'closed', 'X2', 'not_a_slot B-01'],
      ],
    )
  },
)

withApp('a wrong card is refused loudly, and kept', async (t, db, { centre, send }) => {
  await givenCard(db, centre, 'X1')
  await givenCard(db, centre, 'X2')
  await givenTicket(db, centre, 't1', 'X1')
  const body = { ticketId: 't1', identity: 'card_holder' }
  t.match(await send('/api/cards/X2/handover', body), { status: 422, body: { code: 'wrong_card' } })
  t.match(await db.read(allIncidents), [{ kind: 'wrong_card', serial: 'X2', state: 'closed' }])
  t.match(await send('/api/cards/X2/offer', { ticketId: 't1' }), {
    status: 422,
    body: { code: 'wrong_card' },
  })
  t.equal((await db.read(allIncidents)).length, 2, 'also when it is only asked')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  t.match(await send('/api/cards/X1/handover', { ...body, identity: 'representative' }), {
    status: 422,
    body: { code: 'representative_needed' },
  })
})

withApp('a card is offered, and nothing changes by it', async (t, db, { centre, get, send }) => {
  await givenCard(db, centre, 'X1')
  await givenCollect(db, centre)
  await givenTicket(db, centre, 't1', null)
  const offer = () => send('/api/cards/x1/offer', { ticketId: 't1' })
  t.match(await offer(), { status: 422, body: { code: 'card_not_ready' } })
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  const revision = await revisionOf(db, centre)
  t.same((await offer()).body, { serial: 'X1' })
  t.equal(await revisionOf(db, centre), revision)
  t.match((await get('/api/cards/X1')).body, { state: 'shelved', place: 'B-01-01-01' })
  t.match(await send('/api/cards/NOT-ONE/offer', { ticketId: 't1' }), {
    status: 404,
    body: { code: 'unknown_card' },
  })
  t.match(await send('/api/cards/X1/offer', { ticketId: 'none' }), {
    status: 404,
    body: { code: 'unknown_ticket' },
  })
})

withApp('picks are fetched, or not found', async (t, db, { centre, get, send }) => {
  for (const at of [1, 2] as const) {
    await givenCard(db, centre, `X${at}`)
    done(await scan(db, centre, `X${at}`, `B-01-01-0${at}`))
    await givenPick(db, centre, `t${at}`, `X${at}`)
  }
  t.same((await send('/api/picks/pick-t1/picked')).body, {
    id: 'pick-t1',
    number: 'C-t1',
    serial: 'X1',
    place: 'B-01-01-01',
    state: 'picked',
    createdAt: '2026-11-24T05:00:00.000Z',
    counter: null,
  })
  t.match(await send('/api/picks/pick-t2/not-found'), { status: 200, body: { state: 'not_found' } })
  t.match(await send('/api/picks/pick-t2/picked'), { status: 409, body: { code: 'pick_ended' } })
  t.match(await send('/api/picks/nothing/picked'), { status: 404, body: { code: 'unknown_pick' } })
  t.match(await get(`/api/centres/${centre}/post`), {
    status: 200,
    body: {
      centre,
      picks: [{ id: 'pick-t1', state: 'picked' }],
      sections: [{ section: 'B', cards: 1, capacity: 10 }],
      incidents: [{ kind: 'not_found', serial: 'X2', note: 'B-01-01-02' }],
      revision: Number,
    },
  })
})

withApp('a card’s owner is in no answer to the post section', async (t, db, { centre, get }) => {
  await givenCard(db, centre, 'X1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  const found = await get(`/api/centres/${centre}/cards?citizenId=${OWNER}&serial=&place=`)
  t.match(found, { status: 200, body: { cards: [{ serial: 'X1', place: 'B-01-01-01' }] } })
  t.match((await get(`/api/centres/${centre}/cards?place=B-01`)).body.cards, [{ serial: 'X1' }])
  t.equal((await get(`/api/centres/${centre}/cards?citizenId=12`)).status, 400)
  for (const url of [`/api/centres/${centre}/cards`, '/api/cards/X1']) {
    const text = JSON.stringify((await get(url)).body)
    t.notMatch(text, /itizen|phone|ipher/i)
    t.notMatch(text, OWNER)
  }
  t.match((await get(`/api/centres/${centre}/places/free?near=B`)).body, { place: 'B-01-01-02' })
})

withApp(
  'who does not work here is told nothing and changes nothing',
  async (t, db, { centre, send, get }, clock) => {
    await givenCentre(db, 'muharraq')
    await givenCard(db, centre, 'X1')
    await givenTicket(db, centre, 't1', 'X1')
    const manifest = await givenDelivery(db, centre, [sealed('X2')])
    const stranger = await signedIn(db, clock, 'post', 'muharraq')
    const clerk = await signedIn(db, clock, 'clerk', centre)
    const posts: [string, object][] = [
      [`/api/centres/${centre}/scans`, { place: 'B-01-01-01', serial: 'X1' }],
      [
        `/api/centres/${centre}/manifests`,
        { origin: 'x', cards: [{ serial: 'X3', citizenId: OWNER }] },
      ],
      [`/api/manifests/${manifest}/receive`, { serial: 'X2' }],
      [`/api/manifests/${manifest}/close`, {}],
      ['/api/cards/X1/handover', { ticketId: 't1', identity: 'card_holder' }],
      ['/api/cards/X1/offer', { ticketId: 't1' }],
    ]
    const revision = await revisionOf(db, centre)
    for (const [url, body] of posts) {
      t.equal((await send(url, body, stranger)).status, 403, url)
      t.equal((await send(url, body, {})).status, 401, url)
      if (!/handover|offer/.test(url)) t.equal((await send(url, body, clerk)).status, 403, url)
    }
    for (const url of [
      `/api/centres/${centre}/cards`,
      `/api/centres/${centre}/post`,
      '/api/cards/X1',
    ])
      t.equal((await get(url, undefined, stranger)).status, 403, url)
    t.equal(await revisionOf(db, centre), revision)
    t.equal((await cardOf(db, 'X1')).state, 'received')
  },
)
