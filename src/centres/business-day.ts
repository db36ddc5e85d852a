import { DateTime } from 'luxon'

export interface BusinessDay {
  /** `2026-11-24`, by the calendar of the centre. */
  day: string
  /** Its first and one past its last moment, epoch milliseconds. */
  from: number
  until: number
}

type Rule = { timeZone: string; dayEndsAtMin: number }

/** The business day a moment belongs to; changes of summer time make a day 23 or 25 hours long. */
const compute = (now: number, { timeZone, dayEndsAtMin }: Rule): BusinessDay => {
  const start = (day: DateTime) =>
    day.startOf('day').set({ minute: dayEndsAtMin % 60, hour: Math.floor(dayEndsAtMin / 60) })
  const local = DateTime.fromMillis(now, { zone: timeZone })
  const today = start(local)
  const first = today.toMillis() <= now ? today : start(local.minus({ days: 1 }))
  const next = start(first.plus({ days: 1 }))
  return {
    day: first.toFormat('yyyy-MM-dd'),
    from: first.toMillis(),
    until: next.toMillis(),
  }
}

const newest = new Map<string, BusinessDay>()

/** As `compute`, remembering the day last asked for: every ticket asks. */
export const businessDay = (now: number, rule: Rule): BusinessDay => {
  const key = `${rule.timeZone} ${rule.dayEndsAtMin}`
  const known = newest.get(key)
  if (known && known.from <= now && now < known.until) return known
  const fresh = compute(now, rule)
  newest.set(key, fresh)
  return fresh
}

/** How much of the hour that the clocks of a zone show is over, from 0 to 1. */
export const hourPassed = (now: number, timeZone: string): number =>
  DateTime.fromMillis(now, { zone: timeZone }).minute / 60

/** No zone of this world is off by less: within one, the hour of its clocks does not change. */
const QUARTER_MS = 15 * 60_000
const newestHours = new Map<string, { quarter: number; hour: number }>()

/** The hour, 0 to 23, that the clocks of a zone show, remembering the last: every step asks. */
export const localHour = (now: number, timeZone: string): number => {
  const quarter = Math.floor(now / QUARTER_MS)
  const known = newestHours.get(timeZone)
  if (known?.quarter === quarter) return known.hour
  const { hour } = DateTime.fromMillis(now, { zone: timeZone })
  newestHours.set(timeZone, { quarter, hour })
  return hour
}
