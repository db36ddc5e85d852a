import type { Logger } from 'pino'
import type { Clock } from '../deps.ts'
import { type JobHandlers, type JobName, type JobQueue, jobNames } from './queue.ts'

const SWEEP_MS = 5000

export interface Sweep {
  /** Ends the loop, after the turn that runs. */
  stop(): Promise<void>
}

/**
 * Adds what the database says is owed, now and every few seconds: jobs lost with a process or with
 * Redis, retries whose pause is over, notices whose quiet hours have ended. Jobs that wait already
 * have the same id and are dropped by the queue.
 */
export const startSweep = ({
  handlers,
  jobs,
  clock,
  log,
  everyMs = SWEEP_MS,
}: {
  handlers: JobHandlers
  jobs: JobQueue
  clock: Clock
  log: Logger
  everyMs?: number
}): Sweep => {
  const sweepOne = async <N extends JobName>(name: N) => {
    try {
      for (const data of await handlers[name].owed(clock.now())) jobs.add<N>({ name, data })
    } catch (error) {
      // The database is away or busy: nothing is lost, the next turn asks again.
      log.warn({ job: name, err: error }, 'could not ask what is owed')
    }
  }
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const turn = async () => {
    for (const name of jobNames) if (!stopped) await sweepOne(name)
    if (stopped) return
    timer = setTimeout(() => {
      current = turn()
    }, everyMs)
    timer.unref()
  }
  let current = turn()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}
