import t from 'tap'
import {
  alertsOf,
  minutesSince,
  servingFor,
  standingOf,
} from '../../display/supervisor/standing.ts'
import type { CentreView } from '../../src/live/events.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString()

type Counter = CentreView['counters'][number]
const counter = (id: string, state: Counter['state'], services: string[]): Counter => ({
  id,
  label: id,
  state,
  staff: 'Noor',
  pauseReason: null,
  since: ago(60),
  openedAt: ago(60),
  freeSince: null,
  services: state === 'open' ? services : [],
  serves: services,
  number: null,
  ticketState: null,
  ticketSince: null,
})

const service = (id: string, longestMin: number | null, targetMin: number) => ({
  service: id,
  waiting: longestMin === null ? 0 : 3,
  // As it was when the view was made, some minutes ago.
  longestMin: 0,
  longestSince: longestMin === null ? null : ago(longestMin),
  targetMin,
  servedToday: 0,
  estimate: { p50: null, p90: null },
})

const view = (services: CentreView['services'], counters: Counter[]): CentreView => ({
  centre: 'c',
  services,
  counters,
  printers: [],
  revision: 1,
})

t.test('a service stands against its target by the longest wait', async (t) => {
  t.equal(standingOf(null, 8, 0), 'nobody')
  t.equal(standingOf(5, 8, 1), 'onTime')
  t.equal(standingOf(6, 8, 1), 'near')
  t.equal(standingOf(8, 8, 1), 'near')
  t.equal(standingOf(9, 8, 1), 'late')
  t.equal(standingOf(0, 8, 0), 'uncalled', 'within its target for now, and nobody calls')
  t.equal(standingOf(9, 8, 0), 'uncalled')
  t.equal(standingOf(0, 8, 2, 40), 'filling', 'nobody waits long yet, and who comes now will')
  t.equal(standingOf(0, 8, 2, 8), 'onTime')
  t.equal(standingOf(6, 8, 2, 40), 'near')
  t.equal(standingOf(0, 8, 0, 40), 'uncalled')
  t.equal(standingOf(null, 8, 2, 40), 'nobody')
  t.equal(minutesSince(ago(9.9), NOW), 9)
  t.equal(minutesSince(ago(-5), NOW), 0, 'a clock that is behind')
})

t.test('an alert comes with time, whether or not a view does', async (t) => {
  const one = view([service('renew', 8, 8)], [counter('1', 'open', ['renew'])])
  t.strictSame(alertsOf(one, NOW), [])
  t.match(
    alertsOf(one, new Date(NOW.getTime() + 1000)),
    [{ longestMin: 8, targetMin: 8 }],
    'at once',
  )
  const later = new Date(NOW.getTime() + 60_000)
  t.match(alertsOf(one, later), [
    { service: 'renew', waiting: 3, longestMin: 9, targetMin: 8, counters: { open: 1 } },
  ])
})

t.test('whom nobody calls is an alert from the first minute on', async (t) => {
  const counters = [counter('1', 'open', ['renew']), counter('2', 'paused', ['address'])]
  const found = alertsOf(
    view(
      [service('renew', 20, 8), service('address', 0, 10), service('express', null, 3)],
      counters,
    ),
    NOW,
  )
  t.match(found, [
    { service: 'renew', longestMin: 20, counters: { open: 1, paused: 0 } },
    { service: 'address', longestMin: 0, counters: { open: 0, paused: 1 } },
  ])
  t.equal(found.length, 2, 'nobody waits for the third')
})

t.test('an alert says which counters could do something about it', async (t) => {
  const counters = [
    counter('1', 'open', ['renew', 'address']),
    { ...counter('2', 'open', ['renew']), freeSince: ago(1) },
    { ...counter('3', 'open', ['address']), freeSince: ago(1) },
    counter('4', 'paused', ['renew']),
    counter('5', 'closed', ['renew', 'address']),
    counter('6', 'closed', ['renew']),
  ]
  t.strictSame(servingFor({ counters }, 'renew'), { open: 2, free: 1, paused: 1, closed: 2 })
  t.strictSame(servingFor({ counters }, 'address'), { open: 2, free: 1, paused: 0, closed: 1 })
  t.strictSame(servingFor({ counters }, 'express'), { open: 0, free: 0, paused: 0, closed: 0 })
})
