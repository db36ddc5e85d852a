import type { CentreHours, Holidays } from '../../src/centres/centre.ts'
import { daysAfter, weekdayOf } from '../../src/centres/opening.ts'

/** Days that are not like their weekday: closed from one to another, or other hours on one. */
export type ComingHoliday =
  | { kind: 'closed'; from: string; until: string }
  | { kind: 'hours'; from: string; opens: string; closes: string }

const DAYS_AHEAD = 3
/** No row of holidays is longer. */
const ROW_MAX = 31

interface Calendar {
  hours: CentreHours
  holidays: Holidays
  /** Whether its doors are open now. */
  open: boolean
}

/** The last holiday of those that follow one another, with the days off between them. */
const endOf = ({ hours, holidays }: Calendar, from: string): string => {
  let last = from
  for (let days = 1; days < ROW_MAX; days += 1) {
    const date = daysAfter(from, days)
    if (holidays[date] === null) last = date
    else if (holidays[date] !== undefined || hours[weekdayOf(date)]) return last
  }
  return last
}

/**
 * The next holiday, as far as it is news within three days: not one on a day that is closed anyway,
 * and nothing of a day that is over for the hall.
 * @param today where the centre is, `2026-11-29`
 */
export const comingHoliday = (calendar: Calendar, today: string): ComingHoliday | undefined => {
  const { hours, holidays, open } = calendar
  for (let inDays = open ? 0 : 1; inDays <= DAYS_AHEAD; inDays += 1) {
    const from = daysAfter(today, inDays)
    const holiday = holidays[from]
    const usual = hours[weekdayOf(from)]
    if (holiday === undefined) continue
    if (holiday === null) {
      if (usual) return { kind: 'closed', from, until: endOf(calendar, from) }
    } else if (holiday.opens !== usual?.opens || holiday.closes !== usual.closes)
      return { kind: 'hours', from, ...holiday }
  }
  return undefined
}
