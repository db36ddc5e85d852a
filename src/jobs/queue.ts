/**
 * Every job and what it carries: ids only, for its data may lie in Redis in clear text. What a job
 * works on says in the database whether it is still owed, so a job that runs twice does nothing
 * the second time, and one that is lost is found again by the sweep.
 */
export interface JobMap {
  print_slip: { printId: string }
  send_notice: { noticeId: string }
  /** Writes the "nearly your turn" notices of a centre. */
  tell_nearly_turn: { centreId: string }
  /** Ends the tickets of business days that are over. */
  close_days: { centreId: string }
}
export type JobName = keyof JobMap

export type Job = { [N in JobName]: { name: N; data: JobMap[N] } }[JobName]

/** What a handler answers: done, or to be tried again after a pause. */
export type JobOutcome = { done: true } | { again: { inMs: number } }

/** Each job's work, and what of it is owed: found by the sweep after a crash or a lost Redis. */
export type JobHandlers = {
  [N in JobName]: {
    run(data: JobMap[N]): Promise<JobOutcome>
    /** What should have run by now and has not; at most a few hundred. */
    owed(now: number): Promise<JobMap[N][]>
    /** How many run at once in one process. */
    concurrency: number
  }
}

/** Where jobs wait: Redis, or the process. */
export interface JobQueue {
  /** Never throws and never waits for Redis: a job that could not be queued is swept up later. */
  add(job: Job): void
  close(): Promise<void>
}
