import t from 'tap'
import { explain, type Verdict } from './explain.ts'
import {
  type HallInput,
  type HallOperation,
  type HallOutput,
  type HallState,
  hallRules,
  shouldSay,
} from './hall.ts'
import { type ShelfInput, type ShelfOutput, shelfRules } from './shelf.ts'
import { story } from './story.ts'

const MIN_MS = 60_000
const settings = {
  rates: { regular: 1, appointment: 2, priority: 3, express: 4 },
  recallsMax: 2,
  noShowAfterSec: 0,
  returnWithinMin: 60,
}

/** An operation from one moment to another; `null`: its answer was lost. */
type Told = [from: number, to: number, input: HallInput, output: HallOutput | null]

/** Requests are named after their tickets, which are issued a minute apart: `t1` at minute 1. */
const judge = (...told: Told[]): Verdict<HallState, HallOperation> => {
  const operations = told.map(([invokedAt, to, input, output]) => ({
    client: `client ${invokedAt}`,
    input,
    output,
    invokedAt,
    answeredAt: output === null ? Infinity : to,
  }))
  const ids = ['t1', 't2', 't3', 't4']
  const isAnswered = (id: string) =>
    told.some(([, , , output]) => output?.said === 'ok' && output.ticket === id && !output.at)
  const known = new Map(
    ids.map((id, at) => {
      const issuedAt = (at + 1) * MIN_MS
      return [id, { id, number: `A-00${at + 1}`, issuedAt, isAnswered: isAnswered(id) }]
    }),
  )
  const counters = [
    ['s1', 's2'],
    ['s1', 's2'],
  ]
  return explain(operations, hallRules(counters, settings, known))
}

const issue = (id: string, more: { service?: string; class?: 'regular' | 'priority' } = {}) =>
  ({ do: 'issue', request: id, service: 's1', class: 'regular', ...more }) as const
const ok = (more: Omit<HallOutput, 'said'> = {}): HallOutput => ({ said: 'ok', ...more })
const issued = (ticket: string, number: string) => ok({ ticket, number })
const called = (ticket: string, number: string, minute = 10) =>
  ok({ ticket, number, at: minute * MIN_MS })
const open = (counter: number): Told => [0, 1, { do: 'open', counter }, ok()]
const next = (counter: number) => ({ do: 'next', counter }) as const
const standing = (ticket: string, number: string, state: HallOutput['state'], service = 's1') =>
  ok({ ticket, number, service, ...(state && { state }) })

/** What is told of a history that nothing explains. */
const refusedStory = (...told: Told[]): string => {
  const verdict = judge(...told)
  t.equal(!verdict.explained && verdict.exhausted, true, 'every order was tried')
  return story(verdict, shouldSay) ?? 'explained'
}

t.test('what happened one after another by the rules is explained', async (t) => {
  const verdict = judge(
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 5, issue('t1'), { said: 'repeated', ticket: 't1' }],
    [6, 7, next(0), called('t1', 'A-001')],
    [8, 9, { do: 'transfer', counter: 0, service: 's2' }, ok()],
    [10, 11, next(0), called('t1', 'A-001')],
    [12, 13, { do: 'park', counter: 0 }, ok()],
    [14, 15, { do: 'look', ticket: 't1' }, standing('t1', 'A-001', 'parked', 's2')],
    [16, 17, next(0), { said: 'nobody_waits' }],
  )
  t.match(verdict, { explained: true })
})

t.test('what happened at once is explained by the order that it needs', async (t) => {
  const verdict = judge(
    open(0),
    open(1),
    [2, 9, issue('t1'), issued('t1', 'A-001')],
    [2, 5, issue('t2'), issued('t2', 'A-002')],
    [2, 4, next(0), { said: 'nobody_waits' }],
    [2, 8, next(1), called('t1', 'A-001')],
    [6, 7, next(0), called('t2', 'A-002')],
  )
  t.equal(verdict.explained, true)
})

t.test('a number issued twice is refused', async (t) => {
  const told = refusedStory(
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [2, 4, issue('t2'), issued('t2', 'A-001')],
  )
  t.match(told, /client 2: .*"t2","number":"A-001"/)
  t.match(told, /the rules say: ok A-002/)
})

t.test('a gap between numbers is refused', async (t) => {
  const told = refusedStory(
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 5, issue('t2'), issued('t2', 'A-003')],
  )
  t.match(told, /client 4: .*A-003[\s\S]*the rules say: ok A-002/)
})

t.test('a ticket at two counters is refused', async (t) => {
  const told = refusedStory(
    open(0),
    open(1),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 6, next(0), called('t1', 'A-001')],
    [5, 7, next(1), called('t1', 'A-001')],
  )
  t.match(told, /client 5: [\s\S]*the rules say: nobody_waits/)
})

t.test('a look that misses what was acknowledged is refused', async (t) => {
  const history: Told[] = [
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 6, next(0), called('t1', 'A-001')],
  ]
  const stale = standing('t1', 'A-001', 'waiting')
  t.match(
    refusedStory(...history, [7, 8, { do: 'look', ticket: 't1' }, stale]),
    /client 7: [\s\S]*the rules say: .*"state":"called"/,
  )
  const atOnce = judge(...history, [5, 8, { do: 'look', ticket: 't1' }, stale])
  t.equal(atOnce.explained, true, 'and at the time of the call it is none')
})

t.test('a lost update is refused', async (t) => {
  const told = refusedStory(
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 6, { do: 'leave', ticket: 't1' }, ok()],
    [7, 8, next(0), called('t1', 'A-001')],
  )
  t.match(told, /client 7: [\s\S]*the rules say: nobody_waits/)
})

t.test('a call that passes over the longest wait is refused', async (t) => {
  const told = refusedStory(
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [2, 4, issue('t2'), issued('t2', 'A-002')],
    [5, 6, next(0), called('t2', 'A-002')],
  )
  t.match(told, /client 5: .*A-002[\s\S]*the rules say: ok A-001/)
})

t.test('a later number with an earlier time is refused: it would be called before', async (t) => {
  const told = refusedStory(
    [2, 3, issue('t2'), issued('t2', 'A-001')],
    [2, 4, issue('t1'), issued('t1', 'A-002')],
  )
  t.match(told, /client 2: .*A-002/)
})

t.test('between classes the score decides, at the time of the call', async (t) => {
  const history: Told[] = [
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [4, 5, issue('t2', { class: 'priority' }), issued('t2', 'A-002')],
  ]
  // One minute after the second came, 2 points stand against 3; at once, 1 against 0.
  t.equal(judge(...history, [6, 7, next(0), called('t2', 'A-002', 3)]).explained, true)
  t.equal(judge(...history, [6, 7, next(0), called('t1', 'A-001', 2)]).explained, true)
  t.match(refusedStory(...history, [6, 7, next(0), called('t1', 'A-001', 3)]), /ok A-002/)
})

t.test('a reason that is not the true one is refused', async (t) => {
  const reasoned = (score: number, runnerUp: string): Told => {
    const second = { number: runnerUp, class: 'regular', score: 8 } as const
    const reason = { class: 'regular', score, runnerUp: second } as const
    return [6, 7, next(0), { ...called('t1', 'A-001'), reason }]
  }
  const history: Told[] = [
    open(0),
    [2, 3, issue('t1'), issued('t1', 'A-001')],
    [2, 4, issue('t2'), issued('t2', 'A-002')],
    [2, 5, issue('t3'), issued('t3', 'A-003')],
  ]
  t.equal(judge(...history, reasoned(9, 'A-002')).explained, true)
  t.equal(judge(...history, reasoned(8, 'A-002')).explained, false, 'another score')
  t.equal(judge(...history, reasoned(9, 'A-003')).explained, false, 'another runner-up')
})

t.test('what nobody heard of may have been done, late, or not at all', async (t) => {
  const lost: Told[] = [open(0), [2, 3, issue('t1'), issued('t1', 'A-001')], [4, 5, next(0), null]]
  const look = { do: 'look', ticket: 't1' } as const
  t.equal(judge(...lost, [6, 7, look, standing('t1', 'A-001', 'called')]).explained, true)
  t.equal(judge(...lost, [6, 7, look, standing('t1', 'A-001', 'waiting')]).explained, true)
  const late: Told[] = [
    [6, 7, look, standing('t1', 'A-001', 'waiting')],
    [8, 9, look, standing('t1', 'A-001', 'called')],
  ]
  t.equal(judge(...lost, ...late).explained, true)
  const undone: Told[] = [
    [6, 7, look, standing('t1', 'A-001', 'called')],
    [8, 9, look, standing('t1', 'A-001', 'waiting')],
  ]
  t.match(refusedStory(...lost, ...undone), /client 8: /, 'but not be undone again')
})

t.test('a lost press may hold a number, whose request is known again', async (t) => {
  const lost: Told[] = [
    [2, 3, issue('t1'), null],
    [4, 5, issue('t2'), issued('t2', 'A-002')],
  ]
  const again = issue('t1')
  t.equal(judge(...lost, [6, 7, again, { said: 'repeated', ticket: 't1' }]).explained, true)
  t.match(refusedStory(...lost, [6, 7, again, issued('t1', 'A-003')]), /client 4: .*A-002/)
})

t.test('a search that takes too long is given up, and says so', async (t) => {
  const crowd = Array.from({ length: 12 }, (_, at) => ({
    client: `${at}`,
    input: { do: 'scan', serial: `N-${at}`, place: `A-${at}` } as const,
    output: { said: 'ok', place: `A-${at}` },
    invokedAt: 0,
    answeredAt: 1,
  }))
  const never = {
    client: 'last',
    input: { do: 'where', serial: 'N-0' } as const,
    output: { said: 'ok', place: 'A-1' },
    invokedAt: 2,
    answeredAt: 3,
  }
  const serials = crowd.map(({ input }) => input.serial)
  const rules = shelfRules(serials, new Set(crowd.map(({ input }) => input.place)))
  t.match(explain(crowd, rules), { explained: true, tried: 12 })
  t.match(explain([...crowd, never], rules, { most: 100 }), { explained: false, exhausted: false })
  t.match(explain([...crowd, never], rules), { explained: false, exhausted: true, culprit: never })
})

t.test('a card has one place and a slot one card', async (t) => {
  const shelf = (...told: [number, number, ShelfInput, ShelfOutput | null][]) =>
    explain(
      told.map(([invokedAt, to, input, output]) => ({
        client: '',
        input,
        output,
        invokedAt,
        answeredAt: output === null ? Infinity : to,
      })),
      shelfRules(['N-1', 'N-2'], new Set(['A-1', 'A-2'])),
    ).explained
  const scan = (serial: string, place: string) => ({ do: 'scan', serial, place }) as const
  const there = (place: string) => ({ said: 'ok', place })
  t.equal(
    shelf(
      [0, 5, scan('N-1', 'A-1'), there('A-1')],
      [0, 5, scan('N-2', 'A-1'), { said: 'place_full' }],
      [6, 7, { do: 'lying', place: 'A-1' }, { said: 'ok', serials: ['N-1'] }],
    ),
    true,
  )
  t.equal(
    shelf([0, 5, scan('N-1', 'A-1'), there('A-1')], [0, 5, scan('N-2', 'A-1'), there('A-1')]),
    false,
    'two cards in one slot',
  )
  t.equal(
    shelf(
      [0, 1, scan('N-1', 'A-1'), there('A-1')],
      [2, 3, scan('N-1', 'A-2'), there('A-2')],
      [4, 5, { do: 'where', serial: 'N-1' }, there('A-1')],
    ),
    false,
    'a card that is still where it was',
  )
  t.equal(
    shelf([0, 1, scan('N-1', 'A-1'), null], [2, 3, scan('N-2', 'A-1'), { said: 'place_full' }]),
    true,
    'a lost scan was good',
  )
  t.equal(
    shelf(
      [0, 1, scan('N-1', 'A-1'), there('A-1')],
      [2, 3, scan('N-2', 'A-1'), null],
      [4, 5, scan('N-1', 'A-2'), there('A-2')],
      [6, 7, { do: 'where', serial: 'N-2' }, there('A-1')],
    ),
    true,
    'or late, when there was room',
  )
})
