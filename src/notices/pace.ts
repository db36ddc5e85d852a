import { UNDER_WAY_MAX } from './channel.ts'

/** How fast and how many at once a provider takes, in this process. */
export interface PaceLimits {
  /** Starts a second. */
  rate: number
  /** How many may be unanswered. */
  window: number
  /** How long a message may wait for its turn; then another channel had better take it. */
  waitMs: number
}

export interface Pace {
  /** Answers when it is this one's turn, or false when that would take too long. */
  enter(): Promise<boolean>
  /** One who entered has been answered. */
  leave(): void
  /** Nobody starts for so long. */
  pause(ms: number): void
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Lets through one after the other, in the order they came. */
export const openPace = ({ rate, window, waitMs }: PaceLimits): Pace => {
  const gapMs = 1000 / rate
  let inside = 0
  let nextAt = 0
  const waiting: { start: (mayEnter: boolean) => void }[] = []

  const place = (): Promise<boolean> => {
    if (inside < window) {
      inside += 1
      return Promise.resolve(true)
    }
    if (waiting.length >= UNDER_WAY_MAX) return Promise.resolve(false)
    return new Promise((resolve) => {
      const one = {
        start: (mayEnter: boolean) => {
          clearTimeout(timer)
          resolve(mayEnter)
        },
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1)
        one.start(false)
      }, waitMs)
      waiting.push(one)
    })
  }

  const leave = (): void => {
    const next = waiting.shift()
    // Who waits takes over the place of who leaves.
    if (next) next.start(true)
    else inside -= 1
  }

  return {
    enter: async () => {
      const until = performance.now() + waitMs
      if (!(await place())) return false
      const now = performance.now()
      const at = Math.max(now, nextAt)
      if (at > until) {
        leave()
        return false
      }
      nextAt = at + gapMs
      if (at > now) await sleep(at - now)
      return true
    },
    leave,
    pause: (ms) => {
      nextAt = Math.max(nextAt, performance.now() + ms)
    },
  }
}
