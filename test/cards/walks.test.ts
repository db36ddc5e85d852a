import fc from 'fast-check'
import t from 'tap'
import { postView } from '../../src/cards/post.view.ts'
import { WALK_MAX, walksFor } from '../../src/cards/walk.ts'
import { onBothEngines } from '../databases.ts'
import { done, givenCard, givenCentre, givenPick, scan } from './given.ts'

const at = (...places: string[]) => places.map((place, age) => ({ place, age }))
const stops = (...places: string[]) =>
  walksFor(at(...places)).map(({ section, picks }) => [section, ...picks.map((one) => one.place)])

t.test('nothing to fetch is no walk', async (t) => {
  t.same(walksFor([]), [])
})

t.test('the oldest decides where a walk goes, and what is on the way comes along', async (t) => {
  t.same(stops('B-02-01-01', 'A-01-01-01', 'B-02-03-05', 'A-02-01-01', 'B-02-01-09'), [
    ['B', 'B-02-01-01', 'B-02-01-09', 'B-02-03-05'],
    ['A', 'A-01-01-01', 'A-02-01-01'],
  ])
})

t.test('the oldest is the first stop; then its cabinet, then the ones beside it', async (t) => {
  t.same(
    stops('B-03-02-01', 'B-01-01-01', 'B-05-01-01', 'B-04-09-09', 'B-03-09-01', 'B-03-01-01'),
    [['B', 'B-03-02-01', 'B-03-01-01', 'B-03-09-01', 'B-04-09-09', 'B-01-01-01', 'B-05-01-01']],
  )
})

t.test('a section of more letters is not taken for its first', async (t) => {
  t.same(stops('A-01-01-01', 'AB-01-01-01'), [
    ['A', 'A-01-01-01'],
    ['AB', 'AB-01-01-01'],
  ])
})

t.test('a hand holds so many, and then the oldest of the rest goes first again', async (t) => {
  const full = Array.from({ length: WALK_MAX + 2 }, (_, n) => `B-01-01-${String(n + 10)}`)
  const walks = walksFor(at(...full.slice(0, 3), 'A-01-01-01', ...full.slice(3)))
  t.same(
    walks.map(({ section, picks }) => [section, picks.length]),
    [
      ['B', WALK_MAX],
      ['A', 1],
      ['B', 2],
    ],
  )
})

t.test('whatever waits is fetched once, and by a walk that its oldest begins', async () => {
  const place = fc
    .tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 4 }), fc.nat(99))
    .map(([section, cabinet, slot]) => `${section}-0${cabinet}-01-${slot}`)
  fc.assert(
    fc.property(fc.array(place, { maxLength: 60 }), (places) => {
      const picks = at(...places)
      const walks = walksFor(picks)
      const fetched = walks.flatMap((walk) => walk.picks)
      if (fetched.length !== picks.length || new Set(fetched).size !== picks.length) return false
      let done = 0
      for (const { section, picks: along } of walks) {
        const [first] = along
        const rest = fetched.slice(done)
        done += along.length
        if (along.length > WALK_MAX || !first) return false
        if (!along.every((one) => one.place.startsWith(`${section}-`))) return false
        if (rest.some(({ age }) => age < first.age)) return false
      }
      return true
    }),
  )
})

await onBothEngines(t, 'the view has the picks by age, and their walks', async (t, db, clock) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 3 cabinets × 1 drawer × 3 slots')
  for (const [ticket, place] of [
    ['t1', 'B-02-01-03'],
    ['t2', 'B-03-01-01'],
    ['t3', 'B-02-01-01'],
    ['t4', 'B-02-01-02'],
  ] as const) {
    await givenCard(db, centre, `X-${ticket}`)
    done(await scan(db, centre, `X-${ticket}`, place))
    await givenPick(db, centre, ticket, `X-${ticket}`)
    clock.advance(1000)
  }
  const view = async () => {
    const post = await postView(db, centre)
    return { picks: post?.picks.map(({ id }) => id), walks: post?.walks }
  }
  t.same(await view(), {
    picks: ['pick-t1', 'pick-t2', 'pick-t3', 'pick-t4'],
    walks: [{ section: 'B', picks: ['pick-t1', 'pick-t3', 'pick-t4', 'pick-t2'] }],
  })
})
