import type { Bilingual } from '../language.ts'
import {
  figuresOf,
  hourPlace,
  hoursThrough,
  type Lengths,
  type Tally,
  tallyBy,
  tallyOf,
  type VisitFigures,
  type VisitHour,
  weekdayOf,
  withinTarget,
} from './report.ts'

/** A service, as far as a report names it. */
export interface ReportedService {
  id: string
  name: Bilingual
  targetMin: number
}

export interface ServiceFigures extends VisitFigures {
  service: string
  name: Bilingual
  /** null for a service that is offered no more. */
  targetMin: number | null
  /** The share of those called who waited no longer than the target; null: nobody, or no target. */
  withinTarget: number | null
}

/** The share over all services of those called who waited no longer than its target; null: nobody. */
export const allWithinTarget = (
  services: readonly Pick<ServiceFigures, 'withinTarget' | 'waiting'>[],
): number | null => {
  const held = services.flatMap(({ withinTarget: share, waiting: { count } }) =>
    share === null ? [] : [{ called: count, inTime: share * count }],
  )
  const called = held.reduce((sum, one) => sum + one.called, 0)
  return called === 0 ? null : held.reduce((sum, one) => sum + one.inTime, 0) / called
}

/** An hour of the week: on how many such days it is over, and what happened in it on all of them. */
export interface WeekHour {
  weekday: number
  hour: number
  days: number
  issued: number
  waiting: Lengths
}

/** What happened in a centre from one day to another. */
export interface History {
  /** Days on which anything was counted. */
  daysCounted: number
  total: VisitFigures
  days: (VisitFigures & { day: string })[]
  /** In the order of the business day. */
  hours: (VisitFigures & { hour: number })[]
  /** In the order of the centre's services; those that are offered no more at the end. */
  services: ServiceFigures[]
  week: WeekHour[]
}

/** What was counted, put together slice by slice. */
export interface Gathered {
  days: Map<string, Tally>
  services: Map<string, Tally>
  hours: Map<number, Tally>
  /** By `hourOfWeek`, without hours that are not over yet. */
  week: Map<number, Tally>
}

/** The hour that is not over yet. */
export interface Now {
  day: string
  hour: number
  dayEndsAtMin: number
}

/** Whether an hour of a day is over: one that is not says nothing of what is usual in it. */
const isOver = ({ day, hour }: Pick<VisitHour, 'day' | 'hour'>, now: Now): boolean => {
  const place = (one: number) => hourPlace(one, now.dayEndsAtMin)
  return day < now.day || (day === now.day && place(hour) < place(now.hour))
}

export const nothingGathered = (): Gathered => ({
  days: new Map(),
  services: new Map(),
  hours: new Map(),
  week: new Map(),
})

const hourOfWeek = ({ day, hour }: VisitHour): number => weekdayOf(day) * 24 + hour

/** Adds a slice of the hours. */
export const gather = (into: Gathered, slice: readonly VisitHour[], now: Now): void => {
  tallyBy(slice, ({ day }) => day, into.days)
  tallyBy(slice, ({ serviceId }) => serviceId, into.services)
  tallyBy(slice, ({ hour }) => hour, into.hours)
  tallyBy(
    slice.filter((one) => isOver(one, now)),
    hourOfWeek,
    into.week,
  )
}

/**
 * The history of what was gathered. Days and services without anything are left out; of the hours
 * every one stands there from the first to the last, so that a break is seen as one.
 */
export const historyOf = (
  { days, services, hours, week }: Gathered,
  offered: readonly ReportedService[],
  now: Now,
): History => {
  const place = (hour: number) => hourPlace(hour, now.dayEndsAtMin)
  const weekHours = [...week]
    .map(([at, tally]) => ({ weekday: Math.floor(at / 24), hour: at % 24, tally }))
    .sort((a, b) => a.weekday - b.weekday || place(a.hour) - place(b.hour))
  const daysOf = Map.groupBy(days.keys(), weekdayOf)
  const known = new Map(offered.map((service) => [service.id, service]))
  const gone = [...services.keys()].filter((id) => !known.has(id)).sort()
  return {
    daysCounted: days.size,
    total: figuresOf(tallyOf(days.values())),
    days: [...days].map(([day, tally]) => ({ day, ...figuresOf(tally) })),
    hours: hoursThrough(hours.keys(), now.dayEndsAtMin).map((hour) => ({
      hour,
      ...figuresOf(hours.get(hour) ?? {}),
    })),
    services: [...known.keys(), ...gone].flatMap((id) => {
      const tally = services.get(id)
      if (!tally) return []
      const { name = { ar: id, en: id }, targetMin = null } = known.get(id) ?? {}
      const inTime = targetMin === null ? null : withinTarget(tally, targetMin)
      return [{ service: id, name, targetMin, withinTarget: inTime, ...figuresOf(tally) }]
    }),
    week: weekHours.map(({ weekday, hour, tally }) => {
      const { issued, waiting } = figuresOf(tally)
      const over = (daysOf.get(weekday) ?? []).filter((day) => isOver({ day, hour }, now))
      return { weekday, hour, days: over.length, issued, waiting }
    }),
  }
}
