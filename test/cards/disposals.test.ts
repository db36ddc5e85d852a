import { eq } from 'drizzle-orm'
import t from 'tap'
import { confirmDisposal } from '../../src/cards/confirm.store.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { countDue, listNamedCards } from '../../src/cards/disposal.store.ts'
import { query, run } from '../../src/db/transact.ts'
import { MORNING, onBothEngines } from '../databases.ts'
import { signedIn, withApp } from './app.ts'
import {
  confirm,
  DUE_AT,
  destroyed,
  due,
  givenDue,
  keepTwoDays,
  list,
  outcomesOf,
  scanOnto,
} from './disposals-given.ts'
import {
  allCustody,
  allIncidents,
  cardOf,
  collect,
  done,
  givenCard,
  givenCentre,
  givenPick,
  givenTicket,
  revisionOf,
  scan,
  whyNot,
} from './given.ts'

await onBothEngines(t, 'a card is due after whole working days', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1', 'KEPT', 'OUT')
  await db.amend(function* () {
    yield* run(
      query((q, { cards }) =>
        q.update(cards).set({ blocked: true }).where(eq(cards.serial, 'KEPT')),
      ),
    )
    yield* run(
      query((q, { cards }) =>
        q.update(cards).set({ state: 'picked' }).where(eq(cards.serial, 'OUT')),
      ),
    )
  })
  const counted = async (before: number, upTo = 10) =>
    (await db.read(countDue({ centreId: centre, before, upTo })))[0]?.count
  t.equal(await counted(clock.now()), 1, 'neither what is kept back nor what is out')
  t.equal(await counted(clock.now(), 0), 0, 'no more than is asked for')
  clock.set(DUE_AT - 1)
  t.same(await due(db, clock, centre), [], 'the second Tuesday has not ended')
  t.equal(whyNot(await list(db, centre)), 'nothing_due')
  clock.set(DUE_AT)
  t.same(await due(db, clock, centre), ['X1'], 'neither what is kept back nor what is out')
  t.match(await cardOf(db, 'X1'), { state: 'shelved' }, 'it is not ended by itself')
})

await onBothEngines(t, 'two members of staff end cards', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1', 'X2', 'X3', 'X4')
  await givenTicket(db, centre, 't1', 'X2')
  t.equal(await list(db, centre), 4)
  t.same(await due(db, clock, centre), [], 'it is on a list')
  t.equal(whyNot(await list(db, centre, 'list-2')), 'nothing_due')
  for (const serial of ['X1', 'X2', 'X3', 'X1']) done(await scanOnto(db, centre, serial))
  t.match(await cardOf(db, 'X1'), { state: 'shelved', place: 'B-01-01-01' })
  t.equal(whyNot(await confirm(db, centre, 'post1')), 'second_person_needed')
  t.match(await cardOf(db, 'X1'), { state: 'shelved' }, 'one alone ends nothing')
  done(await collect(db, centre, 't1', 'X2'))
  await givenPick(db, centre, 't2', 'X3')
  t.same(done(await confirm(db, centre, 'post2')), { isMore: false })
  t.same(await outcomesOf(db), {
    X1: 'expired',
    X2: 'collected',
    X3: 'wanted',
    X4: 'not_scanned',
  })
  t.match(await cardOf(db, 'X1'), { state: 'expired', place: null })
  for (const serial of ['X3', 'X4']) t.match(await cardOf(db, serial), { state: 'shelved' })
  t.same(await destroyed(db), ['X1 post2 list-1'])
  await givenCard(db, centre, 'NEW')
  done(await scan(db, centre, 'NEW', 'B-01-01-01'))
  t.equal(whyNot(await scan(db, centre, 'X1', 'B-01-02-01')), 'card_not_movable')
  t.equal(whyNot(await scanOnto(db, centre, 'X4')), 'disposal_closed')
  t.same(await due(db, clock, centre), ['X3', 'X4'], 'what dropped out is due again')
  t.match(await checkCustody(db, centre), { broken: null, strays: [] })
})

await onBothEngines(t, 'who scanned does not confirm', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1')
  done(await list(db, centre, 'list-1', 'supervisor'))
  done(await scanOnto(db, centre, 'X1'))
  for (const one of ['supervisor', 'post1'])
    t.equal(whyNot(await confirm(db, centre, one)), 'second_person_needed', one)
  done(await confirm(db, centre, 'post2'))
  t.same(await destroyed(db), ['X1 post2 list-1'])
})

await onBothEngines(t, 'two confirm at once, and each card ends once', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1', 'X2')
  done(await list(db, centre))
  for (const serial of ['X1', 'X2']) done(await scanOnto(db, centre, serial))
  const both = await Promise.all(['post2', 'post3'].map((one) => confirm(db, centre, one)))
  t.same(both, [{ isMore: false }, { isMore: false }])
  const ended = await destroyed(db)
  t.equal(ended.length, 2)
  t.equal(new Set(ended.map((line) => line.split(' ')[1])).size, 1, 'one of them decided')
})

await onBothEngines(t, 'an owner and the second person come at once', async (t, db, clock) => {
  const serials = ['X1', 'X2', 'X3', 'X4', 'X5']
  const centre = await givenDue(db, clock, ...serials)
  done(await list(db, centre))
  for (const serial of serials) {
    done(await scanOnto(db, centre, serial))
    await givenTicket(db, centre, `of-${serial}`, serial)
  }
  const handovers = serials.map((serial) => collect(db, centre, `of-${serial}`, serial))
  await Promise.all([...handovers.slice(0, 3), confirm(db, centre, 'post2'), ...handovers.slice(3)])
  const outcomes = await outcomesOf(db)
  for (const [at, handover] of handovers.entries()) {
    const serial = serials[at] ?? ''
    const refused = whyNot(await handover)
    const { state } = await cardOf(db, serial)
    t.equal(state, refused ? 'expired' : 'handed_over', serial)
    t.equal(outcomes[serial], refused ? 'expired' : 'collected', serial)
    const last = (await db.read(allCustody)).filter((entry) => entry.serial === serial)
    t.equal(last.filter(({ action }) => /destroyed|handed_over/.test(action)).length, 1, serial)
  }
})

await onBothEngines(t, 'a list that was broken off is gone on with', async (t, db, clock) => {
  const centre = await givenDue(db, clock)
  const serials = Array.from({ length: 260 }, (_, at) => `X${String(at).padStart(3, '0')}`)
  for (const serial of serials)
    await givenCard(db, centre, serial, {
      state: 'shelved',
      place: `C-${serial}`,
      readyAt: MORNING,
    })
  t.equal(await list(db, centre), 250)
  t.equal(await list(db, centre), 10, 'the second slice')
  for (const serial of serials.slice(0, 205)) done(await scanOnto(db, centre, serial))
  t.same(done(await confirm(db, centre, 'post2')), { isMore: true })
  t.equal((await destroyed(db)).length, 100)
  t.equal(whyNot(await scanOnto(db, centre, 'X259')), 'disposal_closed', 'it has been decided')
  while (done(await confirm(db, centre, 'post3')).isMore);
  const ended = await destroyed(db)
  t.equal(ended.length, 205)
  t.ok(
    ended.every((line) => line.endsWith('post2 list-1')),
    'in the name of who decided',
  )
  t.equal((await due(db, clock, centre)).length, 55, 'what was not scanned is due again')
})

await onBothEngines(t, 'named cards go on a list as far as they are due', async (t, db, clock) => {
  const centre = await givenDue(db, clock, 'X1', 'X2')
  const elsewhere = await givenCentre(db, 'muharraq')
  await givenCard(db, elsewhere, 'FAR', { state: 'shelved', place: 'B-01-01-01', readyAt: 1 })
  await givenCard(db, centre, 'NEW')
  const named = (id: string, ...serials: string[]) =>
    db.write(centre, (command) =>
      listNamedCards(command, { id, kind: 'return', staffId: 'post1' }, serials),
    )
  t.equal(whyNot(await named('list-0', 'NEW', 'FAR', 'NONE')), 'nothing_due')
  t.same(await named('list-1', 'X1', 'NEW', 'X1', 'FAR'), ['NEW', 'FAR'])
  t.same(await named('list-2', 'X1', 'X2'), ['X1'], 'one list at a time')
  const refusals = await Promise.all([
    scanOnto(db, centre, 'X2', 'list-1'),
    scanOnto(db, centre, 'NEW', 'list-1'),
    scanOnto(db, centre, 'FAR', 'list-1'),
    scanOnto(db, centre, 'X1', 'none'),
    db.write(elsewhere, (command) =>
      confirmDisposal(command, { disposalId: 'list-1', staffId: 'post2' }),
    ),
  ])
  t.same(refusals.map(whyNot), [
    'card_on_list',
    'card_not_due',
    'card_not_here',
    'unknown_disposal',
    'unknown_disposal',
  ])
  done(await scanOnto(db, centre, 'X1', 'list-1'))
  done(await confirm(db, centre, 'post2', 'list-1'))
  const custody = await db.read(allCustody)
  t.match(
    custody.filter(({ action }) => action === 'returned'),
    [{ serial: 'X1', fromPlace: 'B-01-01-01', toPlace: null, why: 'list-1' }],
  )
})

withApp('lists over HTTP', async (t, db, { centre, get, send }, clock) => {
  await keepTwoDays(db, centre)
  for (const [at, serial] of ['X1', 'X2'].entries()) {
    await givenCard(db, centre, serial)
    done(await scan(db, centre, serial, `B-01-01-0${at + 1}`))
  }
  const url = `/api/centres/${centre}/disposals`
  clock.set(DUE_AT)
  const [first, second, elsewhere, clerk] = [
    await signedIn(db, clock, 'post', centre),
    await signedIn(db, clock, 'supervisor', centre),
    await signedIn(db, clock, 'post', 'muharraq'),
    await signedIn(db, clock, 'clerk', centre),
  ]
  const seen = await get(`/api/centres/${centre}/cards/due`, undefined, first)
  t.match(seen, { status: 200, body: { cards: [{ serial: 'X1' }, { serial: 'X2' }] } })
  const before = await revisionOf(db, centre)
  const bad = [
    await send(url, { kind: 'burn' }, first),
    await send(url, { kind: 'destroy', serials: [] }, first),
    await send(url, { kind: 'destroy', serials: ['?'] }, first),
    await send(url, { kind: 'destroy' }, clerk),
    await send(url, { kind: 'destroy' }, elsewhere),
    await send(url, { kind: 'destroy', serials: ['NONE'] }, first),
  ]
  t.same(
    bad.map(({ status }) => status),
    [400, 400, 400, 403, 403, 422],
  )
  t.equal(await revisionOf(db, centre), before)
  const made = await send(url, { kind: 'destroy' }, first)
  t.match(made, { status: 201, body: { state: 'open', listed: 2, scanned: 0, notDue: [] } })
  const one = `/api/disposals/${made.body.id}`
  t.match(await send(`${one}/scans`, { serial: 'x1' }, first), { status: 200 })
  t.match(await send(`${one}/scans`, { serial: 'NONE' }, first), {
    status: 404,
    body: { code: 'unknown_card' },
  })
  t.match(await db.read(allIncidents), [{ kind: 'refused_scan', serial: 'NONE' }], 'kept')
  t.equal((await send(`${one}/scans`, { serial: 'X1' }, elsewhere)).status, 403)
  t.equal((await send(`${one}/confirm`, {}, elsewhere)).status, 403)
  t.equal((await get(one, undefined, elsewhere)).status, 403)
  t.match(await send(`${one}/confirm`, {}, first), { body: { code: 'second_person_needed' } })
  t.match(await send(`${one}/abandon`, {}, first), { status: 409, body: { code: 'list_scanned' } })
  const confirmed = await send(`${one}/confirm`, {}, second)
  t.match(confirmed, {
    status: 200,
    body: {
      state: 'closed',
      listed: 2,
      scanned: 1,
      expired: 1,
      dropped: 1,
      cards: [
        { serial: 'X1', outcome: 'expired', scannedBy: 'Noor' },
        { serial: 'X2', outcome: 'not_scanned', scannedBy: null },
      ],
    },
  })
  t.same((await send(`${one}/confirm`, {}, second)).body, confirmed.body, 'said twice')
  t.match(await get(url, undefined, first), { body: { disposals: [{ expired: 1, dropped: 1 }] } })
  t.equal((await get('/api/disposals/none', undefined, first)).body.code, 'unknown_disposal')
})
