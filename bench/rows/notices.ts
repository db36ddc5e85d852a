import { startRedis } from '../../test/servers.ts'
import type { BareQueueCalls } from '../bare/queue.process.ts'
import { startChild } from '../child.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { byTurns, rateRow, type Sample } from '../figures.ts'
import { openUndos } from '../undos.ts'
import type { Bench } from './run.ts'

const NOTICES = 2000
const WARM_UP = 500
const LEAST = 0.6

/** Messages a second through BullMQ, from written to recorded as sent, against bare BullMQ. */
export const noticeRows: Bench = async ({ rounds, serverFlags }) => {
  const undos = openUndos()
  try {
    // One each, so that neither finds the other's keys; only one of them works at a time.
    const [ourRedis, bareRedis] = [await startRedis(undos), await startRedis(undos)]
    const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags, { REDIS_URL: ourRedis.url })
    undos.teardown(dawr.stop)
    const bare = startChild<BareQueueCalls>('bare/queue.process.ts', [], {
      REDIS_URL: bareRedis.url,
    })
    undos.teardown(bare.stop)

    const rateOf = (amount: number, ms: number): Sample => ({ perSecond: (amount * 1000) / ms })
    const send = async (amount: number): Promise<Sample> => {
      const tickets = await dawr.ask('wait', { count: amount })
      return rateOf(amount, await dawr.ask('sendNotices', { tickets }))
    }
    const run = async (job: 'line' | 'nothing', amount: number): Promise<Sample> =>
      rateOf(amount, await bare.ask('run', { job, amount }))

    await send(WARM_UP)
    await run('line', WARM_UP)
    await run('nothing', WARM_UP)
    const againstLine = await byTurns(
      rounds,
      () => send(NOTICES),
      () => run('line', NOTICES),
    )
    const againstNothing = await byTurns(
      rounds,
      () => send(NOTICES),
      () => run('nothing', NOTICES),
    )
    return [
      rateRow('notices through BullMQ; bare jobs append one durable line', againstLine, LEAST),
      rateRow('notices through BullMQ; bare jobs do nothing', againstNothing, null),
    ]
  } finally {
    await undos.undoAll()
  }
}
