import { eq } from 'drizzle-orm'
import t from 'tap'
import type { CardRow } from '../../src/cards/card.store.ts'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { allCustody, done, givenCard, givenCentre, givenDelivery, scan, sealed } from './given.ts'

/** A centre in which five cards were shelved and one moved: six entries. */
const givenLog = async (db: Database): Promise<string> => {
  const centre = await givenCentre(db)
  for (const n of [1, 2, 3, 4, 5]) {
    await givenCard(db, centre, `X${n}`)
    done(await scan(db, centre, `X${n}`, `B-01-01-0${n}`))
  }
  done(await scan(db, centre, 'X1', 'B-01-02-01'))
  return centre
}

const tamper = (db: Database, seq: number, to: { toPlace?: string; staffId?: string } | null) =>
  db.amend(function* () {
    yield* run(
      query((db, t) =>
        to
          ? db.update(t.custody).set(to).where(eq(t.custody.seq, seq))
          : db.delete(t.custody).where(eq(t.custody.seq, seq)),
      ),
    )
  })

await onBothEngines(t, 'an untouched log holds, in every centre by itself', async (t, db) => {
  const centre = await givenLog(db)
  const other = await givenCentre(db, 'muharraq')
  await givenDelivery(db, other, [sealed('Y1')])
  done(await scan(db, other, 'Y1', 'B-01-01-01'))
  const newest = (await db.read(allCustody)).find(({ seq, centreId }) => {
    return seq === 6 && centreId === centre
  })
  t.same(await checkCustody(db, centre), {
    head: { seq: 6, hash: newest?.hash },
    older: 0,
    broken: null,
    strays: [],
    gone: [],
  })
  t.match(await checkCustody(db, other), { head: { seq: 1 }, broken: null })
  t.match(await checkCustody(db, 'nowhere'), { head: { seq: 0, hash: '' }, broken: null })
})

await onBothEngines(t, 'an entry that was changed is named', async (t, db) => {
  const centre = await givenLog(db)
  await tamper(db, 3, { staffId: 'somebody else' })
  t.match(await checkCustody(db, centre), {
    head: { seq: 2 },
    broken: { seq: 3, serial: 'X3', why: 'changed' },
  })
})

await onBothEngines(t, 'an entry that was taken out leaves a gap', async (t, db) => {
  const centre = await givenLog(db)
  await tamper(db, 2, null)
  t.match(await checkCustody(db, centre), {
    head: { seq: 1 },
    broken: { seq: 2, serial: 'X3', why: 'gap' },
  })
})

await onBothEngines(t, 'a card that was taken out is missed by its log', async (t, db) => {
  const centre = await givenLog(db)
  await db.amend(function* () {
    yield* run(query((q, { cards }) => q.delete(cards).where(eq(cards.serial, 'X1'))))
  })
  t.match(await checkCustody(db, centre), { broken: null, gone: [{ serial: 'X1' }] })
  t.equal((await checkCustody(db, centre)).gone.length, 1)
})

await onBothEngines(t, 'where the end was cut off, its card tells so', async (t, db) => {
  const centre = await givenLog(db)
  await tamper(db, 6, null)
  t.match(await checkCustody(db, centre), {
    head: { seq: 5 },
    broken: null,
    strays: [{ serial: 'X1' }],
  })
})

await onBothEngines(
  t,
  'a card whose state is not what its log made of it is named',
  async (t, db) => {
    const centre = await givenLog(db)
    await givenDelivery(db, centre, [sealed('Y1')])
    t.match(await checkCustody(db, centre), { broken: null, strays: [] }, 'announced: no entry yet')
    const put = (serial: string, to: Partial<CardRow>) =>
      db.amend(function* () {
        yield* run(query((db, t) => db.update(t.cards).set(to).where(eq(t.cards.serial, serial))))
      })
    await put('X3', { state: 'picked' })
    await put('Y1', { state: 'received' })
    await put('X5', { state: 'handed_over', place: null })
    t.same((await checkCustody(db, centre)).strays, [
      {
        serial: 'X3',
        state: 'picked',
        place: 'B-01-01-03',
        action: 'shelved',
        toPlace: 'B-01-01-03',
      },
      { serial: 'X5', state: 'handed_over', place: null, action: 'shelved', toPlace: 'B-01-01-05' },
      { serial: 'Y1', state: 'received', place: null, action: null, toPlace: null },
    ])
  },
)

await onBothEngines(t, 'scans at once stand in one chain', async (t, db) => {
  const centre = await givenCentre(db)
  const serials = ['X1', 'X2', 'X3', 'X4', 'X5', 'X6', 'X7', 'X8']
  for (const serial of serials) await givenCard(db, centre, serial)
  await Promise.all(
    serials.map((serial, at) =>
      scan(db, centre, serial, `B-01-0${1 + (at % 2)}-0${1 + (at >> 1)}`),
    ),
  )
  t.match(await checkCustody(db, centre), { head: { seq: 8 }, broken: null, strays: [] })
})
