import { and, asc, count, eq, inArray, ne } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  placeholders,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
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
import { logAll } from './custody.store.ts'
import { countDifferences, countMissing, openIncident } from './incident.store.ts'
import {
  type Receipt,
  type Reconciled,
  type RejectedRow,
  receiptOf,
  reconcile,
} from './manifest.ts'

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

const updateManifest = statement<
  Pick<ManifestRow, 'id' | 'state' | 'expected' | 'closedAt' | 'rejected'>,
  unknown
>((db, t) =>
  db
    .update(t.manifests)
    .set(placeholders(t.manifests, ['state', 'expected', 'closedAt', 'rejected']))
    .where(eq(t.manifests.id, $('id'))),
)

const cardsOf = statement<{ manifestId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.cards)
    .where(eq(t.cards.manifestId, $('manifestId'))),
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

/** Cards that one command announces or misses: others are served between two of them. */
export const SLICE_CARDS = 250

/** Some of a delivery's cards that were not scanned. */
const absentOf = statement<{ manifestId: string }, { serial: string }[]>((db, t) =>
  db
    .select({ serial: t.cards.serial })
    .from(t.cards)
    .where(and(eq(t.cards.manifestId, $('manifestId')), eq(t.cards.state, 'expected')))
    .limit(SLICE_CARDS),
)

const missCards = (serials: readonly string[], stateSince: number, revision: number) =>
  query((db, t) =>
    db
      .update(t.cards)
      .set({ state: 'missing', stateSince, revision })
      .where(inArray(t.cards.serial, [...serials])),
  )

/** A card of a delivery as the store takes it: checked and sealed at the edge. */
export interface SealedCard {
  serial: string
  citizenHash: string
  citizenCipher: string
  phoneCipher: string | null
  applicationHash?: string | null
  language: Language
}

/**
 * Takes a card that never came from its earlier list onto a new one.
 * @returns false for a card that is here, or was
 */
function* announceMissing(
  { centre, revision, now }: Command,
  serial: string,
  manifestId: string,
): Step<boolean> {
  const known = yield* runOne(cardBySerial({ serial }))
  // Announced by this very list, before that was broken off.
  if (known?.manifestId === manifestId) return true
  if (known?.state !== 'missing' || known.centreId !== centre.id) return false
  yield* run(announceAgain({ serial, manifestId, state: 'expected', stateSince: now, revision }))
  return true
}

/**
 * Begins a delivery: its cards follow in slices, and `openDelivery` ends it. One that was broken off
 * is gone on with by whoever sends the same list again.
 * @returns the earlier manifest when the same delivery is known
 */
export function* beginDelivery(
  { centre, now }: Command,
  delivery: Pick<ManifestRow, 'id' | 'origin' | 'fingerprint'>,
): Step<ManifestRow> {
  const { fingerprint } = delivery
  const before = yield* runOne(manifestByFingerprint({ centreId: centre.id, fingerprint }))
  if (before) return before
  const manifest: ManifestRow = {
    ...delivery,
    centreId: centre.id,
    state: 'loading',
    expected: 0,
    createdAt: now,
    closedAt: null,
    rejected: null,
  }
  yield* run(insertManifest(manifest))
  return manifest
}

/**
 * Announces a slice of a delivery's cards as expected. A card that is missing may be announced again.
 * @returns the serials of cards that are here, or were, and are not taken
 */
export function* announceCards(
  command: Command,
  manifestId: string,
  cards: readonly SealedCard[],
): Step<string[]> {
  const { centre, revision, now } = command
  const known = yield* insertCards(
    cards.map((card) => ({
      ...card,
      centreId: centre.id,
      state: 'expected',
      stateSince: now,
      place: null,
      blocked: false,
      manifestId,
      readyAt: null,
      revision,
    })),
  )
  const refused: string[] = []
  for (const { serial } of known)
    if (!(yield* announceMissing(command, serial, manifestId))) refused.push(serial)
  return refused
}

/** Ends the loading of a delivery: from now on it can be received. */
export function* openDelivery(
  { tell }: Command,
  id: string,
  rejected: RejectedRow[],
): Step<ManifestRow | Refusal> {
  const manifest = yield* runOne(manifestById({ id }))
  if (!manifest) return refuse('unknown_manifest')
  if (manifest.state !== 'loading') return manifest
  const expected = (yield* runOne(cardsOf({ manifestId: id })))?.count ?? 0
  const kept = { rejected: rejected.length > 0 ? rejected : null }
  // With no card of its own it is over before it began.
  const state = expected > 0 ? 'open' : 'closed'
  yield* run(updateManifest({ id, state, expected, closedAt: null, ...kept }))
  tell({ type: 'manifest_changed', subject: id })
  return { ...manifest, state, expected, ...kept }
}

function* openManifest({ centre }: Command, id: string): Step<ManifestRow | Refusal> {
  const manifest = yield* runOne(manifestById({ id }))
  if (!manifest || manifest.centreId !== centre.id) return refuse('unknown_manifest')
  if (manifest.state === 'loading') return refuse('manifest_loading')
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

/**
 * Ends a delivery, a slice at a time: what is still expected is missing, each with an incident of
 * its own; it is closed when nothing is left. One that was broken off is gone on with.
 * @returns null while there is more to do
 */
export function* closeManifest(
  command: Command,
  { manifestId, staffId, device = null }: Scan & { manifestId: string },
): Step<Reconciled | null | Refusal> {
  const manifest = yield* openManifest(command, manifestId)
  if ('refused' in manifest) return manifest
  const { centre, revision, now, tell } = command
  const absent = yield* run(absentOf({ manifestId }))
  if (absent.length > 0) {
    const serials = absent.map(({ serial }) => serial)
    yield* logAll(
      command,
      serials.map((serial) => ({
        serial,
        action: 'missing' as const,
        staffId,
        device,
        fromPlace: null,
        toPlace: null,
        why: manifestId,
      })),
    )
    for (const serial of serials) {
      const id = `missing-${manifestId}-${serial}`
      yield* openIncident(command, { id, kind: 'missing', serial, manifestId, note: '' })
    }
    yield* run(missCards(serials, now, revision))
  }
  tell({ type: 'manifest_changed', subject: manifestId })
  if (absent.length === SLICE_CARDS) return null
  const { expected, rejected } = manifest
  const ended = { id: manifestId, state: 'closed' as const, expected, closedAt: now, rejected }
  yield* run(updateManifest(ended))
  const missing = yield* countMissing(centre.id, manifestId)
  const surplus = yield* countDifferences(manifestId, 'surplus')
  const duplicate = yield* countDifferences(manifestId, 'duplicate')
  return reconcile({ expected, missing, surplus, duplicate })
}
