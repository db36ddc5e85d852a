import { setImmediate } from 'node:timers/promises'
import { type Job, type JobName, type JobQueue, jobId, jobNames } from './queue.ts'
import { type JobTools, runJob } from './run-job.ts'

/** The most jobs of one name that wait in memory; what is beyond waits in the database. */
const WAITING_MAX = 10_000

/** The jobs of one name: first in, first out, each id once, so many at a time. */
const openLane = <N extends JobName>(name: N, tools: JobTools) => {
  const { concurrency } = tools.handlers[name]
  const waiting = new Map<string, Job<N>>()
  const running = new Map<string, Promise<void>>()
  const pausing = new Map<string, NodeJS.Timeout>()
  let closed = false

  const add = (job: Job<N>) => {
    const id = jobId(job)
    if (closed || (waiting.size >= WAITING_MAX && !waiting.has(id))) return
    clearTimeout(pausing.get(id))
    pausing.delete(id)
    waiting.set(id, job)
    startNext()
  }

  const startNext = () => {
    for (const [id, job] of waiting) {
      if (running.size >= concurrency) return
      // It may know nothing of what it was added for this time, so it runs once more afterwards.
      if (running.has(id)) continue
      waiting.delete(id)
      running.set(id, work(id, job))
    }
  }

  const work = async (id: string, job: Job<N>) => {
    // The adder goes on first, and so do the answers and views that were waited for together with
    // it: what is done later must not stand before a call on its way to the lobby.
    await setImmediate()
    const outcome = await runJob(tools, job)
    running.delete(id)
    if ('again' in outcome && !closed && !waiting.has(id)) {
      const timer = setTimeout(() => add(job), outcome.again.inMs)
      timer.unref()
      pausing.set(id, timer)
    }
    startNext()
  }

  const close = async () => {
    closed = true
    waiting.clear()
    for (const timer of pausing.values()) clearTimeout(timer)
    pausing.clear()
    await Promise.all(running.values())
  }

  return { add, close }
}

/**
 * Jobs in this process, for an installation without Redis. Nothing is kept: what is lost with the
 * process is owed in the database and swept up at the next start.
 */
export const inlineQueue = (tools: JobTools): JobQueue => {
  const lanes: { [N in JobName]: { add(job: Job<N>): void; close(): Promise<void> } } = {
    print_slip: openLane('print_slip', tools),
    send_notice: openLane('send_notice', tools),
    tell_nearly_turn: openLane('tell_nearly_turn', tools),
    bring_back: openLane('bring_back', tools),
    close_days: openLane('close_days', tools),
    forget: openLane('forget', tools),
    remind_cards: openLane('remind_cards', tools),
  }
  return {
    add: <N extends JobName>(job: Job<N>) => lanes[job.name].add(job),
    close: async () => {
      await Promise.all(jobNames.map((name) => lanes[name].close()))
    },
  }
}
