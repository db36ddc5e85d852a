const HOUR_MS = 60 * 60_000
const WEEK_MS = 7 * 24 * HOUR_MS
const AN_HOUR = 5
/** A serial can be counted up and a pickup code is short: who is patient must not get far. */
const A_WEEK = 20

/** How often the cards of one citizen were asked for from outside, since when (epoch milliseconds). */
export interface Askings {
  hourFrom: number
  hourCount: number
  weekFrom: number
  weekCount: number
}

/**
 * One more asking, from wherever it comes: the hour and the week begin with the first of them.
 * @param known none when nobody has asked for a week
 * @returns what is to be kept of it, or in how many seconds it may come again
 */
export const oneMore = (
  known: Askings | undefined,
  now: number,
): { kept: Askings } | { waitSec: number } => {
  // A clock that was put back must not lock anybody out for longer.
  const lasts = (from: number, ms: number) => from <= now && now < from + ms
  const hour =
    known && lasts(known.hourFrom, HOUR_MS)
      ? { from: known.hourFrom, count: known.hourCount }
      : { from: now, count: 0 }
  const week =
    known && lasts(known.weekFrom, WEEK_MS)
      ? { from: known.weekFrom, count: known.weekCount }
      : { from: now, count: 0 }
  const waitMs = Math.max(
    hour.count < AN_HOUR ? 0 : hour.from + HOUR_MS - now,
    week.count < A_WEEK ? 0 : week.from + WEEK_MS - now,
  )
  // What is turned away was no guess, and uses nothing up.
  if (waitMs > 0) return { waitSec: Math.ceil(waitMs / 1000) }
  return {
    kept: {
      hourFrom: hour.from,
      hourCount: hour.count + 1,
      weekFrom: week.from,
      weekCount: week.count + 1,
    },
  }
}
