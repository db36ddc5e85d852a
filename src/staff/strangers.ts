import { lockMs, minutesLocked } from './staff.ts'

/** The names remembered; the one tried longest ago makes room. */
const NAMES_MAX = 10_000

interface Stranger {
  failedSignIns: number
  lockedUntil: number | null
}

/**
 * Names that nobody has, locked as an account would be: else five wrong passwords would tell which
 * names exist. It is a pretence and protects nothing, so it may be forgotten at the end of the
 * process.
 */
export const openStrangers = () => {
  const strangers = new Map<string, Stranger>()
  const minutesLeft = (username: string, now: number): number =>
    minutesLocked(strangers.get(username)?.lockedUntil ?? null, now)
  return {
    /** Whole minutes for which the name is refused; 0 when it may be tried. */
    minutesLocked: minutesLeft,
    noteFailure: (username: string, now: number): void => {
      if (minutesLeft(username, now) > 0) return
      const failedSignIns = (strangers.get(username)?.failedSignIns ?? 0) + 1
      const lock = lockMs(failedSignIns)
      // Deleted first, so that it becomes the newest.
      strangers.delete(username)
      strangers.set(username, { failedSignIns, lockedUntil: lock > 0 ? now + lock : null })
      const [oldest] = strangers.keys()
      if (strangers.size > NAMES_MAX && oldest !== undefined) strangers.delete(oldest)
    },
  }
}
