import t from 'tap'
import { inlineQueue } from '../../src/jobs/inline.ts'
import { pauseAfter } from '../../src/jobs/pauses.ts'
import { type Job, type JobName, type JobOutcome, jobId, jobNames } from '../../src/jobs/queue.ts'
import type { JobRun } from '../../src/jobs/run-job.ts'
import { startSweep } from '../../src/jobs/sweep.ts'
import { handSetClock } from '../databases.ts'
import { handlersWith, silent } from '../notices/given.ts'

const clock = handSetClock()
const DONE: JobOutcome = { done: true }
const tools = { log: silent, clock }
const notice = (noticeId: string) => ({ name: 'send_notice', data: { noticeId } }) as const

/** Something a test can wait for, and let go. */
const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

t.test('pauses grow and then stay; after the last attempt there is none', async (t) => {
  for (const name of jobNames) {
    const pauses: number[] = []
    for (let n = 1; ; n += 1) {
      const pause = pauseAfter(name, n)
      if (pause === null) break
      pauses.push(pause)
    }
    t.ok(pauses.length > 0 && pauses.length <= 100, name)
    t.same(
      pauses,
      pauses.toSorted((a, b) => a - b),
    )
  }
})

t.test('the same work has the same id, one that BullMQ takes', async (t) => {
  const ids = [
    jobId({ name: 'print_slip', data: { printId: '1' } }),
    jobId({ name: 'send_notice', data: { noticeId: '1' } }),
    jobId({ name: 'send_notice', data: { noticeId: 'card_ready-a:b' } }),
    jobId({ name: 'tell_nearly_turn', data: { centreId: '1' } }),
    jobId({ name: 'close_days', data: { centreId: '1' } }),
  ]
  t.equal(new Set(ids).size, ids.length)
  for (const id of ids) t.notMatch(id, /:|^\d+$/)
})

t.test('every job name has its handler', async (t) => {
  t.same(Object.keys(handlersWith({})).toSorted(), [...jobNames].toSorted())
})

t.test('adding does none of the work itself', async (t) => {
  let ran = false
  const ended = gate()
  const run = async () => {
    ran = true
    ended.open()
    return DONE
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 1 } })
  const queue = inlineQueue({ ...tools, handlers })
  queue.add(notice('n'))
  t.notOk(ran)
  await ended.opened
  await queue.close()
})

t.test('so many run at once, in the order they came', async (t) => {
  const order: string[] = []
  let running = 0
  let most = 0
  const all = gate()
  const run = async ({ noticeId }: { noticeId: string }) => {
    running += 1
    most = Math.max(most, running)
    order.push(noticeId)
    await new Promise(setImmediate)
    running -= 1
    if (order.length === 20) all.open()
    return DONE
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 3 } })
  const queue = inlineQueue({ ...tools, handlers })
  const ids = Array.from({ length: 20 }, (_, n) => `n-${n}`)
  for (const id of ids) queue.add(notice(id))
  await all.opened
  await queue.close()
  t.equal(most, 3)
  t.same(order, ids)
})

t.test('a job that waits is not added twice; one that runs is run once more', async (t) => {
  const first = gate()
  const third = gate()
  let runs = 0
  const run = async () => {
    runs += 1
    if (runs === 1) await first.opened
    if (runs === 2) third.open()
    return DONE
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 2 } })
  const queue = inlineQueue({ ...tools, handlers })
  queue.add(notice('n'))
  await new Promise(setImmediate)
  t.equal(runs, 1, 'it runs')
  for (let n = 0; n < 5; n += 1) queue.add(notice('n'))
  await new Promise(setImmediate)
  t.equal(runs, 1, 'never twice at the same time')
  first.open()
  await third.opened
  await queue.close()
  t.equal(runs, 2)
})

t.test('a job that asks for another try runs again after its pause', async (t) => {
  const twice = gate()
  const startedAt: number[] = []
  const run = async (): Promise<JobOutcome> => {
    startedAt.push(performance.now())
    if (startedAt.length === 1) return { again: { inMs: 50 } }
    twice.open()
    return DONE
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 1 } })
  const queue = inlineQueue({ ...tools, handlers })
  queue.add(notice('n'))
  const awake = setInterval(() => {}, 1000)
  await twice.opened
  clearInterval(awake)
  await queue.close()
  const [first = 0, second = 0] = startedAt
  t.ok(second - first >= 45, `${second - first} ms`)
})

t.test('a handler that throws takes nothing with it, and is counted', async (t) => {
  const runs: JobRun[] = []
  const done = gate()
  const run = async ({ noticeId }: { noticeId: string }) => {
    if (noticeId === 'bad') throw new Error('a bug')
    done.open()
    return DONE
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 1 } })
  const queue = inlineQueue({ ...tools, handlers, onRun: (one) => void runs.push(one) })
  queue.add(notice('bad'))
  queue.add(notice('good'))
  await done.opened
  await queue.close()
  t.same(
    runs.map(({ outcome }) => outcome),
    ['threw', 'done'],
  )
})

t.test('closing waits for what runs and begins nothing more', async (t) => {
  const hold = gate()
  const ended: string[] = []
  const run = async ({ noticeId }: { noticeId: string }): Promise<JobOutcome> => {
    await hold.opened
    ended.push(noticeId)
    return { again: { inMs: 1 } }
  }
  const handlers = handlersWith({ send_notice: { run, owed: async () => [], concurrency: 1 } })
  const queue = inlineQueue({ ...tools, handlers })
  queue.add(notice('n-1'))
  queue.add(notice('n-2'))
  const closed = queue.close()
  queue.add(notice('n-3'))
  t.same(ended, [])
  hold.open()
  await closed
  t.same(ended, ['n-1'])
})

t.test('the sweep adds what is owed, at once and again and again', async (t) => {
  const added: string[] = []
  const enough = gate()
  const owed = async () => [{ noticeId: 'n-1' }, { noticeId: 'n-2' }]
  const handlers = handlersWith({ send_notice: { run: async () => DONE, owed, concurrency: 1 } })
  const jobs = {
    add: <N extends JobName>(job: Job<N>) => {
      added.push(jobId(job))
      if (added.length === 6) enough.open()
    },
    close: async () => {},
  }
  const sweep = startSweep({ ...tools, handlers, jobs, everyMs: 5 })
  const awake = setInterval(() => {}, 1000)
  await enough.opened
  clearInterval(awake)
  await sweep.stop()
  t.same(added.slice(0, 4), [
    'send_notice-n-1',
    'send_notice-n-2',
    'send_notice-n-1',
    'send_notice-n-2',
  ])
})

t.test(
  'a question that fails does not end the sweep, nor keep the others from theirs',
  async (t) => {
    const asked = gate()
    let tries = 0
    const handlers = handlersWith({
      print_slip: {
        run: async () => DONE,
        owed: async () => {
          throw new Error('the database is away')
        },
        concurrency: 1,
      },
      send_notice: {
        run: async () => DONE,
        owed: async () => {
          tries += 1
          if (tries === 3) asked.open()
          return []
        },
        concurrency: 1,
      },
    })
    const queue = inlineQueue({ ...tools, handlers })
    const sweep = startSweep({ ...tools, handlers, jobs: queue, everyMs: 5 })
    const awake = setInterval(() => {}, 1000)
    await asked.opened
    clearInterval(awake)
    await sweep.stop()
    await queue.close()
    t.ok(tries >= 3)
  },
)
