import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { businessDay, localHour } from '../centres/business-day.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, query, run, type Step, statement } from '../db/transact.ts'
import { type VisitCount, type VisitStep, weekdayOf } from './report.ts'
import type { HourCount } from './usual.ts'

export type VisitHourRow = Tables['visitHours']['$inferSelect']

const add = statement<VisitHourRow, unknown>((db, t) =>
  db
    .insert(t.visitHours)
    .values(placeholders(t.visitHours))
    .onConflictDoUpdate({
      target: [
        t.visitHours.centreId,
        t.visitHours.day,
        t.visitHours.hour,
        t.visitHours.serviceId,
        t.visitHours.kind,
        t.visitHours.upToSec,
      ],
      set: { count: sql`${t.visitHours.count} + excluded.count` },
    }),
)

/**
 * Counts what happened to a visitor by the centre's hour, in the transaction in which it does: so a
 * report costs as much as there are days in it, however many visitors came.
 */
export function* countVisit(
  { centre, now }: Pick<Command, 'centre' | 'now'>,
  steps: readonly VisitStep[],
): Step<void> {
  if (steps.length === 0) return
  const { day } = businessDay(now, centre)
  const at = { centreId: centre.id, day, hour: localHour(now, centre.timeZone) }
  const weekday = weekdayOf(day)
  for (const step of steps) yield* run(add({ ...at, ...step, weekday, count: 1 }))
}

interface Range extends Record<string, unknown> {
  centreId: string
  from: string
  to: string
}

const within = (t: Tables) =>
  and(
    eq(t.visitHours.centreId, $('centreId')),
    gte(t.visitHours.day, $('from')),
    lte(t.visitHours.day, $('to')),
  )

const total = (t: Tables) => sql<number>`sum(${t.visitHours.count})`.mapWith(Number)

export type DayCount = VisitCount & { day: string; serviceId: string }

/** The counts of each day and service. */
export const countsByDay = statement<Range, DayCount[]>((db, t) =>
  db
    .select({
      day: t.visitHours.day,
      serviceId: t.visitHours.serviceId,
      kind: t.visitHours.kind,
      upToSec: t.visitHours.upToSec,
      count: total(t),
    })
    .from(t.visitHours)
    .where(within(t))
    .groupBy(t.visitHours.day, t.visitHours.serviceId, t.visitHours.kind, t.visitHours.upToSec)
    .orderBy(asc(t.visitHours.day)),
)

export type WeekCount = VisitCount & { weekday: number; hour: number }

/** The counts of each hour of the week. */
export const countsByHour = statement<Range, WeekCount[]>((db, t) =>
  db
    .select({
      weekday: t.visitHours.weekday,
      hour: t.visitHours.hour,
      kind: t.visitHours.kind,
      upToSec: t.visitHours.upToSec,
      count: total(t),
    })
    .from(t.visitHours)
    .where(within(t))
    .groupBy(t.visitHours.weekday, t.visitHours.hour, t.visitHours.kind, t.visitHours.upToSec),
)

/** The counts of each hour of some days. */
export const countsOfDays = (centreId: string, days: string[]) =>
  query((db, t): PromiseLike<HourCount[]> & { prepare(): unknown } =>
    db
      .select({
        day: t.visitHours.day,
        hour: t.visitHours.hour,
        kind: t.visitHours.kind,
        upToSec: t.visitHours.upToSec,
        count: total(t),
      })
      .from(t.visitHours)
      .where(and(eq(t.visitHours.centreId, centreId), inArray(t.visitHours.day, days)))
      .groupBy(t.visitHours.day, t.visitHours.hour, t.visitHours.kind, t.visitHours.upToSec),
  )

/** The first day of a centre on which anything was counted. */
export const firstCounted = statement<{ centreId: string }, { day: string }[]>((db, t) =>
  db
    .select({ day: t.visitHours.day })
    .from(t.visitHours)
    .where(eq(t.visitHours.centreId, $('centreId')))
    .orderBy(asc(t.visitHours.day))
    .limit(1),
)
