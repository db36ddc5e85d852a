import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findCards } from '../../src/cards/card.store.ts'
import { custodyOf } from '../../src/cards/custody.store.ts'
import { missPick } from '../../src/cards/not-found.store.ts'
import { suggestSlot } from '../../src/cards/place.store.ts'
import { postView } from '../../src/cards/post.view.ts'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { handSetClock, onBothEngines, temporaryFolder } from '../databases.ts'
import {
  allCards,
  allCustody,
  allEvents,
  allNotices,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenDelivery,
  givenDemoCards,
  givenPick,
  OWNER,
  PHONE,
  revisionOf,
  scan,
  sealed,
  seeded,
  vault,
  whyNot,
} from './given.ts'

const by = { staffId: 'post1' }

await onBothEngines(t, 'shelving gives a card a place, a log, an event', async (t, db, clock) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  clock.advance(1000)
  const { row, warnings } = done(await scan(db, centre, 'X1', 'B-01-01-02'))
  t.same(warnings, [])
  t.match(await cardOf(db, 'X1'), row)
  t.match(row, { state: 'shelved', place: 'B-01-01-02', readyAt: clock.now() })
  t.match(await db.read(custodyOf({ serial: 'X1' })), [
    {
      action: 'shelved',
      at: clock.now(),
      staffId: 'post1',
      fromPlace: null,
      toPlace: 'B-01-01-02',
    },
  ])
  const events = await db.read(allEvents)
  t.match(events, [{ type: 'card_changed', subject: 'X1', data: { noticeId: String } }])
})

await onBothEngines(t, 'a card tells of itself once, however often it moves', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1')
  for (const place of ['B-01-01-01', 'B-01-01-02', 'B-01-02-01', 'B-01-01-01'])
    done(await scan(db, centre, 'X1', place))
  await givenPick(db, centre, 't1', 'X1')
  done(await db.write(centre, (command) => missPick(command, 'pick-t1', 'incident-1', by)))
  done(await scan(db, centre, 'X1', 'B-01-01-05'))
  const notices = await db.read(allNotices)
  t.equal(notices.length, 1)
  t.match(notices, [{ kind: 'card_ready', subject: 'X1', language: 'ar' }])
})

await onBothEngines(t, 'a blocked card and one without a phone tell nobody', async (t, db) => {
  const centre = await givenCentre(db)
  await givenCard(db, centre, 'X1', { blocked: true })
  await givenCard(db, centre, 'X2', { phoneCipher: null })
  t.same(done(await scan(db, centre, 'X1', 'B-01-01-01')).warnings, ['blocked'])
  done(await scan(db, centre, 'X2', 'B-01-01-02'))
  t.same(await db.read(allNotices), [])
  t.equal((await cardOf(db, 'X1')).readyAt, null)
  t.not((await cardOf(db, 'X2')).readyAt, null)
})

await onBothEngines(t, 'a refused scan changes nothing', async (t, db) => {
  const centre = await givenCentre(db)
  const other = await givenCentre(db, 'muharraq')
  await givenCard(db, centre, 'X1')
  await givenCard(db, centre, 'X2')
  await givenCard(db, other, 'Y1')
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  const before = [await revisionOf(db, centre), await db.read(allCustody), await db.read(allCards)]
  t.equal(whyNot(await scan(db, centre, 'X2', 'B-01-01-01')), 'place_full')
  t.equal(whyNot(await scan(db, centre, 'X2', 'B-09-01-01')), 'unknown_place')
  t.equal(whyNot(await scan(db, centre, 'X2', 'B-01-01')), 'not_a_slot')
  t.equal(whyNot(await scan(db, centre, 'X9', 'B-01-01-02')), 'unknown_card')
  t.equal(whyNot(await scan(db, centre, 'Y1', 'B-01-01-02')), 'card_not_here')
  t.same([await revisionOf(db, centre), await db.read(allCustody), await db.read(allCards)], before)
})

await onBothEngines(
  t,
  'many cards scanned into one slot at once: one lies there',
  async (t, db) => {
    const centre = await givenCentre(db)
    const serials = Array.from({ length: 12 }, (_, at) => `X${at}`)
    for (const serial of serials) await givenCard(db, centre, serial)
    const results = await Promise.all(
      serials.map((serial) => scan(db, centre, serial, 'B-01-01-01')),
    )
    t.equal(results.filter((result) => whyNot(result) === undefined).length, 1)
    t.equal(results.filter((result) => whyNot(result) === 'place_full').length, 11)
    const there = (await db.read(allCards)).filter(({ place }) => place === 'B-01-01-01')
    t.equal(there.length, 1)
  },
)

await onBothEngines(
  t,
  'one card scanned to many slots at once is in one of them',
  async (t, db) => {
    const centre = await givenCentre(db)
    await givenCard(db, centre, 'X1')
    const slots = ['B-01-01-01', 'B-01-01-02', 'B-01-01-03', 'B-01-01-04']
    for (const result of await Promise.all(slots.map((place) => scan(db, centre, 'X1', place))))
      t.equal(whyNot(result), undefined)
    const log = await db.read(custodyOf({ serial: 'X1' }))
    t.equal(log.length, slots.length)
    t.equal((await cardOf(db, 'X1')).place, log[0]?.toPlace)
    for (const [at, entry] of log.entries()) t.equal(entry.fromPlace, log[at + 1]?.toPlace ?? null)
    t.equal((await db.read(allNotices)).length, 1)
  },
)

await onBothEngines(t, 'random scans at once: no slot twice, every log whole', async (t, db) => {
  const centre = await givenCentre(db)
  const random = seeded(11)
  const below = (limit: number) => Math.floor(random() * limit)
  const serials = Array.from({ length: 8 }, (_, at) => `X${at}`)
  for (const serial of serials) await givenCard(db, centre, serial)
  const scans = Array.from({ length: 300 }, () =>
    scan(db, centre, `X${below(8)}`, `B-01-0${1 + below(2)}-0${1 + below(5)}`),
  )
  const refusals = new Set((await Promise.all(scans)).map(whyNot))
  t.same(
    [...refusals].filter((code) => code !== undefined),
    ['place_full'],
  )
  const cards = await db.read(allCards)
  const places = cards.flatMap(({ place }) => place ?? [])
  t.equal(new Set(places).size, places.length)
  for (const { serial, place } of cards) {
    const log = await db.read(custodyOf({ serial }))
    t.equal(log[0]?.toPlace ?? null, place)
    t.ok(log.every((entry, at) => entry.fromPlace === (log[at + 1]?.toPlace ?? null)))
  }
})

await onBothEngines(t, 'the post section sees its shelves and its picks', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 5 drawers × 10 slots')
  await givenCentre(db, 'muharraq')
  const cards = await givenDemoCards(db, centre, 60)
  const view = await postView(db, centre)
  t.match(view, { centre, sections: [{ section: 'B', cards: 60, capacity: 100 }] })
  t.match(view?.sections[0]?.name, { ar: 'القسم B', en: 'Section B' })
  t.same(await postView(db, 'nowhere'), undefined)
  t.equal((await db.read(allNotices)).length, 0, 'made-up cards send nothing')
  t.equal((await db.read(allCustody)).length, cards.length)
})

await onBothEngines(t, 'the nearest free slot is suggested', async (t, db) => {
  const centre = await givenCentre(db)
  for (const [at, place] of ['B-01-01-01', 'B-01-01-02', 'B-01-01-03'].entries()) {
    await givenCard(db, centre, `X${at}`)
    done(await scan(db, centre, `X${at}`, place))
  }
  t.equal(await suggestSlot({ db }, centre, 'B'), 'B-01-01-04')
  t.equal(await suggestSlot({ db }, centre, 'B-01-01-02'), 'B-01-01-04')
  t.equal(await suggestSlot({ db }, centre, 'B-01-02-03'), 'B-01-02-03')
  t.equal(await suggestSlot({ db }, centre, 'C'), null)
})

await onBothEngines(t, 'cards are found by owner, serial and place', async (t, db) => {
  const centreId = await givenCentre(db)
  const citizenHash = vault.find('010203040')
  await givenCard(db, centreId, 'X1', { citizenHash })
  await givenCard(db, centreId, 'X2')
  await givenCard(db, centreId, 'X3')
  done(await scan(db, centreId, 'X2', 'B-01-02-01'))
  done(await scan(db, centreId, 'X3', 'B-01-01-01'))
  const found = async (by: Omit<Parameters<typeof findCards>[0], 'centreId'>) =>
    (await db.read(findCards({ centreId, ...by }))).map(({ serial }) => serial)
  t.same(await found({ citizenHash }), ['X1'])
  t.same(await found({ serial: 'X2' }), ['X2'])
  t.same(await found({ serial: 'X2', citizenHash }), [])
  t.same(await found({ place: 'B-01-02-01' }), ['X2'])
  t.same(await found({ place: 'B-01-01' }), ['X3'])
  t.same(await found({ place: 'B' }), ['X3', 'X2'])
  t.same(await found({}), ['X3', 'X2'])
})

t.test('citizen ids and phones are nowhere to be read in the files', async (t) => {
  const path = join(temporaryFolder(t), 'dawr.db')
  const db = openSqlite(path, handSetClock())
  const centre = await givenCentre(db)
  await givenDelivery(db, centre, [sealed('X1')])
  done(await scan(db, centre, 'X1', 'B-01-01-01'))
  const [notice] = await db.read(allNotices)
  t.equal(vault.open(notice?.phoneCipher ?? ''), PHONE, 'for this test to mean anything')
  const bytes = () => ['', '-wal'].map((end) => readFileSync(path + end, 'latin1')).join('')
  t.ok(bytes().includes('B-01-01-01'), 'the place can be read')
  for (const secret of [OWNER, PHONE, PHONE.slice(4)]) t.notOk(bytes().includes(secret), secret)
  await db.close()
})
