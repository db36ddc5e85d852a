import t from 'tap'
import {
  durationsOr,
  estimate as estimating,
  type Outlook,
  type Play,
} from '../../src/tickets/estimate.ts'

const MIN = 60_000
const NOW = 100 * MIN
const rates = { regular: 1, appointment: 2, priority: 3, express: 4 }

const waiting = (count: number, serviceId = 'renew') =>
  Array.from({ length: count }, (_, at) => ({
    id: `${serviceId}-${at}`,
    number: `A-${at}`,
    serviceId,
    class: 'regular' as const,
    waitingSince: NOW - (count - at) * MIN,
    revision: at,
  }))

const play = (overrides: Partial<Play> = {}): Play => ({
  now: NOW,
  waiting: waiting(10),
  counters: [{ services: ['renew'], busy: null }],
  rates,
  durations: new Map([['renew', [4, 5, 6, 7, 8].map((minutes) => minutes * MIN)]]),
  services: ['renew'],
  ...overrides,
})

/** Plays without a pause. @returns the outlook, and how many pauses there were */
const inOneGo = (all: Play): { outlook: Outlook; pauses: number } => {
  const pieces = estimating(all)
  for (let pauses = 0; ; pauses++) {
    const piece = pieces.next()
    if (piece.done) return { outlook: piece.value, pauses }
  }
}
const estimate = (all: Play): Outlook => inOneGo(all).outlook

t.test('without an open counter that does it, the wait is not known', async (t) => {
  const { newcomers, tickets } = estimate(play({ counters: [] }))
  t.strictSame(newcomers.get('renew'), { p50: null, p90: null })
  t.strictSame(tickets.get('renew-3'), { ahead: 3, estimate: { p50: null, p90: null } })
})

t.test('the range grows with the place in the line, and its ends keep their order', async (t) => {
  const { tickets, newcomers } = estimate(play())
  let before = 0
  for (let at = 0; at < 10; at++) {
    const place = tickets.get(`renew-${at}`)
    t.equal(place?.ahead, at)
    const { p50, p90 } = place?.estimate ?? {}
    t.ok(typeof p50 === 'number' && typeof p90 === 'number' && p50 <= p90 && p50 >= before)
    before = p50 ?? 0
  }
  t.ok((newcomers.get('renew')?.p50 ?? 0) >= before, 'a newcomer waits longest')
})

t.test(
  'ten visitors of about six minutes wait about an hour at one counter, half at two',
  async (t) => {
    const one = estimate(play()).newcomers.get('renew')?.p50 ?? 0
    const two =
      estimate(
        play({
          counters: [
            { services: ['renew'], busy: null },
            { services: ['renew'], busy: null },
          ],
        }),
      ).newcomers.get('renew')?.p50 ?? 0
    t.ok(one > 50 && one < 75, `${one} minutes at one counter`)
    t.ok(two > 22 && two < 40, `${two} minutes at two`)
  },
)

t.test('a visitor at the counter is waited for', async (t) => {
  const busy = { serviceId: 'renew', since: NOW - MIN }
  const free = estimate(play({ waiting: [] })).newcomers.get('renew')
  const behind = estimate(
    play({ waiting: [], counters: [{ services: ['renew'], busy }] }),
  ).newcomers.get('renew')
  t.strictSame(free, { p50: 0, p90: 0 })
  t.ok((behind?.p50 ?? 0) >= 3)
})

t.test('a counter that does another service does not shorten the wait', async (t) => {
  const { newcomers } = estimate(
    play({
      counters: [{ services: ['address'], busy: null }],
      services: ['renew', 'address'],
    }),
  )
  t.equal(newcomers.get('renew')?.p50, null)
  t.equal(newcomers.get('address')?.p50, 0)
})

t.test('two thousand who wait are played in a bounded number of steps', async (t) => {
  const { tickets } = estimate(play({ waiting: waiting(2000) }))
  t.equal(tickets.size, 2000)
  t.ok((tickets.get('renew-1999')?.estimate.p50 ?? 0) > 1000)
})

t.test('a full hall is played in pieces, a small one in one go', async (t) => {
  t.equal(inOneGo(play({ waiting: waiting(10) })).pauses, 0)
  t.ok(inOneGo(play({ waiting: waiting(500) })).pauses >= 5)
})

t.test('without history a service takes about its target', async (t) => {
  const durations = durationsOr([], 10)
  t.ok(durations.every((one) => one >= 3 * MIN && one <= 20 * MIN))
  t.strictSame(durationsOr([1, 2, 3, 4, 5], 10), [1, 2, 3, 4, 5], 'history is better')
})
