import {
  dayAfter,
  figuresOf,
  hourPlace,
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
  /** The day so far, the hour that is not over yet included. */
  total: Flow
  /** The hours that are over, together. */
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
  return {
    issued: middle('issued'),
    called: middle('called'),
    served: middle('served'),
    waiting: flowOf(tallyOf(byDay.values())).waiting,
  }
}

/**
 * A day beside the usual one, hour by hour. A day of the weeks before on which nothing was counted
 * was no working day, or is older than the counting: it is left out.
 * @param now the hour that is not over yet
 */
export const todayAgainstUsual = (
  counted: readonly VisitHour[],
  { day, hour: now, dayEndsAtMin }: { day: string; hour: number; dayEndsAtMin: number },
): Today => {
  const [own = [], before = []] = [true, false].map((isToday) =>
    counted.filter((one) => (one.day === day) === isToday),
  )
  const days = [...new Set(before.map((one) => one.day))]
  const place = (hour: number) => hourPlace(hour, dayEndsAtMin)
  const both = (isAsked: (hour: number) => boolean) => {
    const asked = (hours: readonly VisitHour[]) => hours.filter(({ hour }) => isAsked(hour))
    return {
      today: flowOf(tallyOf(asked(own).map(({ counts }) => counts))),
      usual: usualFlow(asked(before), days),
    }
  }
  const places = counted.map(({ hour }) => place(hour))
  const all = Array.from({ length: 24 }, (_, hour) => hour)
    .filter((hour) => place(hour) >= Math.min(...places) && place(hour) <= Math.max(...places))
    .sort((a, b) => place(a) - place(b))
  return {
    usualDays: days.length,
    hours: all.map((hour) => ({ hour, ...both((one) => one === hour) })),
    total: both(() => true).today,
    soFar: both((hour) => place(hour) < place(now)),
  }
}
