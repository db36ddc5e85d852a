import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { IncidentKind } from './manifest.ts'

export type IncidentRow = Tables['incidents']['$inferSelect']

/** The oldest open incidents a view shows. */
const SHOWN_MAX = 50

const insertIncident = statement<IncidentRow, { id: string }[]>((db, t) =>
  db
    .insert(t.incidents)
    .values(placeholders(t.incidents))
    .onConflictDoNothing()
    .returning({ id: t.incidents.id }),
)

export const openIncidents = statement<{ centreId: string }, IncidentRow[]>((db, t) =>
  db
    .select()
    .from(t.incidents)
    // The partial index is used only where its condition stands in the query to the letter.
    .where(and(eq(t.incidents.centreId, $('centreId')), sql`state = 'open'`))
    .orderBy(asc(t.incidents.at))
    .limit(SHOWN_MAX),
)

const surplusOf = statement<{ manifestId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.incidents)
    .where(and(eq(t.incidents.manifestId, $('manifestId')), eq(t.incidents.kind, 'surplus'))),
)

/** Cards of a delivery that were missed and have not turned up since. */
const missingOf = statement<{ centreId: string; manifestId: string }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.incidents)
      .where(
        and(
          eq(t.incidents.centreId, $('centreId')),
          sql`state = 'open'`,
          eq(t.incidents.manifestId, $('manifestId')),
          eq(t.incidents.kind, 'missing'),
        ),
      ),
)

const closeSearches = statement<{ centreId: string; serial: string }, unknown>((db, t) =>
  db
    .update(t.incidents)
    .set({ state: 'closed' })
    .where(
      and(
        eq(t.incidents.centreId, $('centreId')),
        sql`state = 'open'`,
        eq(t.incidents.serial, $('serial')),
        inArray(t.incidents.kind, ['missing', 'not_found']),
      ),
    ),
)

/** Nobody looks into it yet. */
const nobodys = { ownerId: null, remark: null, closedAt: null }

/** Something to be looked into; the same one of a manifest is kept once. */
export function* openIncident(
  { centre, now }: Pick<Command, 'centre' | 'now'>,
  incident: Pick<IncidentRow, 'id' | 'kind' | 'serial' | 'manifestId' | 'note'>,
): Step<void> {
  const fresh = { ...nobodys, centreId: centre.id, state: 'open' as const, at: now }
  yield* run(insertIncident({ ...incident, ...fresh }))
}

/** A scan that was refused: it changed nothing, but it happened. For `db.amend`. */
export function* keepRefusedScan(scan: {
  id: string
  centreId: string
  kind: Extract<IncidentKind, 'refused_scan' | 'wrong_card'>
  serial: string
  note: string
  at: number
}): Step<void> {
  yield* run(insertIncident({ ...scan, ...nobodys, manifestId: null, state: 'closed' }))
}

/** Ends the searches for a card that turned up. */
export function* endSearches(centreId: string, serial: string): Step<void> {
  yield* run(closeSearches({ centreId, serial }))
}

export function* countMissing(centreId: string, manifestId: string): Step<number> {
  return (yield* runOne(missingOf({ centreId, manifestId })))?.count ?? 0
}

export function* countSurplus(manifestId: string): Step<number> {
  return (yield* runOne(surplusOf({ manifestId })))?.count ?? 0
}
