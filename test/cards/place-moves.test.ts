import t from 'tap'
import { insertCards } from '../../src/cards/card.store.ts'
import { custodyOf, logAll } from '../../src/cards/custody.store.ts'
import { pickCard } from '../../src/cards/pick.store.ts'
import { readPlace, suggestSlot } from '../../src/cards/place.store.ts'
import { removePlace } from '../../src/cards/place-make.store.ts'
import { MERGED_CARDS_MAX } from '../../src/cards/place-merge.store.ts'
import { MOVED_CARDS_MAX } from '../../src/cards/place-move.store.ts'
import { shelveOnce, undoScan } from '../../src/cards/scan.store.ts'
import { startStocktake } from '../../src/cards/stocktake.store.ts'
import type { Database, Step } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import {
  allCards,
  allCustody,
  cardOf,
  done,
  givenCard,
  givenCentre,
  givenPick,
  revisionOf,
  scan,
  sealed,
  seeded,
  whyNot,
} from './given.ts'
import {
  allFormer,
  allPicks,
  allPlaces,
  BY,
  givenShelved,
  make,
  merge,
  move,
  shelvesNow,
  untruths,
} from './places-given.ts'

const remove = (db: Database, centre: string, code: string) =>
  db.write(centre, (command) => removePlace(command, code, 'boss'))

const codeNow = async (db: Database, centre: string, code: string) => {
  const place = await readPlace(db, centre, code)
  return place && 'code' in place ? place.code : (whyNot(place) ?? null)
}

await onBothEngines(
  t,
  'a drawer moves with its cards, and its history follows',
  async (t, db, clock) => {
    const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 3 slots')
    await givenShelved(db, centre, { X1: 'B-01-02-01', X2: 'B-01-02-03', Y1: 'B-01-01-01' })
    await givenPick(db, centre, 't1', 'X2')
    clock.advance(1000)
    t.same(await move(db, centre, 'B-01-02', 'B-02'), {
      from: 'B-01-02',
      code: 'B-02-03',
      places: 4,
      cards: 2,
    })
    t.same(await untruths(db, centre), [])
    t.equal((await cardOf(db, 'X1')).place, 'B-02-03-01')
    t.match(await readPlace(db, centre, 'B-02-03'), { nameAr: 'درج 3', nameEn: 'Drawer 3' })
    t.equal((await cardOf(db, 'Y1')).place, 'B-01-01-01')
    t.match((await db.read(custodyOf({ serial: 'X1' })))[0], {
      action: 'moved',
      fromPlace: 'B-01-02-01',
      toPlace: 'B-02-03-01',
      staffId: 'post1',
      device: 'bench 1',
      why: 'with B-01-02',
    })
    t.match(await db.read(allPicks), [{ serial: 'X2', place: 'B-02-03-03', state: 'open' }])
    t.same(
      Object.keys(await shelvesNow(db)).filter((code) => code.startsWith('B-01')),
      ['B-01', 'B-01-01', 'B-01-01-01', 'B-01-01-02', 'B-01-01-03'],
    )
    // The label on the drawer is an old one.
    await givenCard(db, centre, 'X3')
    const shelved = done(await scan(db, centre, 'X3', 'B-01-02-02'))
    t.equal(shelved.row.place, 'B-02-03-02')
    t.ok(shelved.warnings.includes('old_label'))
    t.equal(
      whyNot(await scan(db, centre, 'Y1', 'B-01-02-01')),
      'place_full',
      'as full as it is now',
    )
    t.equal(await suggestSlot({ db }, centre, 'B-01-02-01'), 'B-02-02-01')
    t.same(await untruths(db, centre), [])
  },
)

await onBothEngines(t, 'a code that a label may say is nobody else’s', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 2 slots')
  await givenShelved(db, centre, { X1: 'B-01-02-01' })
  done(await move(db, centre, 'B-01-02', 'B-02'))
  t.equal(done(await make(db, centre, 'B: 2 cabinets × 2 drawers × 2 slots')), 0)
  t.match(
    done(await move(db, centre, 'B-02-01', 'B-01')),
    { code: 'B-01-03' },
    '01 is there, 02 was',
  )
  t.match(done(await move(db, centre, 'B-02-02', 'B-01')), { code: 'B-01-04' })
  t.match(done(await move(db, centre, 'B-02-03', 'B-01')), { code: 'B-01-02' }, 'its own again')
  t.equal(await codeNow(db, centre, 'B-02-03-01'), 'B-01-02-01')
  t.equal(await codeNow(db, centre, 'B-01-02-01'), 'B-01-02-01')
  t.match(
    done(await move(db, centre, 'B-01-02', 'B-01')),
    { code: 'B-01-02', from: 'B-01-02' },
    'it stays',
  )
  // Set free by somebody who has thrown the labels away.
  t.same(await remove(db, centre, 'B-02-01'), { removed: 0 })
  t.equal(done(await make(db, centre, 'B: 2 cabinets × 1 drawer × 2 slots')), 3)
  t.equal(await codeNow(db, centre, 'B-02-01'), 'B-02-01')
  t.same(await untruths(db, centre), [])
})

await onBothEngines(t, 'an old code leads through one move after another', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 2 slots')
  done(await make(db, centre, 'C: 1 cabinet × 1 drawer × 2 slots'))
  await givenShelved(db, centre, { X1: 'B-01-02-01', X2: 'B-01-02-02' })
  done(await move(db, centre, 'B-01-02-01', 'B-02-01'))
  done(await move(db, centre, 'B-01-02', 'B-02'))
  done(await move(db, centre, 'B-02', 'C'))
  t.equal(await codeNow(db, centre, 'B-01-02-01'), (await cardOf(db, 'X1')).place)
  t.equal(await codeNow(db, centre, 'B-01-02-02'), (await cardOf(db, 'X2')).place)
  t.equal(await codeNow(db, centre, 'B-01-02'), 'C-02-03')
  t.equal((await cardOf(db, 'X1')).place, 'C-02-01-03')
  t.match(done(await move(db, centre, 'C-02', 'B')), { code: 'B-02' })
  t.equal(await codeNow(db, centre, 'B-01-02-02'), 'B-02-03-02')
  t.equal(await codeNow(db, centre, 'C-02-03'), 'B-02-03')
  t.same(await untruths(db, centre), [])
})

await onBothEngines(t, 'a move that cannot be changes nothing', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 2 slots')
  await givenShelved(db, centre, { X1: 'B-01-02-01' })
  const state = async () => [
    await revisionOf(db, centre),
    await db.read(allPlaces),
    await db.read(allCards),
    await db.read(allCustody),
    await db.read(allFormer),
  ]
  const stocktake = { id: 's', place: 'B-02-02', staffId: null }
  done(await db.write(centre, (command) => startStocktake(command, stocktake)))
  const before = await state()
  for (const [place, into, code] of [
    ['B-01-02', 'B', 'place_misfit'],
    ['B-01-02', 'B-01-01', 'place_misfit'],
    ['B-01', 'B-01', 'place_misfit'],
    ['B', 'B-01', 'place_misfit'],
    ['B-09', 'B-01', 'unknown_place'],
    ['B-01-01', 'B-09', 'unknown_place'],
    ['B-02-02', 'B-01', 'stocktake_running'],
    ['B-01-01', 'B-02', 'stocktake_running'],
  ] as const)
    t.equal(whyNot(await move(db, centre, place, into)), code, `${place} into ${into}`)
  for (const [place, into, code] of [
    ['B-01-01', 'B-01', 'merge_misfit'],
    ['B-01-01', 'B-01-01', 'merge_misfit'],
    ['B-01-01', 'B-09-01', 'unknown_place'],
    ['B-01-02', 'B-02-02', 'stocktake_running'],
  ] as const)
    t.equal(whyNot(await merge(db, centre, place, into)), code, `${place} into ${into}`)
  t.same(await state(), before)
})

await onBothEngines(
  t,
  'a scan is not taken back behind a move, and one before it is',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 2 slots')
    await givenShelved(db, centre, { X1: 'B-01-02-01', X2: 'B-01-02-02' })
    const once = (id: string, serial: string, place: string) =>
      db.write(centre, (command) => shelveOnce(command, { id, serial, place, ...BY }))
    done(await once('scan-0001', 'X1', 'B-01-01-01'))
    done(await once('scan-0002', 'X2', 'B-02-01-01'))
    done(await move(db, centre, 'B-01-02', 'B-02'))
    done(await move(db, centre, 'B-02-01-01', 'B-02-02'))
    const undo = (id: string) => db.write(centre, (command) => undoScan(command, id, BY))
    t.equal(done(await undo('scan-0001')).place, 'B-02-03-01', 'where its slot is now')
    t.equal(whyNot(await undo('scan-0002')), 'scan_overtaken')
    t.same(await untruths(db, centre), [])
  },
)

await onBothEngines(t, 'a drawer merged into another: each card has a slot', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 1 cabinet × 3 drawers × 3 slots')
  await givenShelved(db, centre, {
    X1: 'B-01-02-01',
    X2: 'B-01-02-03',
    Y1: 'B-01-01-02',
    Z1: 'B-01-03-01',
    Z2: 'B-01-03-02',
    Z3: 'B-01-03-03',
  })
  await givenPick(db, centre, 't1', 'X2')
  done(await db.write(centre, (command) => pickCard(command, 'pick-t1', BY)))
  t.equal(whyNot(await merge(db, centre, 'B-01-03', 'B-01-01')), 'merge_full')
  t.same(done(await merge(db, centre, 'B-01-02', 'B-01-01')).moves, [
    { serial: 'X1', from: 'B-01-02-01', to: 'B-01-01-01' },
    { serial: 'X2', from: 'B-01-02-03', to: 'B-01-01-03' },
  ])
  t.same(await untruths(db, centre), [])
  t.match(await db.read(allPicks), [{ serial: 'X2', place: 'B-01-01-03', state: 'picked' }])
  t.equal((await cardOf(db, 'X2')).state, 'picked', 'out all the while: its slot alone is another')
  t.match((await db.read(custodyOf({ serial: 'X2' })))[0], {
    action: 'moved',
    fromPlace: 'B-01-02-03',
    toPlace: 'B-01-01-03',
    why: 'B-01-02 merged into B-01-01',
  })
  t.equal(await codeNow(db, centre, 'B-01-02'), 'place_merged')
  t.equal(whyNot(await scan(db, centre, 'Y1', 'B-01-02-02')), 'place_merged')
  t.equal(whyNot(await merge(db, centre, 'B-01-02', 'B-01-01')), 'place_merged', 'said twice')
  t.equal(done(await make(db, centre, 'B: 1 cabinet × 3 drawers × 3 slots')), 0)
})

await onBothEngines(
  t,
  'moved and merged while others scan: no slot twice, nothing lost',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town', 'B: 3 cabinets × 3 drawers × 4 slots')
    const slots = (await db.read(allPlaces))
      .filter(({ kind }) => kind === 'slot')
      .map(({ code }) => code)
    const serials = Array.from({ length: 14 }, (_, at) => `X${at}`)
    for (const serial of serials) await givenCard(db, centre, serial)
    const random = seeded(7)
    const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    const drawers = slots.map((code) => code.slice(0, 7))
    const codes = new Set<string | undefined>()
    for (let turn = 0; turn < 8; turn++) {
      const work = Array.from({ length: 12 }, (_, at) => {
        if (at % 6 === 4) return move(db, centre, one(drawers), one(['B-01', 'B-02', 'B-03']))
        if (at % 6 === 5) return merge(db, centre, one(slots), one(slots))
        return scan(db, centre, one(serials), one(slots))
      })
      for (const result of await Promise.all(work)) codes.add(whyNot(result))
      t.same(await untruths(db, centre), [])
    }
    const expected = [
      'place_full',
      'place_merged',
      'merge_full',
      'merge_misfit',
      'place_misfit',
      undefined,
    ]
    t.same(
      [...codes].filter((code) => !expected.includes(code)),
      [],
    )
    t.ok(
      (await db.read(allFormer)).some(({ how }) => how === 'moved'),
      'for this to mean anything',
    )
    t.ok((await db.read(allFormer)).some(({ how }) => how === 'merged'))
    for (const slot of slots)
      t.not(await codeNow(db, centre, slot), null, `${slot} is, or leads to, a place`)
  },
)

await onBothEngines(t, 'what is too much for one transaction is refused whole', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 2 cabinets × 2 drawers × 2 slots of 3000')
  const fill = (from: number, to: number, place: string) =>
    db.write(centre, function* (command): Step<null> {
      const serials = Array.from({ length: to - from }, (_, at) => `X${from + at}`)
      const shelved = { state: 'shelved' as const, stateSince: command.now, readyAt: command.now }
      yield* insertCards(
        serials.map((serial) => ({
          ...sealed(serial),
          ...shelved,
          centreId: centre,
          place,
          blocked: false,
          manifestId: null,
          revision: command.revision,
        })),
      )
      yield* logAll(
        command,
        serials.map((serial) => ({
          serial,
          action: 'shelved' as const,
          staffId: null,
          device: null,
          fromPlace: null,
          toPlace: place,
          why: null,
        })),
      )
      return null
    })
  await fill(0, MERGED_CARDS_MAX, 'B-01-02-01')
  t.equal(done(await merge(db, centre, 'B-01-02', 'B-02-02')).moves.length, MERGED_CARDS_MAX)
  await fill(MERGED_CARDS_MAX, MERGED_CARDS_MAX + 1, 'B-02-02-01')
  t.equal(whyNot(await merge(db, centre, 'B-02-02', 'B-02-01')), 'place_too_large')
  await fill(MERGED_CARDS_MAX + 1, MOVED_CARDS_MAX, 'B-02-02-01')
  t.match(done(await move(db, centre, 'B-02-02', 'B-01')), { cards: MOVED_CARDS_MAX })
  t.same(await untruths(db, centre), [])
  const [{ code = '' } = {}] = (await db.read(allPlaces)).filter(
    ({ kind, taken }) => kind === 'drawer' && taken > 0,
  )
  await fill(MOVED_CARDS_MAX, MOVED_CARDS_MAX + 1, `${code}-01`)
  const before = [await revisionOf(db, centre), await db.read(allPlaces), await db.read(allFormer)]
  t.equal(whyNot(await move(db, centre, code, 'B-02')), 'place_too_large')
  t.same([await revisionOf(db, centre), await db.read(allPlaces), await db.read(allFormer)], before)
})
