import t from 'tap'
import { BOX_MAX } from '../../src/cards/box.ts'
import { cardJobs } from '../../src/cards/card.jobs.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import type { Database } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { signedIn, withApp } from './app.ts'
import {
  close,
  givenCentres,
  HERE,
  make,
  outcomesOf,
  pack,
  receive,
  seal,
  stepsOf,
  THERE,
} from './boxes-given.ts'
import {
  allCards,
  allCustody,
  allIncidents,
  allNotices,
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

const DAY_MS = 24 * 3_600_000

await onBothEngines(t, 'cards go to another centre in a sealed box', async (t, db, clock) => {
  await givenCentres(db)
  for (const [at, serial] of ['X1', 'X2', 'X3'].entries()) {
    await givenCard(db, HERE, serial)
    done(await scan(db, HERE, serial, `B-01-01-0${at + 1}`))
  }
  await givenCard(db, HERE, 'HAND')
  clock.advance(DAY_MS)
  done(await make(db))
  for (const serial of ['X1', 'X2', 'HAND', 'X1']) done(await pack(db, serial))
  t.match(await cardOf(db, 'X1'), { state: 'shelved', place: 'B-01-01-01' }, 'until it is sealed')
  t.equal(whyNot(await receive(db, 'X1')), 'box_not_sealed')
  t.equal(whyNot(await close(db)), 'box_not_sealed')
  clock.advance(DAY_MS)
  done(await seal(db))
  for (const serial of ['X1', 'X2', 'HAND'])
    t.match(
      await cardOf(db, serial),
      { centreId: HERE, state: 'wrong_centre', place: null, readyAt: null },
      `${serial} is in transit`,
    )
  await givenCard(db, HERE, 'NEW')
  done(await scan(db, HERE, 'NEW', 'B-01-01-01'))
  t.equal(whyNot(await scan(db, THERE, 'X1', 'B-01-01-01')), 'card_not_here', 'not scanned there')
  clock.advance(DAY_MS)
  done(await receive(db, 'X1'))
  done(await receive(db, 'X1'))
  t.match(await cardOf(db, 'X1'), { centreId: THERE, state: 'received', place: null })
  t.equal(whyNot(await receive(db, 'X3')), 'card_not_in_box')
  done(await receive(db, 'HAND'))
  done(await close(db))
  t.match(await cardOf(db, 'X2'), { centreId: THERE, state: 'missing', place: null })
  t.same(await outcomesOf(db), { X1: 'received', X2: 'missing', HAND: 'received' })
  t.match(await db.read(allIncidents), [
    { kind: 'missing', serial: 'X2', centreId: THERE, state: 'open', note: 'S-77' },
  ])
  t.equal(whyNot(await receive(db, 'X2')), 'box_closed')
  const revision = await revisionOf(db, THERE)
  t.match(await close(db), { state: 'closed' }, 'said twice')
  t.equal((await db.read(allIncidents)).length, 1)
  t.ok((await revisionOf(db, THERE)) > revision)
  t.same(await stepsOf(db, 'X1'), [
    `${HERE} shelved post1 null`,
    `${HERE} packed post1 box-1`,
    `${HERE} sent post1 box-1`,
    `${THERE} arrived post9 box-1`,
  ])
  done(await scan(db, THERE, 'X2', 'B-01-01-02'))
  t.match(await db.read(allIncidents), [{ state: 'closed' }], 'found after all')
  for (const centre of [HERE, THERE])
    t.match(await checkCustody(db, centre), { broken: null, strays: [] }, centre)
})

await onBothEngines(t, 'the owner is told once in each centre', async (t, db, clock) => {
  await givenCentres(db)
  await givenCard(db, HERE, 'X1')
  done(await scan(db, HERE, 'X1', 'B-01-01-01'))
  done(await scan(db, HERE, 'X1', 'B-01-01-02'))
  clock.advance(8 * DAY_MS)
  await cardJobs({ db, clock }).remind_cards.run({ centreId: HERE })
  done(await make(db))
  done(await pack(db, 'X1'))
  done(await seal(db))
  done(await receive(db, 'X1'))
  t.equal((await db.read(allNotices)).length, 2, 'in hand it is not ready')
  clock.advance(DAY_MS)
  done(await scan(db, THERE, 'X1', 'B-01-01-01'))
  done(await scan(db, THERE, 'X1', 'B-01-01-02'))
  const told = await db.read(allNotices)
  t.same(told.map(({ kind, centreId }) => `${kind} ${centreId}`).sort(), [
    `card_ready ${HERE}`,
    `card_ready ${THERE}`,
    `card_reminder_7 ${HERE}`,
  ])
  t.equal((await cardOf(db, 'X1')).readyAt, clock.now(), 'it is kept from now on')
  clock.advance(7 * DAY_MS)
  t.same(await cardJobs({ db, clock }).remind_cards.owed(clock.now()), [{ centreId: THERE }])
  await cardJobs({ db, clock }).remind_cards.run({ centreId: THERE })
  const reminders = (await db.read(allNotices)).filter(({ kind }) => kind === 'card_reminder_7')
  t.same(reminders.map(({ centreId }) => centreId).sort(), [HERE, THERE], 'reminded of anew')
})

await onBothEngines(t, 'what cannot go stays, and is said', async (t, db) => {
  await givenCentres(db)
  for (const [at, serial] of ['X1', 'GONE', 'WANTED', 'LATE'].entries()) {
    await givenCard(db, HERE, serial)
    done(await scan(db, HERE, serial, `B-01-01-0${at + 1}`))
  }
  await givenCard(db, HERE, 'LOST', { state: 'missing' })
  t.equal(whyNot(await make(db, 'box-0', HERE)), 'same_centre')
  done(await make(db))
  done(await make(db, 'box-2'))
  t.equal(whyNot(await seal(db)), 'box_empty')
  await givenPick(db, HERE, 't1', 'WANTED')
  const refusals = [
    await pack(db, 'LOST'),
    await pack(db, 'WANTED'),
    await pack(db, 'NONE'),
    await pack(db, 'X1', 'none'),
    await pack(db, 'X1', 'box-1', THERE),
  ]
  t.same(refusals.map(whyNot), [
    'card_not_packable',
    'card_has_ticket',
    'unknown_card',
    'unknown_box',
    'unknown_box',
  ])
  for (const serial of ['GONE', 'LATE', 'X1']) done(await pack(db, serial))
  done(await pack(db, 'X1', 'box-2'))
  t.same(Object.keys(await outcomesOf(db)), ['GONE', 'LATE'], 'it is in the other box')
  done(await pack(db, 'X1'))
  await givenTicket(db, HERE, 't2', 'GONE')
  done(await collect(db, HERE, 't2', 'GONE'))
  await givenPick(db, HERE, 't3', 'LATE')
  done(await seal(db))
  t.match(await seal(db), { state: 'sealed' }, 'said twice')
  t.equal(whyNot(await seal(db, 'S-78')), 'box_sealed')
  t.equal(whyNot(await pack(db, 'LATE')), 'box_sealed')
  t.same(await outcomesOf(db), { GONE: 'left', LATE: 'left', X1: null })
  t.match(await cardOf(db, 'GONE'), { state: 'handed_over', centreId: HERE })
  t.match(await cardOf(db, 'LATE'), { state: 'shelved', centreId: HERE })
  t.equal(whyNot(await receive(db, 'LATE')), 'card_not_in_box')
  t.equal(whyNot(await receive(db, 'X1', 'box-1', HERE)), 'unknown_box', 'only where it goes')
})

await onBothEngines(t, 'an owner comes while the box is sealed', async (t, db) => {
  await givenCentres(db)
  const serials = ['X1', 'X2', 'X3', 'X4', 'X5']
  await givenCard(db, HERE, 'SURE')
  done(await make(db))
  done(await pack(db, 'SURE'))
  for (const [at, serial] of serials.entries()) {
    await givenCard(db, HERE, serial)
    done(await scan(db, HERE, serial, `B-01-01-0${at + 1}`))
    done(await pack(db, serial))
    await givenTicket(db, HERE, `of-${serial}`, serial)
  }
  const handovers = serials.map((serial) => () => collect(db, HERE, `of-${serial}`, serial))
  const [given] = await Promise.all([
    Promise.all(handovers.slice(0, 3).map((one) => one())),
    seal(db),
    Promise.all(handovers.slice(3).map((one) => one())),
  ])
  t.equal(given.length, 3)
  const outcomes = await outcomesOf(db)
  for (const serial of serials) {
    const { state } = await cardOf(db, serial)
    t.equal(outcomes[serial], state === 'handed_over' ? 'left' : null, `${serial} ${state}`)
    const steps = (await db.read(allCustody)).filter((entry) => entry.serial === serial)
    t.equal(steps.filter(({ action }) => /sent|handed_over/.test(action)).length, 1, serial)
  }
})

await onBothEngines(
  t,
  'a box is unpacked by several, by processes that die, and each card is once in one centre',
  async (t, db, clock, reopen) => {
    await givenCentres(db)
    const serials = Array.from({ length: BOX_MAX }, (_, at) => `X${at}`)
    done(await make(db))
    for (const serial of serials) {
      await givenCard(db, HERE, serial)
      done(await pack(db, serial))
    }
    await givenCard(db, HERE, 'MORE')
    t.equal(whyNot(await pack(db, 'MORE')), 'box_full')
    done(await seal(db))
    const isOnceSomewhere = async (where: Database) => {
      const cards = await where.read(allCards)
      t.equal(cards.length, BOX_MAX + 1, 'none is gone')
      for (const { serial, centreId, state } of cards.filter(({ serial }) => serial !== 'MORE'))
        if ((state === 'wrong_centre') !== (centreId === HERE)) t.fail(`${serial} ${centreId}`)
    }
    await isOnceSomewhere(db)
    // Everything that a process knows is in the database: another one goes on from there.
    const other = db.engine === 'postgres' ? await reopen(clock) : db
    const scans = serials
      .slice(0, 60)
      .flatMap((serial) => [receive(db, serial), receive(other, serial)])
    for (const outcome of await Promise.all(scans)) t.notOk(whyNot(outcome))
    await isOnceSomewhere(other)
    await Promise.all([close(db), close(other), ...serials.slice(60).map((s) => receive(other, s))])
    await isOnceSomewhere(db)
    const steps = (await db.read(allCustody)).filter(({ centreId }) => centreId === THERE)
    t.equal(steps.length, BOX_MAX, 'each card came or went missing once')
    const missing = steps.filter(({ action }) => action === 'missing').length
    t.equal((await db.read(allIncidents)).length, missing)
    t.equal((await checkCustody(db, THERE)).broken, null)
  },
)

withApp('boxes over HTTP', async (t, db, { centre, get, send }, clock) => {
  await givenCentre(db, THERE)
  await givenCard(db, centre, 'X1')
  const there = await signedIn(db, clock, 'post', THERE)
  const elsewhere = await signedIn(db, clock, 'post', 'hamad-town')
  const url = `/api/centres/${centre}/boxes`
  const before = await revisionOf(db, centre)
  const bad = [
    await send(url, {}),
    await send(url, { to: 'none' }),
    await send(url, { to: centre }),
  ]
  t.same(
    bad.map(({ status }) => status),
    [400, 404, 422],
  )
  t.equal(await revisionOf(db, centre), before)
  const made = await send(url, { to: THERE })
  t.match(made, { status: 201, body: { state: 'open', from: centre, to: THERE, cards: [] } })
  const box = `/api/boxes/${made.body.id}`
  t.match(await send(`${box}/scans`, { serial: 'x1' }), { status: 200, body: { serial: 'X1' } })
  t.match(await send(`${box}/scans`, { serial: 'NONE' }), { body: { code: 'unknown_card' } })
  t.match(await send(`${box}/scans`, { serial: 'X1' }, there), { body: { code: 'other_end' } })
  t.equal((await send(`${box}/seal`, { seal: '' })).status, 400)
  t.equal((await get(box, undefined, elsewhere)).status, 403)
  t.match(await send(`${box}/seal`, { seal: 's-77' }), {
    status: 200,
    body: { state: 'sealed', seal: 'S-77', sealedBy: 'Noor', cards: [{ outcome: null }] },
  })
  t.match(await get(`/api/centres/${THERE}/boxes`, undefined, there), {
    body: { boxes: [{ id: made.body.id, state: 'sealed' }] },
  })
  t.match(await send(`${box}/receive`, { serial: 'X1' }), { body: { code: 'other_end' } })
  t.match(await send(`${box}/receive`, { serial: 'X9' }, there), {
    body: { code: 'card_not_in_box' },
  })
  t.match(await send(`${box}/receive`, { serial: 'X1' }, there), {
    status: 200,
    body: { centre: THERE, state: 'received' },
  })
  t.match(await send(`${box}/close`, {}, there), {
    status: 200,
    body: { state: 'closed', cards: [{ serial: 'X1', outcome: 'received' }] },
  })
  t.match(await get(box), { body: { state: 'closed' } }, 'both centres see it')
  t.same(
    (await db.read(allIncidents))
      .map(({ kind, centreId, serial }) => [kind, centreId, serial])
      .sort(),
    [
      ['refused_scan', centre, 'NONE'],
      ['refused_scan', THERE, 'X9'],
    ],
  )
  t.equal((await get('/api/boxes/none')).body.code, 'unknown_box')
})
