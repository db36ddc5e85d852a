import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { cardsInBox } from '../../src/cards/box.store.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { shelveCard } from '../../src/cards/shelf.store.ts'
import { run, type Step } from '../../src/db/transact.ts'
import { onBothEngines, onEngine } from '../databases.ts'
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

await onEngine(
  t,
  'postgres',
  'a card that came to the other centre while it was looked at here is not moved here',
  async (t, db) => {
    await givenCentres(db)
    await givenCard(db, HERE, 'X1')
    done(await make(db))
    done(await pack(db, 'X1'))
    done(await seal(db))
    let looks = 0
    /** Its steps, with a rest after the card was read that only the other centre's command ends. */
    function* resting<R>(steps: Step<R>): Step<R> {
      let step = steps.next()
      while (!step.done) {
        const rows = yield step.value
        if (Array.isArray(rows) && rows[0]?.serial === 'X1' && rows[0].centreId === HERE) {
          looks += 1
          const isInside = ({ outcome }: { outcome: string | null }) => outcome === null
          while ((yield* run(cardsInBox({ boxId: 'box-1' }))).some(isInside));
        }
        step = steps.next(rows)
      }
      return step.value
    }
    const here = db.write(HERE, (command) =>
      resting(shelveCard(command, { serial: 'X1', place: 'B-01-01-01', staffId: 'post1' })),
    )
    while (looks === 0) await setTimeout(5)
    done(await receive(db, 'X1'))
    t.equal(whyNot(await here), 'card_not_here')
    t.equal(looks, 1, 'looked at again, it is elsewhere')
    t.match(await cardOf(db, 'X1'), { centreId: THERE, state: 'received' })
    t.notOk((await stepsOf(db, 'X1')).some((step) => step.includes('found')))
  },
)
