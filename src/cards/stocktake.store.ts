import { and, asc, desc, eq, getTableColumns, gt, inArray, like, or, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  placeholders,
  type Query,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type CardRow, cardBySerial, cardFrom, type Scan } from './card.store.ts'
import { PUT_BACK, sawInPlace } from './in-place.store.ts'
import { placeNow } from './place.store.ts'
import {
  advance,
  judge,
  layThere,
  type Outcome,
  type Seen,
  type StocktakeCommand,
  slotIn,
  withHolders,
} from './stocktake.ts'
import {
  countThere,
  type StocktakeCard,
  type StocktakeRow,
  shelvesOf,
} from './stocktake-list.store.ts'

/** The newest stocktakes that a list shows. */
const LISTED_MAX = 50

export const stocktakeById = statement<{ id: string }, StocktakeRow[]>((db, t) =>
  db
    .select()
    .from(t.stocktakes)
    .where(eq(t.stocktakes.id, $('id'))),
)

/** A stocktake with the names of who began and who ended it. */
export interface NamedStocktake extends StocktakeRow {
  starter: string | null
  closer: string | null
}

const withNames = (t: Tables) => ({
  ...getTableColumns(t.stocktakes),
  starter: sql<string | null>`(select name from staff where staff.id = started_by)`,
  closer: sql<string | null>`(select name from staff where staff.id = closed_by)`,
})

export const namedStocktake = statement<{ id: string }, NamedStocktake[]>((db, t) =>
  db
    .select(withNames(t))
    .from(t.stocktakes)
    .where(eq(t.stocktakes.id, $('id'))),
)

/** The stocktakes of a centre, the newest first. */
export const stocktakesOf = statement<{ centreId: string }, NamedStocktake[]>((db, t) =>
  db
    .select(withNames(t))
    .from(t.stocktakes)
    .where(eq(t.stocktakes.centreId, $('centreId')))
    .orderBy(desc(t.stocktakes.startedAt), desc(t.stocktakes.id))
    .limit(LISTED_MAX),
)

/** A stocktake under way that has shelves in common with a place. */
export const overlapping = (
  centreId: string,
  place: string,
): Query<{ id: string; place: string }[]> =>
  query((db, t) =>
    db
      .select({ id: t.stocktakes.id, place: t.stocktakes.place })
      .from(t.stocktakes)
      .where(
        and(
          eq(t.stocktakes.centreId, centreId),
          // The partial index is used only where its condition stands in the query to the letter.
          sql`state in ('open', 'paused', 'closing')`,
          or(
            inArray(t.stocktakes.place, withHolders(place)),
            like(t.stocktakes.place, `${place}-%`),
          ),
        ),
      )
      .limit(1),
  )

const insertStocktake = statement<StocktakeRow, unknown>((db, t) =>
  db.insert(t.stocktakes).values(placeholders(t.stocktakes)),
)

const updateStocktake = statement<StocktakeRow, unknown>((db, t) =>
  db
    .update(t.stocktakes)
    .set(
      placeholders(t.stocktakes, [
        'state',
        'found',
        'misplaced',
        'unknown',
        'missing',
        'seen',
        'closedBy',
        'closedAt',
        'endRevision',
        'headSeq',
        'headHash',
      ]),
    )
    .where(eq(t.stocktakes.id, $('id'))),
)

export const scannedBefore = statement<
  { stocktakeId: string; serial: string },
  { outcome: Outcome }[]
>((db, t) =>
  db
    .select({ outcome: t.stocktakeCards.outcome })
    .from(t.stocktakeCards)
    .where(
      and(
        eq(t.stocktakeCards.stocktakeId, $('stocktakeId')),
        eq(t.stocktakeCards.serial, $('serial')),
      ),
    ),
)

/** What a card went through first after a revision of its centre. */
const firstStepSince = statement<
  { centreId: string; serial: string; since: number },
  { action: string; fromPlace: string | null }[]
>((db, t) =>
  db
    .select({ action: t.custody.action, fromPlace: t.custody.fromPlace })
    .from(t.custody)
    .where(
      and(
        eq(t.custody.serial, $('serial')),
        eq(t.custody.centreId, $('centreId')),
        gt(t.custody.revision, $('since')),
        // Carried back to its place, it was of that place all the time.
        sql`coalesce(why, '') not like ${`${PUT_BACK} %`}`,
      ),
    )
    .orderBy(asc(t.custody.revision))
    .limit(1),
)

/** The newest scan of a card takes the place of the one before. */
export const keepCard = statement<StocktakeCard, unknown>((db, t) =>
  db
    .insert(t.stocktakeCards)
    .values(placeholders(t.stocktakeCards))
    .onConflictDoUpdate({
      target: [t.stocktakeCards.stocktakeId, t.stocktakeCards.serial],
      set: placeholders(t.stocktakeCards, [
        'outcome',
        'slot',
        'belongs',
        'state',
        'at',
        'staffId',
        'revision',
        'putBackRevision',
      ]),
    }),
)

/** Begins the stocktake of a place, unless one of those shelves is under way. */
export function* startStocktake(
  { centre, revision, now }: Command,
  { id, place: asked, staffId }: { id: string; place: string; staffId: string | null },
): Step<StocktakeRow | Refusal> {
  const centreId = centre.id
  const found = yield* placeNow(centreId, asked)
  if (!found) return refuse('unknown_place', { place: asked })
  if ('refused' in found) return found
  const place = found.code
  const running = yield* runOne(overlapping(centreId, place))
  if (running) return refuse('stocktake_running', { place: running.place, stocktake: running.id })
  const there = yield* runOne(countThere(shelvesOf({ centreId, place })))
  const stocktake: StocktakeRow = {
    id,
    centreId,
    place,
    state: 'open',
    startedBy: staffId,
    startedAt: now,
    startRevision: revision,
    expected: there?.count ?? 0,
    found: 0,
    misplaced: 0,
    unknown: 0,
    missing: 0,
    seen: 0,
    closedBy: null,
    closedAt: null,
    endRevision: null,
    headSeq: null,
    headHash: null,
  }
  yield* run(insertStocktake(stocktake))
  return stocktake
}

/** A stocktake of this centre with the state that a command leads to, not stored yet. */
export function* advanced(
  { centre }: Command,
  id: string,
  command: StocktakeCommand,
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* runOne(stocktakeById({ id }))
  if (!stocktake || stocktake.centreId !== centre.id) return refuse('unknown_stocktake')
  const state = advance(stocktake.state, command)
  return typeof state === 'string' ? { ...stocktake, state } : state
}

export function* saveStocktake(
  stocktake: StocktakeRow,
  changes: Partial<StocktakeRow> = {},
): Step<StocktakeRow> {
  const changed = { ...stocktake, ...changes }
  yield* run(updateStocktake(changed))
  return changed
}

/** Pauses a stocktake, or goes on with it; whoever of the post section may. */
export function* holdStocktake(
  command: Command,
  id: string,
  to: 'pause' | 'resume',
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* advanced(command, id, to)
  return 'refused' in stocktake ? stocktake : yield* saveStocktake(stocktake)
}

export interface Noted {
  card: StocktakeCard & { outcome: Seen }
  /** It was scanned in this stocktake before, and counts once. */
  again: boolean
  stocktake: StocktakeRow
}

/** Keeps what a stocktake saw of a card, and counts it: each card once, as it was seen last. */
export function* keepFinding(
  stocktake: StocktakeRow,
  row: CardRow | undefined,
  card: Noted['card'],
): Step<Noted> {
  const { id: stocktakeId, centreId, startRevision: since } = stocktake
  const { serial, outcome } = card
  const before = yield* runOne(scannedBefore({ stocktakeId, serial }))
  yield* run(keepCard(card))
  const counts = { ...stocktake }
  if (before) {
    counts[before.outcome] -= 1
  } else if (row && outcome !== 'unknown') {
    const firstStep = yield* runOne(firstStepSince({ centreId, serial, since }))
    if (layThere(stocktake, cardFrom(row), firstStep)) counts.seen += 1
  }
  counts[outcome] += 1
  yield* run(updateStocktake(counts))
  return { card, again: before !== undefined, stocktake: counts }
}

/**
 * A card scanned where it lies. The card itself is not touched: it is put right by the normal scan.
 */
export function* noteCard(
  command: Command,
  {
    stocktakeId,
    serial,
    slot: scanned,
    staffId,
  }: Scan & Record<'stocktakeId' | 'serial' | 'slot', string>,
): Step<Noted | Refusal> {
  const stocktake = yield* advanced(command, stocktakeId, 'scan')
  if ('refused' in stocktake) return stocktake
  const { centreId } = stocktake
  const slot = slotIn(stocktake, yield* placeNow(centreId, scanned), scanned)
  if (typeof slot !== 'string') return slot
  const row = yield* runOne(cardBySerial({ serial }))
  const finding = judge(row && cardFrom(row), { centreId, slot })
  const seen = { stocktakeId, serial, centreId, slot, staffId, putBackRevision: null }
  const { now: at, revision } = command
  if (finding.outcome === 'found' && row) yield* sawInPlace(command, row, { staffId })
  return yield* keepFinding(stocktake, row, { ...seen, ...finding, at, revision })
}
