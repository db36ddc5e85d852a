import { DateTime } from 'luxon'
import type { CentreHours, Holidays } from './centre.ts'

/** When a centre is open: by the weekday, and otherwise on its holidays. */
export interface Calendar {
  hours: CentreHours
  holidays: Holidays
  timeZone: string
}

/** When a centre is open next: now while it still is, else the next day that it opens. */
export interface Opening {
  /** Days from now: 0 today, 1 tomorrow, at most LOOK_AHEAD_DAYS. */
  inDays: number
  /** The local day, midnight, epoch milliseconds. */
  day: number
  timeZone: string
  opens: string
  closes: string
}

/** Longer than any row of holidays with the days off around it. */
export const LOOK_AHEAD_DAYS = 31

const at = (day: DateTime, time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return day.set({ hour, minute }).toMillis()
}

/** The hours of one day; undefined when the centre stays closed. */
const hoursOn = ({ hours, holidays }: Calendar, day: DateTime) => {
  const holiday = holidays[day.toFormat('yyyy-MM-dd')]
  return holiday === undefined ? hours[day.weekday] : (holiday ?? undefined)
}

/** One day's opening in epoch milliseconds; one that closes no later than it opens ends next day. */
const spanOf = (day: DateTime, { opens, closes }: { opens: string; closes: string }) => ({
  from: at(day, opens),
  until: at(closes > opens ? day : day.plus({ days: 1 }), closes),
})

/**
 * The opening to tell somebody of at `now`; null for a centre that keeps no hours. The night
 * before counts while it lasts: in Ramadan a centre may be open from the evening until one.
 */
export const nextOpening = (calendar: Calendar, now: number): Opening | null => {
  const { timeZone } = calendar
  const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day')
  for (let inDays = -1; inDays <= LOOK_AHEAD_DAYS; inDays += 1) {
    const day = today.plus({ days: inDays })
    const open = hoursOn(calendar, day)
    if (!open || spanOf(day, open).until <= now) continue
    return { inDays: Math.max(0, inDays), day: day.toMillis(), timeZone, ...open }
  }
  return null
}

/** No centre keeps a card for longer, whatever its setting says. */
const LOOK_FAR_DAYS = 10_000

/** The local midnight of the `count`-th working day before (-1) or after (1) the day of a moment. */
const walkWorkingDays = (
  calendar: Calendar,
  from: number,
  count: number,
  direction: -1 | 1,
): DateTime => {
  const everyDay = Object.keys(calendar.hours).length === 0
  const isWorking = (day: DateTime): boolean =>
    hoursOn(calendar, day) !== undefined ||
    (everyDay && calendar.holidays[day.toFormat('yyyy-MM-dd')] === undefined)
  let day = DateTime.fromMillis(from, { zone: calendar.timeZone }).startOf('day')
  let left = Math.max(0, count)
  for (let looked = 0; left > 0 && looked < LOOK_FAR_DAYS; looked += 1) {
    day = day.plus({ days: direction })
    if (isWorking(day)) left -= 1
  }
  return day
}

/**
 * The local midnight at which the last `count` whole working days before today began: what was done
 * before it has had all of them since. A centre that keeps no hours works every day but its holidays.
 * @returns epoch milliseconds
 */
export const workingDaysBefore = (calendar: Calendar, now: number, count: number): number =>
  walkWorkingDays(calendar, now, count, -1).toMillis()

/**
 * The day (`2026-11-28`) that is the last of `count` whole working days after the day of `from`: on
 * it fewer are over, from the day after it on all of them. It says forwards what
 * `workingDaysBefore` says backwards.
 */
export const workingDayAfter = (calendar: Calendar, from: number, count: number): string =>
  walkWorkingDays(calendar, from, count, 1).toFormat('yyyy-MM-dd')

/**
 * Whether the doors are open by the centre's hours, until when, and when they open next (epoch
 * milliseconds): one of them is null, and both for a centre that keeps no hours.
 */
export const doorsAt = (
  calendar: Calendar,
  now: number,
): { open: boolean; opensAt: number | null; closesAt: number | null } => {
  const next = nextOpening(calendar, now)
  if (next === null) return { open: false, opensAt: null, closesAt: null }
  const { from, until } = spanOf(DateTime.fromMillis(next.day, { zone: calendar.timeZone }), next)
  return from <= now
    ? { open: true, opensAt: null, closesAt: until }
    : { open: false, opensAt: from, closesAt: null }
}

/**
 * When the doors of a centre that is closed at `now` closed last, epoch milliseconds; null where that
 * is not known: it keeps no hours, or has been closed for longer than anybody waits.
 */
export const lastClosing = (calendar: Calendar, now: number): number | null => {
  const today = DateTime.fromMillis(now, { zone: calendar.timeZone }).startOf('day')
  for (let daysAgo = 0; daysAgo <= LOOK_AHEAD_DAYS; daysAgo += 1) {
    const day = today.minus({ days: daysAgo })
    const open = hoursOn(calendar, day)
    if (!open) continue
    const { until } = spanOf(day, open)
    if (until <= now) return until
  }
  return null
}

/** The local day of a moment: `2026-12-16`. */
export const dayAt = ({ timeZone }: Pick<Calendar, 'timeZone'>, now: number): string =>
  DateTime.fromMillis(now, { zone: timeZone }).toFormat('yyyy-MM-dd')

/** The holidays that are not over: those from today on. */
export const holidaysFrom = (calendar: Calendar, now: number): Holidays => {
  const today = dayAt(calendar, now)
  return Object.fromEntries(Object.entries(calendar.holidays).filter(([date]) => date >= today))
}
