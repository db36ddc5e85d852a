import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Queue, Worker } from 'bullmq'
import { createClient } from 'redis'
import { UNDER_WAY_MAX } from '../../src/notices/channel.ts'
import { answerParent } from '../child.ts'

/**
 * Bare BullMQ on the Redis of the environment: jobs that do nothing, and jobs that append one line
 * durably to a file; those that come together share a sync, as they do in the server.
 */
const { REDIS_URL = '' } = process.env

const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bare-'))
const file = await open(join(dataDir, 'lines.jsonl'), 'a')
const client = createClient({ url: REDIS_URL })
client.setMaxListeners(20)
await client.connect()

interface LineJob {
  noticeId: string
}

const lineOf = ({ noticeId }: LineJob): string =>
  `${JSON.stringify({
    at: new Date().toISOString(),
    to: '+97336000000',
    text: 'رقمك A-014، تجديد البطاقة، مركز مدينة عيسى\nhttp://127.0.0.1:3000/t/018f2b5e-0000-7000-8000-000000000000#AAAAAAAAAAAAAAAAAAAAAA',
    parts: 3,
    noticeId,
  })}\n`

let waiting: { line: string; done: () => void }[] = []
let isWriting = false
const writeAll = async (): Promise<void> => {
  isWriting = true
  while (waiting.length > 0) {
    const some = waiting
    waiting = []
    await file.appendFile(some.map(({ line }) => line).join(''))
    await file.datasync()
    for (const { done } of some) done()
  }
  isWriting = false
}
const append = (line: string): Promise<void> =>
  new Promise((done, fail) => {
    waiting.push({ line, done })
    if (!isWriting) writeAll().catch(fail)
  })

const openLane = (name: string, work: (job: LineJob) => Promise<void>) => {
  const shared = { connection: client, prefix: 'bare' }
  const queue = new Queue<LineJob, void, string>(name, shared)
  let left = 0
  let emptied = () => {}
  const worker = new Worker<LineJob, void, string>(name, async ({ data }) => work(data), {
    ...shared,
    concurrency: UNDER_WAY_MAX,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  })
  worker.on('completed', () => {
    left -= 1
    if (left === 0) emptied()
  })
  let added = 0
  return {
    /** Adds so many jobs and waits for the last of them. @returns ms */
    run: async (amount: number): Promise<number> => {
      const beganAt = performance.now()
      left = amount
      const done = new Promise<void>((resolve) => {
        emptied = resolve
      })
      const add = () => {
        const noticeId = `ticket_issued-${++added}`
        return queue.add(name, { noticeId }, { jobId: noticeId, removeOnComplete: true })
      }
      await Promise.all(Array.from({ length: amount }, add))
      await done
      return performance.now() - beganAt
    },
    close: async () => {
      await worker.close()
      await queue.close()
    },
  }
}

const lanes = {
  nothing: openLane('nothing', async () => undefined),
  line: openLane('line', (job) => append(lineOf(job))),
}

const calls = {
  run: ({ job, amount }: { job: keyof typeof lanes; amount: number }) => lanes[job].run(amount),
}
export type BareQueueCalls = typeof calls

answerParent(calls, async () => {
  await Promise.all(Object.values(lanes).map((lane) => lane.close()))
  client.destroy()
  await file.close()
  rmSync(dataDir, { recursive: true, force: true })
})
