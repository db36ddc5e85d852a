import t from 'tap'
import { readPlace, suggestSlot } from '../../src/cards/place.store.ts'
import { editPlace, removePlace } from '../../src/cards/place-make.store.ts'
import { startStocktake } from '../../src/cards/stocktake.store.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { done, givenCard, givenCentre, revisionOf, scan, whyNot } from './given.ts'
import { allFormer, allPlaces, givenShelved, make, move, untruths } from './places-given.ts'

const remove = (db: Database, centre: string, code: string) =>
  db.write(centre, (command) => removePlace(command, code, 'boss'))

const codeNow = async (db: Database, centre: string, code: string) => {
  const place = await readPlace(db, centre, code)
  return place && 'code' in place ? place.code : (whyNot(place) ?? null)
}

await onBothEngines(t, 'a description adds what is missing, and nothing twice', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 1 cabinet × 2 drawers × 5 slots')
  await givenShelved(db, centre, { X1: 'B-01-02-03' })
  const before = await db.read(allPlaces)
  t.equal(done(await make(db, centre, 'B: 1 cabinet × 2 drawers × 5 slots')), 0)
  t.equal(done(await make(db, centre, 'B: 1 cabinet × 1 drawer × 2 slots')), 0, 'a smaller one too')
  t.same(await db.read(allPlaces), before)
  t.equal(done(await make(db, centre, 'B: 2 cabinets × 2 drawers × 6 slots of 3')), 2 + 15)
  t.match(
    (await db.read(allPlaces)).find(({ code }) => code === 'B'),
    { capacity: 10 + 14 * 3, taken: 1 },
  )
  t.same(await untruths(db, centre), [])
})

await onBothEngines(t, 'a box for what is kept apart, and one for the road', async (t, db) => {
  const centre = await givenCentre(db)
  t.equal(done(await make(db, centre, 'Q1: quarantine of 50')), 1)
  t.equal(done(await make(db, centre, 'T1: transit box of 100')), 1)
  t.equal(done(await make(db, centre, 'T1: transit box of 100')), 0)
  t.equal(whyNot(await make(db, centre, 'T1: 1 cabinet × 1 drawer × 1 slot')), 'place_taken')
  t.equal(whyNot(await make(db, centre, 'B: quarantine of 5')), 'place_taken')
  await givenCard(db, centre, 'X1')
  t.equal(whyNot(await scan(db, centre, 'X1', 'T1')), 'not_a_slot', 'cards are packed there')
  t.same(await untruths(db, centre), [])
})

await onBothEngines(t, 'numbers that would not stand where they sort', async (t, db) => {
  const centre = await givenCentre(db)
  const before = await revisionOf(db, centre)
  t.equal(whyNot(await make(db, centre, 'B: 1 cabinet × 2 drawers × 100 slots')), 'places_numbered')
  t.equal(await revisionOf(db, centre), before)
  t.equal(done(await make(db, centre, 'C: 1 cabinet × 1 drawer × 100 slots')), 103)
  t.equal(
    done(await make(db, centre, 'C: 1 cabinet × 1 drawer × 3 slots')),
    0,
    'C-01-01-001 is there',
  )
  t.equal(whyNot(await move(db, centre, 'C-01', 'B')), 'places_numbered')
})

await onBothEngines(t, 'a place is named anew, and made for more or fewer cards', async (t, db) => {
  const centre = await givenCentre(db)
  await givenShelved(db, centre, { X1: 'B-01-01-01' })
  const edit = (code: string, to: Parameters<typeof editPlace>[2]) =>
    db.write(centre, (command) => editPlace(command, code, to))
  t.match(done(await edit('B-01', { nameAr: 'خزانة الباب', nameEn: 'By the door' })), {
    nameAr: 'خزانة الباب',
    capacity: 10,
  })
  t.match(done(await edit('B-01-01-01', { capacity: 2 })), { capacity: 2, taken: 1 })
  await givenShelved(db, centre, { X2: 'B-01-01-01' })
  const before = await db.read(allPlaces)
  t.equal(whyNot(await edit('B-01-01-01', { capacity: 1 })), 'place_in_use')
  t.equal(whyNot(await edit('B-01', { capacity: 5 })), 'capacity_of_parts')
  t.equal(whyNot(await edit('B-09', { capacity: 5 })), 'unknown_place')
  t.same(await db.read(allPlaces), before)
  t.same(await untruths(db, centre), [])
})

await onBothEngines(t, 'only a place without cards is removed', async (t, db) => {
  const centre = await givenCentre(db)
  await givenShelved(db, centre, { X1: 'B-01-01-01' })
  for (const code of ['B-01-01-01', 'B-01-01', 'B'])
    t.equal(whyNot(await remove(db, centre, code)), 'place_in_use', code)
  done(await scan(db, centre, 'X1', 'B-01-02-01'))
  t.same(await remove(db, centre, 'B-01-01'), { removed: 6 })
  t.equal(await codeNow(db, centre, 'B-01-01-01'), null)
  t.equal(whyNot(await scan(db, centre, 'X1', 'B-01-01-02')), 'unknown_place')
  t.match(await db.read(allFormer), [{ code: 'B-01-01', how: 'removed', staffId: 'boss' }])
  t.same(await untruths(db, centre), [])
  t.equal(done(await make(db, centre, 'B: 1 cabinet × 2 drawers × 5 slots')), 6, 'and made again')
  t.equal(whyNot(await remove(db, centre, 'B-07')), 'unknown_place')
  done(
    await db.write(centre, (command) =>
      startStocktake(command, { id: 's', place: 'B-01-01', staffId: null }),
    ),
  )
  t.equal(whyNot(await remove(db, centre, 'B-01-01-02')), 'stocktake_running')
  await db.amend(() =>
    run(
      query((q, { counters }) =>
        q.insert(counters).values({
          id: 'c1',
          centreId: centre,
          label: '7',
          section: 'E',
          capabilities: [],
          state: 'closed' as const,
          services: [],
          stateSince: 0,
        }),
      ),
    ),
  )
  done(await make(db, centre, 'E: 1 cabinet × 1 drawer × 1 slot'))
  t.equal(whyNot(await remove(db, centre, 'E')), 'place_has_counter')
})

await onBothEngines(t, 'a suggested slot has no card beside it that looks alike', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 1 cabinet × 2 drawers × 6 slots')
  await givenShelved(db, centre, { BH100200: 'B-01-01-02', BH555777: 'B-01-01-05' })
  const suggest = (serial?: string) => suggestSlot({ db }, centre, 'B-01-01-01', serial)
  t.equal(await suggest(), 'B-01-01-01')
  t.equal(await suggest('BH999111'), 'B-01-01-01')
  t.equal(await suggest('BH100201'), 'B-01-01-04', 'away from its neighbour in number')
  t.equal(await suggest('BH844777'), 'B-01-01-01')
  t.equal(await suggest('BH100200'), 'B-01-01-01', 'it does not look like itself')
})
