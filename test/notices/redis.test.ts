import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from 'redis'
import t, { type Test } from 'tap'
import { openPostgres } from '../../src/db/open-postgres.ts'
import type { Database } from '../../src/db/transact.ts'
import { bullQueue } from '../../src/jobs/bullmq.ts'
import type { JobQueue } from '../../src/jobs/queue.ts'
import { type Sweep, startSweep } from '../../src/jobs/sweep.ts'
import { fileChannel } from '../../src/notices/file-channel.ts'
import { type Engine, engines, freshPostgres, openDatabase, temporaryFolder } from '../databases.ts'
import { type Server, startRedis } from '../servers.ts'
import {
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  handlersWith,
  linesOf,
  noticeStates,
  PHONE,
  silent,
} from './given.ts'

const NOTICES = 500
// A job that was on its way when Redis died is noticed after some seconds, and that several times.
t.setTimeout(170_000)
const clock = { now: () => Date.now() }

interface Sender {
  jobs: JobQueue
  stop(): Promise<void>
}

/** What a worker process runs: a queue with its workers, the channel, and the sweep. */
const startSender = (db: Database, url: string, smsPath: string, works = true): Sender => {
  const channel = fileChannel({ path: smsPath, clock })
  const handlers = handlersWith({ send_notice: handlerFor(db, clock, channel) })
  const jobs = bullQueue({ url, works, handlers, log: silent, clock })
  const sweep: Sweep | null = works
    ? startSweep({ handlers, jobs, clock, log: silent, everyMs: 200 })
    : null
  return {
    jobs,
    stop: async () => {
      await sweep?.stop()
      await jobs.close()
    },
  }
}

const sent = async (db: Database): Promise<number> => (await noticeStates(db)).sent ?? 0

/** Looks again and again until so many are sent. */
const untilSent = async (db: Database, count: number): Promise<void> => {
  while ((await sent(db)) < count) await new Promise((resolve) => setTimeout(resolve, 20))
}

const dataFolder = async (url: string): Promise<string> => {
  const redis = createClient({ url })
  await redis.connect()
  const { dir } = await redis.configGet('dir')
  redis.destroy()
  if (!dir) throw new Error('Redis has no data folder')
  return dir
}

/** Ends Redis without a warning and starts it again, with what it had on disk or with nothing. */
const crash = async (redis: Server, keeps: 'nothing' | 'its file'): Promise<void> => {
  const folder = await dataFolder(redis.url)
  await redis.kill()
  if (keeps === 'nothing')
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  await redis.start()
}

const eachSentOnce = async (t: Test, db: Database, smsPath: string, count: number) => {
  t.same(await noticeStates(db), { sent: count })
  const ids = linesOf(smsPath).map((line) => line.noticeId)
  t.equal(ids.length, count)
  t.equal(new Set(ids).size, count, 'none twice')
}

const open = async (t: Test, engine: Engine): Promise<Database> => {
  if (engine === 'sqlite') return openDatabase(t, engine, clock)
  let closing = false
  const db = await openPostgres(await freshPostgres(t), clock, (error) => {
    // The database is dropped while the last of many connections still say goodbye.
    if (!closing) t.fail(error.message)
  })
  t.teardown(() => {
    closing = true
    return db.close()
  })
  return db
}

const given = async (t: Test, engine: Engine) => {
  const db = await open(t, engine)
  await givenCentre(db)
  return { db, redis: await startRedis(t), smsPath: join(temporaryFolder(t), 'sms.jsonl') }
}

for (const [engine, keeps] of [
  ['sqlite', 'nothing'],
  ['sqlite', 'its file'],
  ['postgres', 'nothing'],
  ['postgres', 'its file'],
] as const) {
  t.test(`Redis killed while sending, back with ${keeps}: each once (${engine})`, async (t) => {
    const { db, redis, smsPath } = await given(t, engine)
    const senders = [startSender(db, redis.url, smsPath), startSender(db, redis.url, smsPath)]
    const web = startSender(db, redis.url, smsPath, false)
    let written = 0
    const write = async () => {
      while (written < NOTICES) {
        written += 1
        const noticeId = await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))
        if (noticeId) web.jobs.add({ name: 'send_notice', data: { noticeId } })
      }
    }
    const writing = write()
    await untilSent(db, 100)
    await crash(redis, keeps)
    const afterFirst = await sent(db)
    t.ok(
      afterFirst < NOTICES,
      `for this test to mean anything: ${afterFirst} sent when it was back`,
    )
    await untilSent(db, Math.min(NOTICES, afterFirst + 100))
    await crash(redis, keeps)
    await writing
    await untilSent(db, NOTICES)
    await Promise.all([...senders, web].map((one) => one.stop()))
    await eachSentOnce(t, db, smsPath, NOTICES)
  })
}

for (const engine of engines) {
  t.test(`with Redis away at the start, what was written is sent later (${engine})`, async (t) => {
    const { db, redis, smsPath } = await given(t, engine)
    await redis.stop()
    const sender = startSender(db, redis.url, smsPath)
    for (let n = 0; n < 20; n += 1)
      await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))
    t.same(await noticeStates(db), { queued: 20 })
    await redis.start()
    await untilSent(db, 20)
    await sender.stop()
    await eachSentOnce(t, db, smsPath, 20)
  })

  t.test(`one notice, twenty handlers, two queues: one SMS (${engine})`, async (t) => {
    const { db, redis, smsPath } = await given(t, engine)
    const noticeId = await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))
    if (!noticeId) throw new Error('the notice was there before')
    const senders = [startSender(db, redis.url, smsPath), startSender(db, redis.url, smsPath)]
    const handlers = Array.from({ length: 20 }, () =>
      handlerFor(db, clock, fileChannel({ path: smsPath, clock })),
    )
    for (const { jobs } of senders) jobs.add({ name: 'send_notice', data: { noticeId } })
    await Promise.all(handlers.map((handler) => handler.run({ noticeId })))
    await untilSent(db, 1)
    await Promise.all(senders.map((one) => one.stop()))
    await eachSentOnce(t, db, smsPath, 1)
  })
}

t.test('Redis never sees a phone number or a text', async (t) => {
  const { db, redis, smsPath } = await given(t, 'sqlite')
  const web = startSender(db, redis.url, smsPath, false)
  const reader = createClient({ url: redis.url })
  await reader.connect()
  t.teardown(() => reader.destroy())
  const ticket = await givenTicket(db, clock.now())
  const noticeId = await givenNotice(db, 'ticket_issued', ticket)
  if (!noticeId) throw new Error('the notice was there before')
  const key = `dawr:send_notice:send_notice-${noticeId}`
  while (!(await reader.exists(key))) web.jobs.add({ name: 'send_notice', data: { noticeId } })
  const stored: string[] = []
  for (const name of await reader.keys('*')) {
    const type = await reader.type(name)
    const value =
      type === 'hash'
        ? await reader.hGetAll(name)
        : type === 'list'
          ? await reader.lRange(name, 0, -1)
          : type === 'zset'
            ? await reader.zRange(name, 0, -1)
            : type === 'stream'
              ? await reader.xRange(name, '-', '+')
              : await reader.get(name)
    stored.push(`${name} ${JSON.stringify(value)}`)
  }
  const all = stored.join('\n')
  t.match(all, noticeId, 'for this test to mean anything')
  t.notMatch(all, PHONE.slice(1))
  t.notMatch(all, PHONE.slice(4))
  t.notMatch(all, /رقمك|https?:/)
  await web.stop()
})
