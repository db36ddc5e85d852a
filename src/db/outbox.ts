import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Tables } from './tables.ts'
import { $, run, runOne, type Step, statement } from './transact.ts'

export type EventRow = Tables['events']['$inferSelect']

/** The most events one turn hands on; a longer backlog takes several turns. */
export const TURN_MAX = 500

/** What was decided in a centre after a revision, oldest first, at most TURN_MAX rows. */
export const eventsAfter = statement<{ centreId: string; after: number }, EventRow[]>((db, t) =>
  db
    .select()
    .from(t.events)
    .where(and(eq(t.events.centreId, $('centreId')), gt(t.events.revision, $('after'))))
    .orderBy(asc(t.events.revision), asc(t.events.ordinal))
    .limit(TURN_MAX),
)

/** Centres that moved since their outbox was last handed on. */
export const centresBehind = statement<Record<string, never>, { centreId: string }[]>((db, t) =>
  db
    .select({ centreId: t.centres.id })
    .from(t.centres)
    .leftJoin(t.relayCursors, eq(t.relayCursors.centreId, t.centres.id))
    .where(gt(t.centres.revision, sql`coalesce(${t.relayCursors.revision}, 0)`)),
)

const cursorOf = statement<{ centreId: string }, { revision: number }[]>((db, t) =>
  db
    .select({ revision: t.relayCursors.revision })
    .from(t.relayCursors)
    .where(eq(t.relayCursors.centreId, $('centreId'))),
)

const upsertCursor = statement<{ centreId: string; revision: number }, unknown>((db, t) =>
  db
    .insert(t.relayCursors)
    .values({ centreId: $('centreId'), revision: $('revision') })
    .onConflictDoUpdate({
      target: t.relayCursors.centreId,
      set: { revision: sql`excluded.revision` },
    }),
)

export function* readCursor(centreId: string): Step<number> {
  return (yield* runOne(cursorOf({ centreId })))?.revision ?? 0
}

export function* saveCursor(centreId: string, revision: number): Step<void> {
  yield* run(upsertCursor({ centreId, revision }))
}
