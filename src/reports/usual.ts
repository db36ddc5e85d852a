import {
  dayAfter,
  figuresOf,
  grouped,
  hourPlace,
  type Lengths,
  type VisitCount,
  type VisitFigures,
} from './report.ts'

/** A usual day is made of the same weekday in so many weeks before. */
const USUAL_WEEKS = 8
/** Fewer days than this make nothing usual. */
export const USUAL_DAYS_LEAST = 3

/** A count of one hour of one day. */
export interface HourCount extends VisitCount {
  day: string
  hour: number
}

export type Flow = Pick<VisitFigures, 'issued' | 'called' | 'served'> & { waiting: Lengths }

export interface Today {
  /** How many days the usual one is made of. */
  usualDays: number
  /** In the order of the day, without gaps; `usual` null: too few days to say. */
  hours: { hour: number; today: Flow; usual: Flow | null }[]
  /** The hours that are over, together. */
  soFar: { today: Flow; usual: Flow | null }
}

/** The same weekday in the weeks before. */
export const usualDaysBefore = (day: string): string[] =>
  Array.from({ length: USUAL_WEEKS }, (_, at) => dayAfter(day, -7 * (at + 1)))

const flowOf = (counts: readonly VisitCount[]): Flow => {
  const { issued, called, served, waiting } = figuresOf(counts)
  return { issued, called, served, waiting }
}

/** The one in the middle; between two, what lies in the middle of them, rounded. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return Math.round(((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2)
}

/** What is usual of days: the middle of their counts, and the lengths of all of them together. */
const usualFlow = (counts: readonly HourCount[], days: readonly string[]): Flow | null => {
  if (days.length < USUAL_DAYS_LEAST) return null
  const byDay = grouped(counts, ({ day }) => day)
  const flows = days.map((day) => flowOf(byDay.get(day) ?? []))
  const middle = (which: 'issued' | 'called' | 'served') => median(flows.map((flow) => flow[which]))
  return {
    issued: middle('issued'),
    called: middle('called'),
    served: middle('served'),
    waiting: flowOf(counts).waiting,
  }
}

/**
 * A day beside the usual one, hour by hour. A day of the weeks before on which nothing was counted
 * was no working day, or is older than the counting: it is left out.
 * @param now the hour that is not over yet
 */
export const todayAgainstUsual = (
  counts: readonly HourCount[],
  { day, hour: now, dayEndsAtMin }: { day: string; hour: number; dayEndsAtMin: number },
): Today => {
  const before = counts.filter((one) => one.day !== day)
  const days = [...new Set(before.map((one) => one.day))]
  const place = (hour: number) => hourPlace(hour, dayEndsAtMin)
  const seen = counts.map(({ hour }) => place(hour))
  const first = Math.min(...seen)
  const last = Math.max(...seen)
  const flows = (isAsked: (hour: number) => boolean) => {
    const asked = counts.filter(({ hour }) => isAsked(hour))
    return {
      today: flowOf(asked.filter((one) => one.day === day)),
      usual: usualFlow(
        asked.filter((one) => one.day !== day),
        days,
      ),
    }
  }
  const hours = Array.from({ length: counts.length === 0 ? 0 : last - first + 1 }, (_, at) => {
    const hour = (first + at + Math.floor(dayEndsAtMin / 60)) % 24
    return { hour, ...flows((one) => one === hour) }
  })
  return { usualDays: days.length, hours, soFar: flows((one) => place(one) < place(now)) }
}
