import {
  dayAfter,
  figuresOf,
  hourPlace,
  hoursThrough,
  type Tally,
  tallyBy,
  tallyOf,
  type VisitFigures,
  type VisitHour,
} from './report.ts'

/** A usual day is made of the same weekday in so many weeks before. */
const USUAL_WEEKS = 8
/** Fewer days than this make nothing usual. */
export const USUAL_DAYS_LEAST = 3

export type Flow = Pick<VisitFigures, 'issued' | 'called' | 'served' | 'waiting'>

export interface Today {
  /** How many days the usual one is made of. */
  usualDays: number
  /** In the order of the day, without gaps; `usual` null: too few days to say. */
  hours: { hour: number; today: Flow; usual: Flow | null }[]
  /** The day until now, and what is usual until this time of the day. */
  soFar: { today: Flow; usual: Flow | null }
}

/** The same weekday in the weeks before. */
export const usualDaysBefore = (day: string): string[] =>
  Array.from({ length: USUAL_WEEKS }, (_, at) => dayAfter(day, -7 * (at + 1)))

const flowOf = (tally: Tally): Flow => {
  const { issued, called, served, waiting } = figuresOf(tally)
  return { issued, called, served, waiting }
}

/** The one in the middle; between two, what lies in the middle of them, rounded. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return Math.round(((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2)
}

/** What is usual of days: the middle of their counts, and the lengths of all of them together. */
const usualFlow = (hours: readonly VisitHour[], days: readonly string[]): Flow | null => {
  if (days.length < USUAL_DAYS_LEAST) return null
  const byDay = tallyBy(hours, ({ day }) => day)
  const flows = days.map((day) => flowOf(byDay.get(day) ?? {}))
  const middle = (which: 'issued' | 'called' | 'served') => median(flows.map((flow) => flow[which]))
  const { waiting } = flowOf(tallyOf(byDay.values()))
  return {
    issued: middle('issued'),
    called: middle('called'),
    served: middle('served'),
    waiting: { ...waiting, count: Math.round(waiting.count) },
  }
}

/** An hour of which only a share counts: nothing tells when within it what was counted happened. */
const shareOf = (hour: VisitHour, share: number): VisitHour => ({
  ...hour,
  counts: Object.fromEntries(
    Object.entries(hour.counts).map(([key, count = 0]) => [key, count * share]),
  ),
})

/**
 * A day beside the usual one, hour by hour. A day of the weeks before on which nothing was counted
 * was no working day, or is older than the counting: it is left out.
 * @param now the hour that is not over yet, and how much of it is over, from 0 to 1: so much of what is
 *   usual in it is usual until now
 */
export const todayAgainstUsual = (
  counted: readonly VisitHour[],
  now: { day: string; hour: number; passed: number; dayEndsAtMin: number },
): Today => {
  const { day, passed, dayEndsAtMin } = now
  const [own = [], before = []] = [true, false].map((isToday) =>
    counted.filter((one) => (one.day === day) === isToday),
  )
  const days = [...new Set(before.map((one) => one.day))]
  const place = (hour: number) => hourPlace(hour, dayEndsAtMin)
  const todayIn = (hours: readonly VisitHour[]) =>
    flowOf(tallyOf(hours.map(({ counts }) => counts)))
  const within = (hours: readonly VisitHour[], asked: number) =>
    hours.filter(({ hour }) => hour === asked)
  const untilNow = before
    .filter(({ hour }) => place(hour) <= place(now.hour))
    .map((one) => (one.hour === now.hour ? shareOf(one, passed) : one))
  const all = hoursThrough(
    counted.map(({ hour }) => hour),
    dayEndsAtMin,
  )
  return {
    usualDays: days.length,
    hours: all.map((hour) => ({
      hour,
      today: todayIn(within(own, hour)),
      usual: usualFlow(within(before, hour), days),
    })),
    soFar: { today: todayIn(own), usual: usualFlow(untilNow, days) },
  }
}
