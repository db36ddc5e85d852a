import t from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { onBothEngines } from '../databases.ts'
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
import { allIncidents, cardOf, done, givenCard, scan, whyNot } from './given.ts'

await onBothEngines(t, 'a card that was left out of its box lies where it was', async (t, db) => {
  await givenCentres(db)
  for (const [at, serial] of ['X1', 'X2', 'X3'].entries()) {
    await givenCard(db, HERE, serial)
    done(await scan(db, HERE, serial, `B-01-01-0${at + 1}`))
  }
  done(await make(db))
  for (const serial of ['X1', 'X2', 'X3']) done(await pack(db, serial))
  done(await seal(db))
  t.equal(whyNot(await scan(db, HERE, 'X1', 'B-01-09-09')), 'unknown_place')
  t.match(await outcomesOf(db), { X1: null }, 'a refused scan leaves it in its box')
  const back = done(await scan(db, HERE, 'X1', 'B-01-01-01'))
  t.same(back.warnings, ['was_sent'])
  t.match(await cardOf(db, 'X1'), { centreId: HERE, state: 'shelved', place: 'B-01-01-01' })
  t.equal(whyNot(await receive(db, 'X1')), 'card_not_in_box', 'it never went')
  done(await receive(db, 'X2'))
  done(await close(db))
  t.match(await cardOf(db, 'X3'), { centreId: THERE, state: 'missing' })
  t.same(await outcomesOf(db), { X1: 'left', X2: 'received', X3: 'missing' })
  t.equal(whyNot(await scan(db, HERE, 'X2', 'B-01-01-02')), 'card_not_here', 'it has gone')
  const found = done(await scan(db, HERE, 'X3', 'B-01-01-03'))
  t.same(found.warnings, ['was_missing'], 'missed there, found here')
  t.equal(found.row.centreId, HERE)
  t.match(await db.read(allIncidents), [{ serial: 'X3', state: 'closed' }], 'nobody searches there')
  t.match(await cardOf(db, 'X3'), { centreId: HERE, state: 'shelved', place: 'B-01-01-03' })
  t.same(await outcomesOf(db), { X1: 'left', X2: 'received', X3: 'left' })
  t.same(await stepsOf(db, 'X1'), [
    `${HERE} shelved post1 null`,
    `${HERE} packed post1 box-1`,
    `${HERE} sent post1 box-1`,
    `${HERE} found post1 was_sent`,
  ])
  for (const centre of [HERE, THERE])
    t.match(await checkCustody(db, centre), { broken: null, strays: [], gone: [] }, centre)
})

await onBothEngines(
  t,
  'received there and found here at once, a card is in one centre',
  async (t, db) => {
    await givenCentres(db)
    const serials = Array.from({ length: 10 }, (_, at) => `X${at}`)
    for (const serial of serials) await givenCard(db, HERE, serial)
    done(await make(db))
    for (const serial of serials) done(await pack(db, serial))
    done(await seal(db))
    const slotOf = (at: number) => `B-01-0${1 + Math.floor(at / 5)}-0${1 + (at % 5)}`
    const all = await Promise.all(
      serials.map(async (serial, at) => {
        const [there, here] = await Promise.all([
          receive(db, serial),
          scan(db, HERE, serial, slotOf(at)),
        ])
        return { serial, there: whyNot(there), here: whyNot(here) }
      }),
    )
    const outcomes = await outcomesOf(db)
    for (const { serial, there, here } of all) {
      t.equal([there, here].filter((no) => no === undefined).length, 1, `${serial}: one of both`)
      const isThere = there === undefined
      t.equal(outcomes[serial], isThere ? 'received' : 'left')
      t.match(await cardOf(db, serial), { centreId: isThere ? THERE : HERE })
    }
    for (const centre of [HERE, THERE])
      t.match(await checkCustody(db, centre), { broken: null, strays: [], gone: [] }, centre)
  },
)
