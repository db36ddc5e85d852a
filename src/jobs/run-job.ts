import type { Logger } from 'pino'
import type { Clock } from '../deps.ts'
import { type Job, type JobHandlers, type JobName, type JobOutcome, jobId } from './queue.ts'

/** One run of a job, for whoever counts them. */
export interface JobRun {
  name: JobName
  outcome: 'done' | 'again' | 'threw'
  tookMs: number
}

export interface JobTools {
  handlers: JobHandlers
  log: Logger
  clock: Clock
  /** Told of every run; must not throw. */
  onRun?: (run: JobRun) => void
}

/**
 * Runs a job's handler. One that throws met an outage or a bug: it is logged and counts as done,
 * because the sweep adds it again as long as the database says that it is owed.
 */
export const runJob = async <N extends JobName>(
  { handlers, log, clock, onRun }: JobTools,
  job: Job<N>,
): Promise<JobOutcome> => {
  const startedAt = clock.now()
  const tell = (outcome: JobRun['outcome']) =>
    onRun?.({ name: job.name, outcome, tookMs: clock.now() - startedAt })
  try {
    const outcome = await handlers[job.name].run(job.data)
    tell('done' in outcome ? 'done' : 'again')
    return outcome
  } catch (error) {
    // Whatever a handler did not expect: the database gone, or a bug.
    log.warn({ job: jobId(job), err: error }, 'a job ended with an error; the sweep will retry it')
    tell('threw')
    return { done: true }
  }
}
