import t from 'tap'
import { openSharedViews } from '../../src/live/shared-views.ts'

t.test(
  'a view is begun at once, and a thousand who ask while it is computed are given the next',
  async (t) => {
    const shared = openSharedViews()
    let truth = 1
    let computed = 0
    const gates: (() => void)[] = []
    const compute = async () => {
      computed += 1
      const seen = truth
      await new Promise<void>((resolve) => gates.push(resolve))
      return seen
    }
    const first = shared('board', compute)
    t.equal(computed, 1, 'at once')
    const turn = () => new Promise(setImmediate)
    await turn()
    truth = 2
    const later = Array.from({ length: 1000 }, () => shared('board', compute))
    await turn()
    t.equal(computed, 1, 'one at a time')
    gates.shift()?.()
    t.equal(await first, 1)
    await turn()
    gates.shift()?.()
    t.same(new Set(await Promise.all(later)), new Set([2]), 'as new as their asking')
    t.equal(computed, 2)
  },
)

t.test('a view that failed fails for those who asked for it, and for nobody after', async (t) => {
  const shared = openSharedViews()
  const failing = shared('board', () => Promise.reject(new Error('away')))
  const other = shared('post', async () => 'here')
  await t.rejects(failing, /away/)
  t.equal(await other, 'here', 'each name by itself')
  t.equal(await shared('board', async () => 'back'), 'back')
})
