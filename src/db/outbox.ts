import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { $, type EventRow, run, runOne, type Step, statement } from './transact.ts'

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

const revisionOf = statement<{ id: string }, { revision: number }[]>((db, t) =>
  db
    .select({ revision: t.centres.revision })
    .from(t.centres)
    .where(eq(t.centres.id, $('id'))),
)

/** What one turn hands on, and how far it then has come. */
export interface Turn {
  rows: readonly EventRow[]
  isMore: boolean
  reached: number
}

/**
 * The turn after a revision, of what is known up to another one.
 * @param rows told after `after`, oldest first; a turn takes the first TURN_MAX of them
 */
export const turnOf = (rows: readonly EventRow[], after: number, knownUpTo: number): Turn => {
  const taken = rows.slice(0, TURN_MAX)
  const isMore = taken.length === TURN_MAX
  const last = taken.at(-1)?.revision ?? after
  // A turn may end between two events of one revision: they are handed on again with the rest.
  return { rows: taken, isMore, reached: isMore ? last - 1 : Math.max(last, knownUpTo) }
}

/** Reads the turn after a revision. */
export function* readTurn(centreId: string, after: number): Step<Turn> {
  // The revision is read first: up to it everything is in the rows, whether it told or not.
  const centre = yield* runOne(revisionOf({ id: centreId }))
  const rows = yield* run(eventsAfter({ centreId, after }))
  return turnOf(rows, after, centre?.revision ?? after)
}

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
