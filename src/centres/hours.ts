import { DateTime } from 'luxon'
import type { CentreHours } from './centre.ts'

/** When a centre is open next: now while it still is, else the next day that it opens. */
export interface Opening {
  /** Days from now: 0 today, 1 tomorrow, at most 7. */
  inDays: number
  /** The local day, midnight, epoch milliseconds. */
  day: number
  timeZone: string
  opens: string
  closes: string
}

const at = (day: DateTime, time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return day.set({ hour, minute }).toMillis()
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
export const nextOpening = (hours: CentreHours, now: number, timeZone: string): Opening | null => {
  const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day')
  for (let inDays = -1; inDays <= 7; inDays += 1) {
    const day = today.plus({ days: inDays })
    const open = hours[day.weekday]
    if (!open || spanOf(day, open).until <= now) continue
    return { inDays: Math.max(0, inDays), day: day.toMillis(), timeZone, ...open }
  }
  return null
}

/** No centre keeps a card for longer, whatever its setting says. */
const LOOK_BACK_DAYS = 10_000

/**
 * The local midnight at which the last `count` whole working days before today began: what was done
 * before it has had all of them since. A centre that keeps no hours works every day.
 * @returns epoch milliseconds
 */
export const workingDaysBefore = (
  hours: CentreHours,
  now: number,
  timeZone: string,
  count: number,
): number => {
  const everyDay = Object.keys(hours).length === 0
  let day = DateTime.fromMillis(now, { zone: timeZone }).startOf('day')
  let left = Math.max(0, count)
  for (let looked = 0; left > 0 && looked < LOOK_BACK_DAYS; looked += 1) {
    day = day.minus({ days: 1 })
    if (everyDay || hours[day.weekday]) left -= 1
  }
  return day.toMillis()
}

/** Whether the doors are open by the centre's hours. */
export const isOpenAt = (hours: CentreHours, now: number, timeZone: string): boolean => {
  const next = nextOpening(hours, now, timeZone)
  return (
    next !== null && spanOf(DateTime.fromMillis(next.day, { zone: timeZone }), next).from <= now
  )
}
