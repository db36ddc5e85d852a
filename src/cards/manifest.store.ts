import { and, asc, count, eq, ne, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { Language } from '../language.ts'
import { type Refusal, refuse } from '../refusal.ts'
import {
  type CardRow,
  cardBySerial,
  cardFrom,
  insertCards,
  type Scan,
  storeCardMove,
} from './card.store.ts'
import { type CardState, decide } from './card.ts'
import { countSurplus, openIncident } from './incident.store.ts'
import { type Receipt, type Reconciled, receiptOf, reconcile } from './manifest.ts'

export type ManifestRow = Tables['manifests']['$inferSelect']

/** The oldest open deliveries a view shows. */
const SHOWN_MAX = 20

export const manifestById = statement<{ id: string }, ManifestRow[]>((db, t) =>
  db
    .select()
    .from(t.manifests)
    .where(eq(t.manifests.id, $('id'))),
)

export const manifestByFingerprint = statement<
  { centreId: string; fingerprint: string },
  ManifestRow[]
>((db, t) =>
  db
    .select()
    .from(t.manifests)
    .where(
      and(eq(t.manifests.centreId, $('centreId')), eq(t.manifests.fingerprint, $('fingerprint'))),
    ),
)

export const openManifests = statement<{ centreId: string }, ManifestRow[]>((db, t) =>
  db
    .select()
    .from(t.manifests)
    .where(and(eq(t.manifests.centreId, $('centreId')), eq(t.manifests.state, 'open')))
    .orderBy(asc(t.manifests.createdAt))
    .limit(SHOWN_MAX),
)

/** Cards of a delivery that were scanned: one index entry read for each of them. */
export const receivedOf = statement<{ manifestId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.cards)
    .where(and(eq(t.cards.manifestId, $('manifestId')), ne(t.cards.state, 'expected'))),
)

const insertManifest = statement<ManifestRow, unknown>((db, t) =>
  db.insert(t.manifests).values(placeholders(t.manifests)),
)

const endManifest = statement<{ id: string; closedAt: number }, unknown>((db, t) =>
  db
    .update(t.manifests)
    .set({ state: 'closed', ...placeholders(t.manifests, ['closedAt']) })
    .where(eq(t.manifests.id, $('id'))),
)

const announceAgain = statement<
  Pick<CardRow, 'serial' | 'manifestId' | 'state' | 'stateSince' | 'revision'>,
  unknown
>((db, t) =>
  db
    .update(t.cards)
    .set(placeholders(t.cards, ['manifestId', 'state', 'stateSince', 'revision']))
    .where(eq(t.cards.serial, $('serial'))),
)

const isAbsent = (t: Tables) =>
  and(eq(t.cards.manifestId, $('manifestId')), eq(t.cards.state, 'expected'))

const absentOf = statement<{ manifestId: string }, { count: number }[]>((db, t) =>
  db.select({ count: count() }).from(t.cards).where(isAbsent(t)),
)

interface Closing extends Record<string, unknown> {
  manifestId: string
  centreId: string
  revision: number
  now: number
  staffId: string | null
}

// A delivery that never came has as many missing cards as it had lines, so they are written by
// three statements whatever their number. Columns stand in the order of the tables.
const logAbsent = statement<Closing, unknown>((db, t) =>
  db.insert(t.custody).select(
    db
      .select({
        serial: t.cards.serial,
        revision: sql<number>`${$('revision')}`.as('revision'),
        centreId: t.cards.centreId,
        action: sql<string>`'missing'`.as('action'),
        at: sql<number>`${$('now')}`.as('at'),
        staffId: sql<string | null>`${$('staffId')}`.as('staff_id'),
        fromPlace: sql<null>`null`.as('from_place'),
        toPlace: sql<null>`null`.as('to_place'),
        why: t.cards.manifestId,
      })
      .from(t.cards)
      .where(isAbsent(t)),
  ),
)

const searchAbsent = statement<Closing, unknown>((db, t) =>
  db.insert(t.incidents).select(
    db
      .select({
        id: sql<string>`'missing-' || ${t.cards.manifestId} || '-' || ${t.cards.serial}`.as('id'),
        centreId: t.cards.centreId,
        kind: sql<'missing'>`'missing'`.as('kind'),
        serial: t.cards.serial,
        manifestId: t.cards.manifestId,
        state: sql<'open'>`'open'`.as('state'),
        note: sql<string>`''`.as('note'),
        at: sql<number>`${$('now')}`.as('at'),
      })
      .from(t.cards)
      .where(isAbsent(t)),
  ),
)

const missAbsent = statement<Closing, unknown>((db, t) =>
  db
    .update(t.cards)
    .set({ state: 'missing', stateSince: sql`${$('now')}`, revision: sql`${$('revision')}` })
    .where(isAbsent(t)),
)

/** A card of a delivery as the store takes it: checked and sealed at the edge. */
export interface SealedCard {
  serial: string
  citizenHash: string
  citizenCipher: string
  phoneCipher: string | null
  language: Language
}

/** Takes a card that never came from its earlier list onto a new one. */
function* announceMissing(
  { centre, revision, now }: Command,
  serial: string,
  manifestId: string,
): Step<Refusal | null> {
  const known = yield* runOne(cardBySerial({ serial }))
  if (known?.state !== 'missing' || known.centreId !== centre.id)
    return refuse('card_known', { serial })
  yield* run(announceAgain({ serial, manifestId, state: 'expected', stateSince: now, revision }))
  return null
}

/**
 * Announces a delivery: its list and all its cards as expected, in one transaction. A card that is
 * missing may be announced again.
 * @returns the earlier manifest when the same delivery is known; `card_known` for a card that is
 * here, or was
 */
export function* announceDelivery(
  command: Command,
  delivery: { id: string; origin: string; fingerprint: string; cards: readonly SealedCard[] },
): Step<{ manifest: ManifestRow; isNew: boolean } | Refusal> {
  const { centre, revision, now, tell } = command
  const { id, origin, fingerprint, cards } = delivery
  const before = yield* runOne(manifestByFingerprint({ centreId: centre.id, fingerprint }))
  if (before) return { manifest: before, isNew: false }
  const manifest: ManifestRow = {
    id,
    centreId: centre.id,
    origin,
    fingerprint,
    state: 'open',
    expected: cards.length,
    createdAt: now,
    closedAt: null,
  }
  yield* run(insertManifest(manifest))
  const known = yield* insertCards(
    cards.map((card) => ({
      ...card,
      centreId: centre.id,
      state: 'expected',
      stateSince: now,
      place: null,
      blocked: false,
      manifestId: id,
      readyAt: null,
      revision,
    })),
  )
  for (const { serial } of known) {
    const no = yield* announceMissing(command, serial, id)
    if (no) return no
  }
  tell({ type: 'manifest_changed', subject: id })
  return { manifest, isNew: true }
}

function* openManifest({ centre }: Command, id: string): Step<ManifestRow | Refusal> {
  const manifest = yield* runOne(manifestById({ id }))
  if (!manifest || manifest.centreId !== centre.id) return refuse('unknown_manifest')
  return manifest.state === 'closed' ? refuse('manifest_closed') : manifest
}

export interface Received {
  serial: string
  /** null for a card that is not known at all. */
  state: CardState | null
  outcome: Receipt
}

/**
 * A card scanned out of a delivery. One that is not on the list, or was scanned before, is an
 * incident; a card that some other list of this centre expects is here all the same, and received.
 */
export function* receiveCard(
  command: Command,
  {
    manifestId,
    serial,
    incidentId,
    ...scan
  }: Scan & {
    manifestId: string
    serial: string
    incidentId: string
  },
): Step<Received | Refusal> {
  const manifest = yield* openManifest(command, manifestId)
  if ('refused' in manifest) return manifest
  const row = yield* runOne(cardBySerial({ serial }))
  const outcome = receiptOf(manifestId, row)
  if (outcome !== 'received') {
    const note = row ? `${row.centreId} ${row.state}` : ''
    yield* openIncident(command, { id: incidentId, kind: outcome, serial, manifestId, note })
  }
  command.tell({ type: 'manifest_changed', subject: manifestId })
  const isAwaited = row?.state === 'expected' || row?.state === 'missing'
  if (!row || row.centreId !== command.centre.id || !isAwaited)
    return { serial, state: row?.state ?? null, outcome }
  const move = decide(cardFrom(row), { do: 'receive' }, command.now)
  if ('refused' in move) return move
  const stored = yield* storeCardMove(command, row, move, scan)
  if (row.manifestId !== null && row.manifestId !== manifestId)
    command.tell({ type: 'manifest_changed', subject: row.manifestId })
  return { serial, state: stored.state, outcome }
}

/** Ends a delivery: what is still expected is missing, each with an incident of its own. */
export function* closeManifest(
  command: Command,
  { manifestId, staffId }: Scan & { manifestId: string },
): Step<Reconciled | Refusal> {
  const manifest = yield* openManifest(command, manifestId)
  if ('refused' in manifest) return manifest
  const { centre, revision, now, tell } = command
  const absent = (yield* runOne(absentOf({ manifestId })))?.count ?? 0
  const closing = { manifestId, centreId: centre.id, revision, now, staffId }
  yield* run(logAbsent(closing))
  yield* run(searchAbsent(closing))
  yield* run(missAbsent(closing))
  yield* run(endManifest({ id: manifestId, closedAt: now }))
  tell({ type: 'manifest_changed', subject: manifestId })
  const surplus = yield* countSurplus(manifestId)
  return reconcile({ expected: manifest.expected, stillExpected: absent, surplus })
}
