import t from 'tap'
import { isTold } from '../../src/live/ticket-places.ts'

t.test('who is nearly called is told at once, who is far back every few seconds', async (t) => {
  t.ok(isTold({ ahead: 9 }, 0))
  t.notOk(isTold({ ahead: 10 }, 4_999))
  t.ok(isTold({ ahead: 10 }, 5_000))
  t.ok(isTold({ ahead: 300 }, Number.POSITIVE_INFINITY), 'and of the first move at once')
})
