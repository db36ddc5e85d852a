import type { CentreHours, Holidays } from './centre.ts'

/** From when until when, in local times. */
export interface Opens {
  opens: string
  closes: string
}

/** A local time as it is kept and said everywhere: `07:30`. */
export const TIME = '^(?:[01]\\d|2[0-3]):[0-5]\\d$'

const time = new RegExp(TIME)
export const areTimes = ({ opens, closes }: Opens): boolean => time.test(opens) && time.test(closes)

/** Whether it closes on the next day: one that closes no later than it opens does. */
export const isOvernight = ({ opens, closes }: Opens): boolean => closes <= opens

const DAY_MS = 86_400_000
/** `2026-12-01` and one day: `2026-12-02`. */
export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
/** The ISO weekday of a date. */
export const weekdayOf = (date: string): string => String(new Date(date).getUTCDay() || 7)

/**
 * The weekdays and holidays that open before the day before them has closed: nobody could say then
 * whose hours count. Of a day that is no more than half typed nothing is said.
 */
export const overlapping = (hours: CentreHours, holidays: Holidays): string[] => {
  const runsInto = (before?: Opens | null, day?: Opens | null): boolean => {
    if (!before || !day || !areTimes(before) || !areTimes(day)) return false
    return isOvernight(before) && before.closes > day.opens
  }
  const on = (date: string) => {
    const holiday = holidays[date]
    return holiday === undefined ? hours[weekdayOf(date)] : holiday
  }
  const weekdays = Object.keys(hours).filter((weekday) =>
    runsInto(hours[String(((Number(weekday) + 5) % 7) + 1)], hours[weekday]),
  )
  const dates = Object.keys(holidays).filter(
    (date) =>
      !Number.isNaN(Date.parse(date)) &&
      (runsInto(on(daysAfter(date, -1)), on(date)) || runsInto(on(date), on(daysAfter(date, 1)))),
  )
  return [...weekdays, ...dates]
}
