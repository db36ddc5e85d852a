import fc from 'fast-check'
import t from 'tap'
import { createCallQueue } from '../../display/lobby/call-queue.ts'
import type { BoardView } from '../../src/live/events.ts'

type Call = BoardView['calls'][number]

const BOARD_CALLS = 7
/** The longest number in two languages, by its clips, with its chime and the pauses. */
const ANNOUNCED_MS = 15_000
const LONG_MS = 121_000

const callOf = (id: string, counter: string): Call => ({
  id,
  number: `A-0${id}`,
  counter,
  at: '2026-03-01T08:00:00.000Z',
  recall: false,
})
const [first, second, third] = [callOf('1', '1'), callOf('2', '2'), callOf('3', '3')] as const

t.test('calls are said in the order in which they were made', async (t) => {
  const queue = createCallQueue()
  queue.show([first], [first], 0)
  // Two that came in one view: the newest stands first on the screen.
  queue.show([third, second, first], [third, second], 1_000)
  t.strictSame([queue.next(1_000), queue.next(1_000), queue.next(1_000)], [first, second, third])
  t.equal(queue.next(1_000), undefined)
})

t.test('what is on the screen and no news is not said', async (t) => {
  const queue = createCallQueue()
  queue.show([second, first], [], 0)
  t.equal(queue.next(0), undefined)
})

t.test('a ticket that is called again while it waits is said once', async (t) => {
  const queue = createCallQueue()
  queue.show([second, first], [second, first], 0)
  const again = { ...callOf('4', '1'), number: first.number, recall: true }
  queue.show([again, second], [again], 1_000)
  t.strictSame([queue.next(1_000), queue.next(1_000)], [second, again])
  t.equal(queue.next(1_000), undefined)
})

t.test('a counter that has called the next one has done with the one before', async (t) => {
  const queue = createCallQueue()
  queue.show([second, first], [second, first], 0)
  const next = callOf('4', '1')
  queue.show([next, second, first], [next], 1_000)
  t.strictSame([queue.next(1_000), queue.next(1_000)], [second, next])
})

t.test('a call that is long past is not said any more, and a newer one is', async (t) => {
  const queue = createCallQueue()
  queue.show([first], [first], 0)
  queue.show([second, first], [second], 10_000)
  t.strictSame(queue.next(LONG_MS), second)
  t.equal(queue.next(LONG_MS), undefined)
})

t.test('all counters call at once, and each call is said', async (t) => {
  const queue = createCallQueue()
  const counters = ['1', '2', '3', '4', '5', '6', '7', '8']
  let board: Call[] = []
  for (const counter of counters) {
    const call = callOf(counter, counter)
    board = [call, ...board].slice(0, BOARD_CALLS)
    queue.show(board, [call], 0)
    // The first is said as soon as it is called, before the others are.
    if (counter === '1') t.strictSame(queue.next(0), call)
  }
  const said = counters.slice(1).map((_, at) => queue.next((at + 1) * ANNOUNCED_MS)?.counter)
  t.strictSame(said, counters.slice(1))
})

t.test('a clock that is set does not keep old calls for later', async (t) => {
  const queue = createCallQueue()
  queue.show([first], [first], 10 * LONG_MS)
  t.equal(queue.next(0), undefined)
})

t.test('no more wait than the screen shows, whatever comes', async (t) => {
  const counters = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(counters, (all) => {
      const queue = createCallQueue()
      let board: Call[] = []
      for (const [at, counter] of all.entries()) {
        const call = callOf(String(at), String(counter))
        board = [call, ...board].slice(0, BOARD_CALLS)
        queue.show(board, [call], 0)
      }
      const said: string[] = []
      for (let call = queue.next(0); call; call = queue.next(0)) said.push(call.id)
      t.ok(said.length <= BOARD_CALLS)
      t.equal(said.at(-1), String(all.length - 1), 'the newest is always said')
      t.strictSame(
        said,
        [...said].sort((a, b) => Number(a) - Number(b)),
      )
      const atCounters = said.map((id) => all[Number(id)])
      t.equal(new Set(atCounters).size, atCounters.length, 'one of each counter')
    }),
  )
})
