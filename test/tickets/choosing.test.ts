import fc from 'fast-check'
import t from 'tap'
import {
  type Candidate,
  callOrder,
  choose,
  fetchedFirst,
  type PickupCandidate,
  reasonFor,
  scoreOf,
} from '../../src/tickets/choose.ts'
import { ticketClasses } from '../../src/tickets/ticket.ts'

const rates = { regular: 1, appointment: 2, priority: 3, express: 4 }
const NOW = 10_000_000

const candidates = fc.array(
  fc.record({
    serviceId: fc.constantFrom('renew', 'address'),
    class: fc.constantFrom(...ticketClasses),
    waitingSince: fc.integer({ min: 0, max: NOW }),
  }),
  { maxLength: 40 },
)
const numbered = (rows: Omit<Candidate, 'id' | 'number' | 'revision'>[]): Candidate[] =>
  rows.map((row, at) => ({ ...row, id: String(at), number: `A-${at}`, revision: at }))

t.test('the highest score is called, and the runner-up is the next one', async (t) => {
  fc.assert(
    fc.property(candidates, (rows) => {
      const all = numbered(rows)
      const sorted = [...all].sort((a, b) => callOrder(a, b, rates, NOW))
      const choice = choose(all, rates, NOW)
      t.equal(choice?.first.id, sorted[0]?.id)
      t.equal(choice?.second?.id, sorted[1]?.id)
    }),
  )
})

t.test('within a class it is first come, first served', async (t) => {
  fc.assert(
    fc.property(candidates, (rows) => {
      const all = numbered(rows)
      const first = choose(all, rates, NOW)?.first
      const earlier = all.filter(
        (one) => first && one.class === first.class && callOrder(one, first, rates, NOW) < 0,
      )
      t.equal(earlier.length, 0)
      if (first) {
        const sameClass = all.filter((one) => one.class === first.class)
        t.equal(first.waitingSince, Math.min(...sameClass.map((one) => one.waitingSince)))
      }
    }),
  )
})

t.test(
  'nobody is starved: a regular visitor is called before priorities that came much later',
  async (t) => {
    const regular = {
      id: 'r',
      number: 'A-1',
      serviceId: 'renew',
      class: 'regular',
      waitingSince: 0,
      revision: 1,
    } as const
    // Priorities come every minute and one visitor is called every minute.
    const waiting: Candidate[] = [regular]
    let minutes = 0
    let calledAfter: number | undefined
    while (calledAfter === undefined && minutes < 10_000) {
      minutes++
      const now = minutes * 60_000
      waiting.push({
        id: `p${minutes}`,
        number: '',
        serviceId: 'renew',
        class: 'priority',
        waitingSince: now - 30_000,
        revision: minutes + 1,
      })
      const choice = choose(waiting, rates, now)
      if (choice?.first === regular) calledAfter = minutes
      else waiting.splice(waiting.indexOf(choice?.first ?? regular), 1)
    }
    t.ok(calledAfter !== undefined && calledAfter <= 3, `called after ${calledAfter} minutes`)
  },
)

t.test('who may not be called yet is not called', async (t) => {
  const [later] = numbered([{ serviceId: 'renew', class: 'appointment', waitingSince: NOW + 1 }])
  t.equal(choose(later ? [later] : [], rates, NOW), undefined)
})

t.test('the reason names score, class, minutes and the runner-up', async (t) => {
  const [a, b] = numbered([
    { serviceId: 'renew', class: 'priority', waitingSince: NOW - 10 * 60_000 },
    { serviceId: 'renew', class: 'regular', waitingSince: NOW - 20 * 60_000 },
  ])
  const choice = choose(a && b ? [b, a] : [], rates, NOW)
  t.ok(choice, 'for this test to mean anything')
  if (!choice) return
  t.strictSame(reasonFor(choice, [], rates, NOW), {
    policy: 'accumulating_priority',
    number: 'A-0',
    class: 'priority',
    score: 30,
    waitedMin: 10,
    runnerUp: { number: 'A-1', class: 'regular', score: 20, waitedMin: 20 },
  })
})

t.test('a card is fetched before its visitor is called', async (t) => {
  const MIN_MS = 60_000
  const visitor = (
    id: string,
    waitedMin: number,
    fetchingMin: number | null,
    more: Partial<Candidate> = {},
  ): PickupCandidate => ({
    id,
    number: id,
    serviceId: 'collect',
    class: 'regular',
    waitingSince: NOW - waitedMin * MIN_MS,
    revision: 1,
    fetchingSince: fetchingMin === null ? null : NOW - fetchingMin * MIN_MS,
    ...more,
  })
  const ids = (some: readonly Candidate[]) => some.map(({ id }) => id)
  const split = (some: readonly PickupCandidate[]) => {
    const { ready, passedOver } = fetchedFirst(some, NOW)
    return [ids(ready), ids(passedOver)]
  }
  const [slow, out, quick] = [visitor('S', 9, 9), visitor('O', 5, null), visitor('Q', 1, 1)]
  t.strictSame(split([slow, out, quick]), [['O'], ['S', 'Q']])
  t.strictSame(split([slow, quick]), [['S', 'Q'], []], 'better called than nobody')
  t.strictSame(split([visitor('L', 25, 20), out]), [['L', 'O'], []], 'fetched for too long')
  const later = visitor('A', 0, null, { class: 'appointment', waitingSince: NOW + MIN_MS })
  t.strictSame(split([slow, later]), [['S', 'A'], []], 'one whose time has not come is not called')
  const reason = (passedOver: readonly Candidate[]) =>
    reasonFor({ first: out, second: undefined }, passedOver, rates, NOW).stillFetching
  t.equal(reason([slow, quick]), 'S')
  t.equal(reason([quick]), undefined, 'who had less is not named')
})

t.test('who took a ticket before the clock was put back is called all the same', async (t) => {
  const [ticket] = numbered([
    { serviceId: 'renew', class: 'regular', waitingSince: NOW + 3_600_000 },
  ])
  t.equal(choose(ticket ? [ticket] : [], rates, NOW)?.first, ticket)
})

t.test('a clock that was set back gives no negative score', async (t) => {
  t.equal(scoreOf({ class: 'regular', waitingSince: NOW + 5000 }, rates, NOW), 0)
})
