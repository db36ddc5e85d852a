import { Queue, type Job as QueuedJob, Worker } from 'bullmq'
import type { Logger } from 'pino'
import { createClient } from 'redis'
import { type Job, type JobMap, type JobName, type JobQueue, jobId, jobNames } from './queue.ts'
import { type JobTools, runJob } from './run-job.ts'

const PREFIX = 'dawr'
/** Adds that Redis has not answered yet; beyond it jobs are left to the sweep. */
const ADDING_MAX = 5000
const RECONNECT_MAX_MS = 2000
/** How long closing may wait for Redis once the running jobs are done. */
const CLOSE_WAIT_MS = 3000

/** Neither a job that is done nor one that failed is kept: the same id must be free again. */
const KEEP_NONE = { count: 0 } as const

type Client = ReturnType<typeof connect>

/** A connection that is sought again for ever, and says once when it goes and when it comes. */
const connect = (url: string, log: Logger) => {
  const client = createClient({
    url,
    socket: { reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, RECONNECT_MAX_MS) },
  })
  let away = false
  client.on('error', (error: Error) => {
    if (!away) log.warn({ err: error }, 'Redis is away; what is owed waits in the database')
    away = true
  })
  client.on('ready', () => {
    if (away) log.info('Redis is back')
    away = false
  })
  // Every queue and every worker listens to it.
  client.setMaxListeners(jobNames.length * 4)
  client.connect().catch((error: unknown) => {
    // Refused only when closed before Redis was ever there.
    log.debug({ err: error }, 'gave up connecting to Redis')
  })
  return client
}

/** The jobs of one name in Redis, and the worker for them where this process has one. */
const openLane = <N extends JobName>(name: N, client: Client, tools: JobTools, works: boolean) => {
  const { log } = tools
  // The version check would ask Redis once and, if that one answer is lost, never try again.
  const shared = { connection: client, prefix: PREFIX, skipVersionCheck: true }
  const queue = new Queue<unknown, void, string>(name, shared)
  const running = new Set<Promise<unknown>>()
  let adding = 0

  /** What is to run again, until the queue has let go of its id: the pause in milliseconds. */
  const again = new Map<string, number>()
  const pausing = new Set<NodeJS.Timeout>()

  const process = async ({ id = '', data }: QueuedJob<JobMap[N], void, string>) => {
    const work = runJob<N>(tools, { name, data })
    running.add(work)
    const outcome = await work.finally(() => running.delete(work))
    if ('again' in outcome) again.set(id, outcome.again.inMs)
  }
  /**
   * Adds a job anew after its pause. A job that waits in Redis for a time of day would block its
   * id for as long as a clock is put back; should this process end first, the sweep adds it.
   */
  const pauseThenAdd = ({ id = '', data }: QueuedJob<JobMap[N], void, string>) => {
    const inMs = again.get(id)
    if (inMs === undefined || !again.delete(id)) return
    const timer = setTimeout(() => {
      pausing.delete(timer)
      void add({ name, data } as Job<N>)
    }, inMs)
    timer.unref()
    pausing.add(timer)
  }
  const worker = works
    ? new Worker<JobMap[N], void, string>(name, process, {
        ...shared,
        concurrency: tools.handlers[name].concurrency,
        removeOnComplete: KEEP_NONE,
        removeOnFail: KEEP_NONE,
        runRetryDelay: 1000,
        // A job taken by a worker that died, or whose answer was lost, blocks its id until another
        // worker notices. Should it notice too early, the claim in the database stands in the way.
        lockDuration: 5000,
        stalledInterval: 2500,
      })
    : null
  // Redis going away shows up in every command on its way; the client has said so once.
  const onError = (error: Error) => {
    if (client.isReady) log.warn({ job: name, err: error }, 'a job queue met an error')
    else log.debug({ job: name, err: error }, 'a job queue is without Redis')
  }
  queue.on('error', onError)
  worker?.on('error', onError)
  worker?.on('completed', pauseThenAdd)

  const add = async (job: Job<N>) => {
    const id = jobId(job)
    if (!client.isReady || adding >= ADDING_MAX) {
      log.debug({ job: id }, 'left to the sweep: Redis is away or slow')
      return
    }
    adding += 1
    try {
      await queue.add(name, job.data, {
        jobId: id,
        removeOnComplete: true,
        removeOnFail: true,
      })
    } catch (error) {
      // Redis went away with the command on its way.
      log.debug({ job: id, err: error }, 'left to the sweep: Redis did not take it')
    } finally {
      adding -= 1
    }
  }

  /** Begins nothing more, and resolves when what runs has ended. */
  const finish = async () => {
    await worker?.pause(true)
    await Promise.all(running)
    for (const timer of pausing) clearTimeout(timer)
  }
  const leave = async () => {
    // Without Redis a worker would wait for it for ever.
    await worker?.close(!client.isReady)
    await queue.close()
  }
  return { add, finish, leave }
}

/**
 * Jobs in Redis, worked on by every process that has workers. Redis may be away, killed or emptied
 * at any time: `add` then drops the job, and the sweep adds it again from the database.
 * @param works whether this process has workers, or only adds
 */
export const bullQueue = ({
  url,
  works,
  ...tools
}: JobTools & { url: string; works: boolean }): JobQueue => {
  const client = connect(url, tools.log)
  const lanes: { [N in JobName]: ReturnType<typeof openLane<N>> } = {
    print_slip: openLane('print_slip', client, tools, works),
    send_notice: openLane('send_notice', client, tools, works),
    tell_nearly_turn: openLane('tell_nearly_turn', client, tools, works),
    bring_back: openLane('bring_back', client, tools, works),
    close_days: openLane('close_days', client, tools, works),
    forget: openLane('forget', client, tools, works),
    remind_cards: openLane('remind_cards', client, tools, works),
  }
  let closed: Promise<void> | undefined
  const close = async () => {
    await Promise.all(jobNames.map((name) => lanes[name].finish()))
    await Promise.race([
      Promise.all(jobNames.map((name) => lanes[name].leave())),
      new Promise((resolve) => setTimeout(resolve, CLOSE_WAIT_MS).unref()),
    ])
    if (client.isOpen) client.destroy()
  }
  return {
    add: <N extends JobName>(job: Job<N>) => {
      if (!closed) void lanes[job.name].add(job)
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
