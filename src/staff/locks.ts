import { lockMs, minutesLocked } from './staff.ts'

/** The names remembered; the one tried longest ago makes room. */
const NAMES_MAX = 10_000

interface Tried {
  failedSignIns: number
  lockedUntil: number | null
}

/** Names that are locked as an account is, in the memory of this process and until its end. */
export const openLocks = () => {
  const names = new Map<string, Tried>()
  const minutesLeft = (name: string, now: number): number =>
    minutesLocked(names.get(name)?.lockedUntil ?? null, now)
  return {
    /** Whole minutes for which the name is refused; 0 when it may be tried. */
    minutesLocked: minutesLeft,
    noteFailure: (name: string, now: number): void => {
      if (minutesLeft(name, now) > 0) return
      const failedSignIns = (names.get(name)?.failedSignIns ?? 0) + 1
      const lock = lockMs(failedSignIns)
      // Deleted first, so that it becomes the newest.
      names.delete(name)
      names.set(name, { failedSignIns, lockedUntil: lock > 0 ? now + lock : null })
      const [oldest] = names.keys()
      if (names.size > NAMES_MAX && oldest !== undefined) names.delete(oldest)
    },
    /** What was wrong before is forgiven. */
    forgive: (name: string): void => void names.delete(name),
  }
}
