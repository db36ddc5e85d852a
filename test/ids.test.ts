import t from 'tap'
import { openIds } from '../src/ids.ts'

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const timeOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

t.test('ids say when they were made, and each is greater than the one before', async (t) => {
  let now = Date.UTC(2026, 10, 24)
  const ids = openIds({ now: () => now })
  const first = ids.next()
  t.match(first, V7)
  t.equal(timeOf(first), now)

  // More in one millisecond than are told apart in one, then later, then a clock that is put back.
  const made = [first]
  for (let n = 0; n < 5000; n++) made.push(ids.next())
  now += 5
  made.push(ids.next())
  t.equal(timeOf(made.at(-1) ?? ''), now)
  now -= 60_000
  for (let n = 0; n < 10; n++) made.push(ids.next())
  t.strictSame(made.toSorted(), made)
  t.equal(new Set(made).size, made.length)
  t.ok(made.every((id) => V7.test(id)))
})

t.test('two processes that begin in the same millisecond make different ids', async (t) => {
  const clock = { now: () => 1_700_000_000_000 }
  t.not(openIds(clock).next(), openIds(clock).next())
})
