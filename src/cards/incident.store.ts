import { and, count, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { IncidentKind } from './manifest.ts'

export type IncidentRow = Tables['incidents']['$inferSelect']

/** The open incidents that are shown at once. */
export const SHOWN_AT_ONCE = 50
/** Open ones are counted as far as somebody can tell numbers apart: a lost delivery has thousands. */
export const COUNTED_MAX = 1000

const insertIncident = statement<IncidentRow, { id: string }[]>((db, t) =>
  db
    .insert(t.incidents)
    .values(placeholders(t.incidents))
    .onConflictDoNothing()
    .returning({ id: t.incidents.id }),
)

type Delivery = Pick<Tables['manifests']['$inferSelect'], 'id' | 'origin' | 'createdAt'>

/** An incident with the name of whoever looks into it, and the delivery its card came with. */
export interface NamedIncident extends IncidentRow {
  owner: string | null
  delivery: Delivery | null
}

/**
 * The delivery in which it happened, or with which a card came that was doubted later: each row is
 * reached by its key.
 */
const named = (t: Tables) => ({
  shown: {
    ...getTableColumns(t.incidents),
    owner: t.staff.name,
    delivery: { id: t.manifests.id, origin: t.manifests.origin, createdAt: t.manifests.createdAt },
  },
  hasOwner: eq(t.staff.id, t.incidents.ownerId),
  isOfCard: eq(t.cards.serial, t.incidents.serial),
  isDelivery: eq(t.manifests.id, sql`coalesce(${t.incidents.manifestId}, ${t.cards.manifestId})`),
})

/** A place in the list of open incidents. */
export type IncidentCursor = Pick<IncidentRow, 'at' | 'id'>
/** Before the newest of all. */
export const NEWEST: IncidentCursor = { at: Number.MAX_SAFE_INTEGER, id: '' }

/** The open incidents after a place in the list, newest first: what was lost today is on top. */
export const openIncidents = statement<{ centreId: string } & IncidentCursor, NamedIncident[]>(
  (db, t) => {
    const { shown, hasOwner, isOfCard, isDelivery } = named(t)
    return db
      .select(shown)
      .from(t.incidents)
      .leftJoin(t.staff, hasOwner)
      .leftJoin(t.cards, isOfCard)
      .leftJoin(t.manifests, isDelivery)
      .where(
        and(
          eq(t.incidents.centreId, $('centreId')),
          // The partial index is used only where its condition stands in the query to the letter.
          sql`${t.incidents.state} = 'open'`,
          sql`(${t.incidents.at}, ${t.incidents.id}) < (${$('at')}, ${$('id')})`,
        ),
      )
      .orderBy(desc(t.incidents.at), desc(t.incidents.id))
      .limit(SHOWN_AT_ONCE)
  },
)

/** How many are open, up to `COUNTED_MAX`. */
export const countOpenIncidents = statement<{ centreId: string }, { count: number }[]>((db, t) => {
  const some = db
    .select({ id: t.incidents.id })
    .from(t.incidents)
    .where(and(eq(t.incidents.centreId, $('centreId')), sql`state = 'open'`))
    .limit(COUNTED_MAX)
    .as('some')
  return db.select({ count: count() }).from(some)
})

const differencesOf = statement<{ manifestId: string; kind: IncidentKind }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.incidents)
      .where(and(eq(t.incidents.manifestId, $('manifestId')), eq(t.incidents.kind, $('kind')))),
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

const closeSearches = statement<{ centreId: string; serial: string; closedAt: number }, unknown>(
  (db, t) =>
    db
      .update(t.incidents)
      .set({ state: 'closed', ...placeholders(t.incidents, ['closedAt']) })
      .where(
        and(
          eq(t.incidents.centreId, $('centreId')),
          sql`state = 'open'`,
          eq(t.incidents.serial, $('serial')),
          inArray(t.incidents.kind, ['missing', 'not_found', 'damaged']),
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
  kind: Extract<IncidentKind, 'refused_scan' | 'wrong_card' | 'wrong_code'>
  serial: string
  note: string
  at: number
}): Step<void> {
  yield* run(insertIncident({ ...scan, ...nobodys, manifestId: null, state: 'closed' }))
}

const wrongCodesSince = statement<{ serial: string; since: number }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.incidents)
    .where(
      and(
        eq(t.incidents.serial, $('serial')),
        gt(t.incidents.at, $('since')),
        sql`kind = 'wrong_code'`,
      ),
    ),
)

/** How many wrong pickup codes were told for a card since a moment. */
export function* countWrongCodes(serial: string, since: number): Step<number> {
  return (yield* runOne(wrongCodesSince({ serial, since })))?.count ?? 0
}

/** Ends a centre's searches for a card that turned up, and the doubts about one that left quarantine. */
export function* endSearches(centreId: string, serial: string, now: number): Step<void> {
  yield* run(closeSearches({ centreId, serial, closedAt: now }))
}

export const incidentById = statement<{ id: string }, NamedIncident[]>((db, t) => {
  const { shown, hasOwner, isOfCard, isDelivery } = named(t)
  return db
    .select(shown)
    .from(t.incidents)
    .leftJoin(t.staff, hasOwner)
    .leftJoin(t.cards, isOfCard)
    .leftJoin(t.manifests, isDelivery)
    .where(eq(t.incidents.id, $('id')))
})

const updateIncident = statement<
  Pick<IncidentRow, 'id' | 'state' | 'ownerId' | 'remark' | 'closedAt'>,
  unknown
>((db, t) =>
  db
    .update(t.incidents)
    .set(placeholders(t.incidents, ['state', 'ownerId', 'remark', 'closedAt']))
    .where(eq(t.incidents.id, $('id'))),
)

/** What people change about an incident: who looks into it, what they found, whether it is over. */
export type IncidentChange = Partial<Pick<IncidentRow, 'state' | 'ownerId' | 'remark'>>

/** Changes an incident; one that is opened again is looked into from its old place in the list. */
export function* changeIncident(
  { centre, now, tell }: Command,
  id: string,
  changes: IncidentChange,
): Step<IncidentRow | Refusal> {
  const before = yield* runOne(incidentById({ id }))
  if (!before || before.centreId !== centre.id) return refuse('unknown_incident')
  const state = changes.state ?? before.state
  const closedAt = state === 'open' ? null : (before.closedAt ?? now)
  const changed = { ...before, ...changes, state, closedAt }
  const { ownerId, remark } = changed
  yield* run(updateIncident({ id, state, ownerId, remark, closedAt }))
  tell({ type: 'incident_changed', subject: id })
  return changed
}

export function* countMissing(centreId: string, manifestId: string): Step<number> {
  return (yield* runOne(missingOf({ centreId, manifestId })))?.count ?? 0
}

/** Cards of one kind that a delivery differs in from its list, each once however often scanned. */
export function* countDifferences(
  manifestId: string,
  kind: Extract<IncidentKind, 'surplus' | 'duplicate'>,
): Step<number> {
  return (yield* runOne(differencesOf({ manifestId, kind })))?.count ?? 0
}
