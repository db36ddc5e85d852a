import { createClient } from 'redis'
import t, { type Test } from 'tap'
import type { Clock } from '../../src/deps.ts'
import { bullQueue } from '../../src/jobs/bullmq.ts'
import type { JobOutcome, JobQueue } from '../../src/jobs/queue.ts'
import { handlersWith, silent } from '../notices/given.ts'
import { freePort, startRedis } from '../servers.ts'

const DONE: JobOutcome = { done: true }
const notice = (noticeId: string) => ({ name: 'send_notice', data: { noticeId } }) as const

interface Given {
  url: string
  works?: boolean
  concurrency?: number
  clock?: Clock
  run: (data: { noticeId: string }) => Promise<JobOutcome>
}

const open = ({ url, works = true, concurrency = 4, clock = Date, run }: Given): JobQueue =>
  bullQueue({
    url,
    works,
    handlers: handlersWith({ send_notice: { run, owed: async () => [], concurrency } }),
    log: silent,
    clock,
  })

/**
 * Looks until something has happened, and does `meanwhile` each time: a queue that has just been
 * opened drops what is added until it has reached Redis.
 */
const until = async (condition: () => boolean, meanwhile = () => {}): Promise<void> => {
  while (!condition()) {
    meanwhile()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const redisOf = async (t: Test, url: string) => {
  const redis = createClient({ url })
  redis.on('error', () => {})
  await redis.connect()
  t.teardown(() => redis.destroy())
  return redis
}

t.test('one process adds, another works, and nothing is kept afterwards', async (t) => {
  const { url } = await startRedis(t)
  const ran: string[] = []
  const never = async () => {
    throw new Error('a process without workers worked')
  }
  const web = open({ url, works: false, run: never })
  const worker = open({
    url,
    run: async ({ noticeId }) => {
      ran.push(noticeId)
      return DONE
    },
  })
  await until(
    () => ran.length > 0,
    () => web.add(notice('first')),
  )
  const before = ran.length
  for (let n = 0; n < 50; n += 1) web.add(notice(`n-${n}`))
  await until(() => new Set(ran).size === 51)
  t.ok(ran.length >= before + 50)
  await Promise.all([web.close(), worker.close()])
  const redis = await redisOf(t, url)
  t.same(await redis.keys('dawr:send_notice:send_notice-*'), [], 'the ids are free again')
})

t.test('a job that waits is not added twice', async (t) => {
  const { url } = await startRedis(t)
  const web = open({ url, works: false, run: async () => DONE })
  const redis = await redisOf(t, url)
  let keys: string[] = []
  while (keys.length === 0) {
    web.add(notice('n'))
    keys = await redis.keys('dawr:send_notice:send_notice-*')
  }
  for (let n = 0; n < 20; n += 1) web.add(notice('n'))
  const ran: string[] = []
  await web.close()
  const worker = open({
    url,
    run: async ({ noticeId }) => {
      ran.push(noticeId)
      return DONE
    },
  })
  await until(() => ran.length > 0)
  await worker.close()
  t.same(ran, ['n'])
})

t.test('a job that asks for another try runs again after its pause', async (t) => {
  const { url } = await startRedis(t)
  const startedAt: number[] = []
  const queue = open({
    url,
    run: async () => {
      startedAt.push(performance.now())
      return startedAt.length === 1 ? { again: { inMs: 300 } } : DONE
    },
  })
  await until(
    () => startedAt.length > 0,
    () => queue.add(notice('n')),
  )
  await until(() => startedAt.length > 1)
  await queue.close()
  const [first = 0, second = 0] = startedAt
  t.ok(second - first >= 290, `${second - first} ms`)
})

t.test('a job whose clock is put back runs again after its pause all the same', async (t) => {
  const { url } = await startRedis(t)
  let aheadMs = 3_600_000
  let runs = 0
  const queue = open({
    url,
    clock: { now: () => Date.now() + aheadMs },
    run: async () => {
      runs += 1
      return runs === 1 ? { again: { inMs: 50 } } : DONE
    },
  })
  await until(
    () => runs > 0,
    () => queue.add(notice('n')),
  )
  aheadMs = 0
  await until(() => runs > 1)
  t.equal(runs, 2)
  await queue.close()
})

t.test('a handler that throws leaves its id free', async (t) => {
  const { url } = await startRedis(t)
  let runs = 0
  const queue = open({
    url,
    run: async () => {
      runs += 1
      throw new Error('a bug')
    },
  })
  await until(
    () => runs >= 2,
    () => queue.add(notice('n')),
  )
  await queue.close()
  t.ok(runs >= 2)
})

t.test(
  'with Redis away from the start, adding returns, closing ends, and it works once it is there',
  async (t) => {
    const redis = await startRedis(t)
    await redis.stop()
    const ran: string[] = []
    const run = async ({ noticeId }: { noticeId: string }) => {
      ran.push(noticeId)
      return DONE
    }
    const hopeless = open({ url: `redis://127.0.0.1:${await freePort()}`, run })
    hopeless.add(notice('lost'))
    const startedAt = performance.now()
    await hopeless.close()
    t.ok(performance.now() - startedAt < 4000, 'it closes')

    const queue = open({ url: redis.url, run })
    for (let n = 0; n < 100; n += 1) queue.add(notice(`early-${n}`))
    t.same(ran, [])
    await redis.start()
    await until(
      () => ran.includes('late'),
      () => queue.add(notice('late')),
    )
    await queue.close()
    t.notOk(ran.includes('lost'))
  },
)

t.test('Redis killed and back, twice: the workers go on', async (t) => {
  const redis = await startRedis(t)
  const ran = new Set<string>()
  const queue = open({
    url: redis.url,
    run: async ({ noticeId }) => {
      ran.add(noticeId)
      return DONE
    },
  })
  for (const round of ['first', 'second', 'third']) {
    await until(
      () => ran.has(round),
      () => queue.add(notice(round)),
    )
    await redis.kill()
    for (let n = 0; n < 10; n += 1) queue.add(notice(`${round}-away`))
    await redis.start()
  }
  await until(
    () => ran.has('last'),
    () => queue.add(notice('last')),
  )
  await queue.close()
  t.ok(ran.has('third'))
})

t.test('closing waits for what runs', async (t) => {
  const { url } = await startRedis(t)
  let started = false
  let ended = false
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const queue = open({
    url,
    run: async () => {
      started = true
      await held
      ended = true
      return DONE
    },
  })
  await until(
    () => started,
    () => queue.add(notice('n')),
  )
  const closed = queue.close()
  setTimeout(letGo, 100)
  await closed
  t.ok(ended)
})
