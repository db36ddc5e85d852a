import fc from 'fast-check'
import t from 'tap'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { actOnCurrent } from '../../src/counters/current.store.ts'
import {
  AS_PLAYED,
  calibrated,
  calibrationFrom,
  KEPT_MAX,
  type Kept,
} from '../../src/tickets/calibrate.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { keptEstimates } from '../../src/tickets/waiting.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted, issue } from '../factories.ts'

/** Of so many waits, how many were no longer than the end of the range that was told. */
const heldBy = (record: readonly Kept[], end: 'p50' | 'p90'): number => {
  const by = calibrationFrom(record)
  const held = record.filter(({ p50, p90, waited }) => {
    const told = calibrated({ p50, p90 }, by)[end] ?? 0
    return waited <= told + 0.5
  })
  return held.length / record.length
}

t.test('half of the waits are no longer than the p50 told, nine in ten than the p90', async () => {
  const kept = fc.record({
    p50: fc.integer({ min: 0, max: 60 }),
    spread: fc.integer({ min: 0, max: 30 }),
    // Up to three times what was played, as where everybody goes to prayer at noon.
    times: fc.double({ min: 0.5, max: 3, noNaN: true }),
  })
  const records = fc.array(kept, { minLength: 20, maxLength: KEPT_MAX })
  fc.assert(
    fc.property(records, (rows) => {
      const record = rows.map(({ p50, spread, times }) => ({
        p50,
        p90: p50 + spread,
        waited: p50 * times,
      }))
      return heldBy(record, 'p50') >= 0.5 && heldBy(record, 'p90') >= 0.9
    }),
  )
})

t.test('too short a record says nothing, and what is not known stays so', async (t) => {
  const record = Array.from({ length: 19 }, () => ({ p50: 5, p90: 9, waited: 40 }))
  t.same(calibrationFrom(record), AS_PLAYED)
  const by = calibrationFrom([...record, { p50: 5, p90: 9, waited: 40 }])
  t.same(by, { p50: 4, p90: 42 / 11 }, 'a wild record stretches no further than four times')
  t.same(calibrated({ p50: null, p90: null }, by), { p50: null, p90: null })
  t.same(calibrated({ p50: 5, p90: 9 }, AS_PLAYED), { p50: 5, p90: 9 })
})

t.test('the ends keep their order, and no wait is less than nothing', async (t) => {
  t.same(calibrated({ p50: 10, p90: 11 }, { p50: 2, p90: 1 }), { p50: 22, p90: 22 })
  t.same(calibrated({ p50: 0, p90: 0 }, { p50: 0.5, p90: 1 }), { p50: 0, p90: 0 })
})

await onBothEngines(
  t,
  'what was foretold is held against the wait until the first call',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { counters: 1 })
    const [counter = ''] = centre.counters
    const member = buildMember()
    granted(await db.write(centre.id, (c) => openCounter(c, counter, member, undefined)))
    const next = async () =>
      granted(await db.write(centre.id, (c) => callNext(c, counter, member))).row
    await issue(db, centre.id, { class: 'priority', played: { p50: 1, p90: 2 } })
    await issue(db, centre.id, { played: { p50: 4, p90: 9 } })
    clock.advance(1000)
    await issue(db, centre.id)
    clock.advance(89_000)
    const kept = () => db.read(keptEstimates({ centreId: centre.id }))
    const act = (what: 'park' | 'serve') =>
      db.write(centre.id, (c) => actOnCurrent(c, counter, member, { do: what }))
    t.equal((await next()).class, 'priority')
    t.same(await kept(), [], 'the range is for a regular visitor')
    granted(await act('park'))
    clock.advance(90_000)
    const { id } = await next()
    t.same(await kept(), [{ p50: 4, p90: 9, waited: 3 }])
    granted(await act('park'))
    granted(await db.write(centre.id, (c) => moveTicketById(c, id, { do: 'unpark' })))
    clock.advance(600_000)
    t.equal((await next()).id, id)
    t.same(await kept(), [{ p50: 4, p90: 9, waited: 3 }], 'a second call is another wait')
    granted(await act('park'))
    await next()
    t.equal((await kept()).length, 1, 'nothing was foretold for the last one')
  },
)
