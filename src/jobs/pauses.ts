import type { JobName } from './queue.ts'

const SEC_MS = 1000
const MIN_MS = 60 * SEC_MS

/** Milliseconds after the first, second, third … failure; the last one is also for all that follow. */
const pausesMs = {
  /** A visitor stands at the printer: try soon, and give up while they still remember. */
  print_slip: [2 * SEC_MS, 5 * SEC_MS, 15 * SEC_MS, 30 * SEC_MS, MIN_MS],
  send_notice: [5 * SEC_MS, 15 * SEC_MS, MIN_MS, 5 * MIN_MS, 15 * MIN_MS],
  tell_nearly_turn: [5 * SEC_MS],
  bring_back: [5 * SEC_MS],
  close_days: [MIN_MS, 15 * MIN_MS],
  forget: [MIN_MS, 15 * MIN_MS],
  remind_cards: [MIN_MS, 15 * MIN_MS],
} as const satisfies Record<JobName, readonly number[]>

/**
 * How often a job's work is tried before it counts as failed. For notices this is about a day of
 * quarter hours, so that a provider that is away overnight costs no message; what has become
 * useless meanwhile expires by its own time.
 */
const attemptsMax = {
  print_slip: 8,
  send_notice: 100,
  tell_nearly_turn: 100,
  bring_back: 100,
  close_days: 100,
  forget: 100,
  remind_cards: 100,
} as const satisfies Record<JobName, number>

/**
 * The pause in milliseconds after an attempt that failed, or null when it was the last one.
 * @param attempts how many attempts there have been, with this one: 1 or more
 */
export const pauseAfter = (name: JobName, attempts: number): number | null => {
  if (attempts >= attemptsMax[name]) return null
  const pauses = pausesMs[name]
  return pauses[Math.min(attempts, pauses.length) - 1] ?? null
}
