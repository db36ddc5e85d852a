import t from 'tap'
import { places } from '../../src/cards/place.ts'
import { allPlacesOf, putPlaces } from '../../src/cards/place-file.store.ts'
import { placesIn, stretchesOf } from '../../src/cards/place-file.ts'
import type { Change } from '../../src/changes/change.ts'
import { isRefusal } from '../../src/refusal.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor } from '../factories.ts'
import { done, givenCentre } from './given.ts'
import { givenShelved, make, move, untruths } from './places-given.ts'

const planned = (text: string) => done(places(text))
const bare = (all: ReturnType<typeof planned>) =>
  all
    .map((place) => (place.kind === 'slot' ? place : { ...place, capacity: 0 }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))

t.test('a section is told in rows, and read back as it was', async (t) => {
  const shelves = planned('B: 2 cabinets × 3 drawers × 20 slots of 5')
  const stretches = stretchesOf(shelves)
  t.strictSame(stretches.slice(0, 4), [
    { code: 'B' },
    { code: 'B-01', through: 'B-02' },
    { code: 'B-01-01', through: 'B-01-03' },
    { code: 'B-01-01-01', through: 'B-01-01-20', capacity: 5 },
  ])
  t.equal(stretches.length, 4 + 6, 'the rows of the other five drawers and of one more cabinet')
  t.strictSame(bare(done(placesIn(stretches))), bare(shelves))
  t.strictSame(stretchesOf(planned('Q1: quarantine of 50')), [
    { code: 'Q1', kind: 'quarantine', capacity: 50 },
  ])
})

t.test('a row ends at a gap, at another capacity and at a name', async (t) => {
  const slots = planned('B: 1 cabinet × 1 drawer × 6 slots').slice(3)
  const odd = slots.map((slot, at) => {
    if (at === 2) return { ...slot, capacity: 9 }
    return at === 4 ? { ...slot, nameEn: 'By the door' } : slot
  })
  t.strictSame(stretchesOf(odd.toSpliced(0, 1)), [
    { code: 'B-01-01-02', capacity: 1 },
    { code: 'B-01-01-03', capacity: 9 },
    { code: 'B-01-01-04', capacity: 1 },
    { code: 'B-01-01-05', capacity: 1, name: { ar: 'خانة 5', en: 'By the door' } },
    { code: 'B-01-01-06', capacity: 1 },
  ])
})

t.test('what contradicts itself is refused', async (t) => {
  const malformed = [
    { code: 'B-01', through: 'B-001' },
    { code: 'B-02', through: 'B-01' },
    { code: 'B-01', through: 'C-02' },
    { code: 'B', through: 'C' },
    { code: 'B', capacity: 5 },
    { code: 'B-01-01-01' },
    { code: 'Q1', kind: 'quarantine' },
    { code: 'Q1-01', kind: 'quarantine', capacity: 5 },
    { code: 'B-01', through: 'B-02', name: { ar: 'أ', en: 'A' } },
  ] as const
  for (const stretch of malformed)
    t.match(placesIn([stretch]), { refused: 'malformed' }, JSON.stringify(stretch))
  const twice = [{ code: 'B-01', through: 'B-03' }, { code: 'B-02' }]
  t.match(placesIn(twice), { refused: 'twice_in_file', details: { what: 'B-02' } })
})

await onBothEngines(t, 'places are made and changed as a file tells', async (t, db) => {
  await givenCentre(db, 'isa-town')
  const before = stretchesOf(await db.read(allPlacesOf({ centreId: 'isa-town' })))
  const put = async (stretches: Parameters<typeof putPlaces>[2]) => {
    const noted: Change[] = []
    const author = { ...buildAuthor(), noted }
    const no = await db.write('isa-town', (command) => putPlaces(command, author, stretches))
    return isRefusal(no) ? no : noted
  }
  t.strictSame(await put(before), [], 'as it is: nothing is changed')
  await make(db, 'isa-town', 'K: 1 cabinet × 2 drawers × 3 slots')
  await givenShelved(db, 'isa-town', { CARD1: 'K-01-01-02' })
  const told = [
    { code: 'K' },
    { code: 'K-01', name: { ar: 'عند الباب', en: 'By the door' } },
    { code: 'K-01-03' },
    { code: 'K-01-01-01', through: 'K-01-01-04', capacity: 2 },
    { code: 'K-01-03-01', through: 'K-01-03-02', capacity: 7 },
    { code: 'QK', kind: 'quarantine', capacity: 9 },
  ] as const
  t.match(await put(told), [
    {
      kind: 'places',
      subject: 'K',
      before: { places: 10, capacity: 6, 'K-01-01-01…03': { capacity: 1 } },
      after: { places: 14, capacity: 25, 'K-01-01-01…03': { capacity: 2 } },
    },
    { kind: 'places', subject: 'QK', before: null, after: { places: 1, capacity: 9 } },
  ])
  t.strictSame(await untruths(db, 'isa-town'), [])
  t.strictSame(await put(told), [], 'a second time nothing')
  await move(db, 'isa-town', 'K-01-02', 'K-01')
  const faults = [
    [[{ code: 'K-01-01-02', capacity: 1 }], null],
    [[{ code: 'K', kind: 'transit_box', capacity: 5 }], 'place_taken'],
    [[{ code: 'K-001' }], 'places_numbered'],
    [[{ code: 'K-01-09-01', capacity: 1 }], 'unknown_place'],
    [[{ code: 'W-01' }], 'unknown_place'],
  ] as const
  for (const [stretches, refused] of faults) {
    const answer = await put([...stretches])
    if (refused) t.match(answer, { refused }, refused)
    else t.notOk('refused' in answer)
  }
  await givenShelved(db, 'isa-town', { CARD2: 'K-01-03-01', CARD3: 'K-01-03-01' })
  t.match(await put([{ code: 'K-01-03-01', capacity: 1 }]), { refused: 'place_in_use' })
  t.strictSame(await untruths(db, 'isa-town'), [])
})
