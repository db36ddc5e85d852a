import { and, asc, count, eq, gte, lt, lte, sql } from 'drizzle-orm'
import { businessDay } from '../centres/business-day.ts'
import { $, type Command, run, type Step, statement } from '../db/transact.ts'
import type { Counted, DayCount } from './figure.ts'

interface DayKey extends Record<string, unknown> {
  centreId: string
  day: string
  kind: Counted
  upToHours: number
}

const add = statement<DayKey & { more: number }, unknown>((db, t) =>
  db
    .insert(t.cardDays)
    .values({
      centreId: $('centreId'),
      day: $('day'),
      kind: $('kind'),
      upToHours: $('upToHours'),
      count: $('more'),
    })
    .onConflictDoUpdate({
      target: [t.cardDays.centreId, t.cardDays.day, t.cardDays.kind, t.cardDays.upToHours],
      set: { count: sql`${t.cardDays.count} + excluded.count` },
    }),
)

/** One thing that happened to a card. */
export interface Happened {
  kind: Counted
  upToHours?: number
  at: number
}

/**
 * Counts what happened to cards by the centre's day, in the transaction in which it does: so the
 * figures of a year cost as much as there are days in it, however many cards there were.
 */
export function* countHappened(
  { centre }: Pick<Command, 'centre'>,
  all: readonly Happened[],
): Step<void> {
  const counts = new Map<string, DayCount>()
  for (const { kind, upToHours = 0, at } of all) {
    const { day } = businessDay(at, centre)
    const key = `${day} ${kind} ${upToHours}`
    const known = counts.get(key)
    if (known) known.count += 1
    else counts.set(key, { day, kind, upToHours, count: 1 })
  }
  for (const { day, kind, upToHours, count: more } of counts.values())
    yield* run(add({ centreId: centre.id, day, kind, upToHours, more }))
}

/** What happened in a centre from one day to another, both included; some 20 rows a day. */
export const countsBetween = statement<{ centreId: string; from: string; to: string }, DayCount[]>(
  (db, t) =>
    db
      .select({
        day: t.cardDays.day,
        kind: t.cardDays.kind,
        upToHours: t.cardDays.upToHours,
        count: t.cardDays.count,
      })
      .from(t.cardDays)
      .where(
        and(
          eq(t.cardDays.centreId, $('centreId')),
          gte(t.cardDays.day, $('from')),
          lte(t.cardDays.day, $('to')),
        ),
      )
      .orderBy(asc(t.cardDays.day)),
)

/** How many cards lie ready that became so from one moment until before another. */
export const lyingSince = statement<
  { centreId: string; from: number; before: number },
  { cards: number }[]
>((db, t) =>
  db
    .select({ cards: count() })
    .from(t.cards)
    .where(
      and(
        eq(t.cards.centreId, $('centreId')),
        // To the letter the condition of the index that it is counted in.
        sql`state = 'shelved'`,
        gte(t.cards.readyAt, $('from')),
        lt(t.cards.readyAt, $('before')),
      ),
    ),
)
