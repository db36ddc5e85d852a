import { randomUUID } from 'node:crypto'
import type { Clock, Ids } from './deps.ts'

/** As many ids as the twelve bits after the time tell apart in one millisecond. */
const IN_A_MS = 0x1000

/** How ids of a moment (epoch ms) begin: less than any of them, and greater than all before it. */
export const firstIdAt = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

/**
 * UUIDs v7 (RFC 9562): the time, a count within its millisecond, then chance. Each is greater than
 * the one before, also when the clock is put back. The chance is cut from a `randomUUID`, for which
 * node draws for many at once: a draw of its own for each id took longer than a statement in SQLite.
 */
export const openIds = (clock: Clock): Ids => {
  let time = 0
  let count = 0
  return {
    next: () => {
      const now = clock.now()
      count = now > time ? 0 : (count + 1) % IN_A_MS
      if (now > time) time = now
      else if (count === 0) time += 1
      const n = count.toString(16).padStart(3, '0')
      return `${firstIdAt(time)}-7${n}${randomUUID().slice(18)}`
    },
  }
}
