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
  /** Lets visitors of a centre wait again who asked for more time. */
  bring_back: { centreId: string }
  /** Ends the tickets of business days that are over. */
  close_days: { centreId: string }
  /** Erases what a centre has kept for its time. */
  forget: { centreId: string }
  /** Writes the reminders to the owners of a centre's cards that were not collected. */
  remind_cards: { centreId: string }
}
export type JobName = keyof JobMap

export const jobNames = [
  'print_slip',
  'send_notice',
  'tell_nearly_turn',
  'bring_back',
  'close_days',
  'forget',
  'remind_cards',
] as const satisfies readonly JobName[]

export type Job<N extends JobName = JobName> = { [K in N]: { name: K; data: JobMap[K] } }[N]

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
  add<N extends JobName>(job: Job<N>): void
  /** Takes no more jobs and waits for those that run; what waits is swept up after the next start. */
  close(): Promise<void>
}

const subjectOf: { [N in JobName]: (data: JobMap[N]) => string } = {
  print_slip: ({ printId }) => printId,
  send_notice: ({ noticeId }) => noticeId,
  tell_nearly_turn: ({ centreId }) => centreId,
  bring_back: ({ centreId }) => centreId,
  close_days: ({ centreId }) => centreId,
  forget: ({ centreId }) => centreId,
  remind_cards: ({ centreId }) => centreId,
}

/**
 * `<name>-<id of what it works on>`: the same for the same work, so that a job added again while it
 * waits is dropped. BullMQ splits its keys at colons, and a notice's subject may hold anything.
 */
export const jobId = <N extends JobName>({ name, data }: Job<N>): string =>
  `${name}-${encodeURIComponent(subjectOf[name](data))}`
