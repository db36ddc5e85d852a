import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { businessDay, localHour } from '../centres/business-day.ts'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  type HeldRow,
  placeholders,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import type { Tally, VisitHour, VisitStep } from './report.ts'

type HourRow = Tables['visitHours']['$inferSelect']

const hourBefore = statement<Omit<HourRow, 'counts'>, { counts: Tally }[]>((db, t) =>
  db
    .select({ counts: t.visitHours.counts })
    .from(t.visitHours)
    .where(
      and(
        eq(t.visitHours.centreId, $('centreId')),
        eq(t.visitHours.day, $('day')),
        eq(t.visitHours.hour, $('hour')),
        eq(t.visitHours.serviceId, $('serviceId')),
      ),
    ),
)

const putHour = statement<HourRow, unknown>((db, t) =>
  db
    .insert(t.visitHours)
    .values(placeholders(t.visitHours))
    .onConflictDoUpdate({
      target: [t.visitHours.centreId, t.visitHours.day, t.visitHours.hour, t.visitHours.serviceId],
      set: { counts: sql`excluded.counts` },
    }),
)

const visitsOfHour: HeldRow<Omit<HourRow, 'counts'>, Tally> = {
  name: 'visit_hours',
  *read(hour) {
    return (yield* runOne(hourBefore(hour)))?.counts ?? {}
  },
  *write(hour, counts) {
    yield* run(putHour({ ...hour, counts }))
  },
}

/**
 * Counts what happened to a visitor by the centre's hour, in the transaction in which it does: so a
 * report costs as much as there are hours in it, however many visitors came.
 */
export function* countVisit(
  { centre, now, held }: Pick<Command, 'centre' | 'now' | 'held'>,
  steps: readonly VisitStep[],
): Step<void> {
  if (steps.length === 0) return
  const { day } = businessDay(now, centre)
  const hour = localHour(now, centre.timeZone)
  for (const [serviceId, own] of Map.groupBy(steps, (step) => step.serviceId)) {
    const at = { centreId: centre.id, day, hour, serviceId }
    const counts: Tally = { ...(yield* held.get(visitsOfHour, at)) }
    for (const { key } of own) counts[key] = (counts[key] ?? 0) + 1
    held.set(visitsOfHour, at, counts)
  }
}

const visitHour = (t: Tables) => ({
  day: t.visitHours.day,
  hour: t.visitHours.hour,
  serviceId: t.visitHours.serviceId,
  counts: t.visitHours.counts,
})

/** The hours from one day to another, both included; some seventy a day. */
export const hoursBetween = statement<{ centreId: string; from: string; to: string }, VisitHour[]>(
  (db, t) =>
    db
      .select(visitHour(t))
      .from(t.visitHours)
      .where(
        and(
          eq(t.visitHours.centreId, $('centreId')),
          gte(t.visitHours.day, $('from')),
          lte(t.visitHours.day, $('to')),
        ),
      )
      .orderBy(asc(t.visitHours.day)),
)

/** The hours of some days. */
export const hoursOfDays = (centreId: string, days: string[]) =>
  query((db, t) =>
    db
      .select(visitHour(t))
      .from(t.visitHours)
      .where(and(eq(t.visitHours.centreId, centreId), inArray(t.visitHours.day, days))),
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

/** The most rows of one statement: SQLite takes no more than 32,766 values. */
const ROWS_AT_ONCE = 1000

/** Puts in whole hours that nobody counted: those of the demo. */
export function* insertHours(rows: readonly HourRow[]): Step<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE)
    yield* run(query((db, t) => db.insert(t.visitHours).values(some)))
  }
}
