import { inArray } from 'drizzle-orm'
import { type Command, query, run, runOne, type Step } from '../db/transact.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type CardRow, cardFrom, type Scan } from './card.store.ts'
import { decide } from './card.ts'
import { chainHead, logAll } from './custody.store.ts'
import { openIncident } from './incident.store.ts'
import { endInVain } from './not-found.store.ts'
import { withLivePicks } from './pick.store.ts'
import { countCards } from './place.store.ts'
import { advanced, keepCard, saveStocktake, stocktakeById } from './stocktake.store.ts'
import { countUnseen, type StocktakeRow, stillUnseen } from './stocktake-list.store.ts'

const missCards = (serials: readonly string[], stateSince: number, revision: number) =>
  query((db, t) =>
    db
      .update(t.cards)
      .set({ state: 'missing', place: null, stateSince, revision })
      .where(inArray(t.cards.serial, [...serials])),
  )

/**
 * Ends the scanning: from now on what was not seen is being missed. Also for one broken off there:
 * once it was confirmed, that holds for whoever goes on with it.
 * @param missing how many cards whoever closes was shown as unseen: that very number, counted under
 *   the lock, so that nothing is missed, and nothing turned up, that they did not look at
 */
export function* beginClosing(
  command: Command,
  id: string,
  missing: number,
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* advanced(command, id, 'close')
  if ('refused' in stocktake) return stocktake
  const before = yield* runOne(stocktakeById({ id }))
  if (before?.state !== 'closing') {
    const count = (yield* runOne(countUnseen(stocktake)))?.count ?? 0
    if (count !== missing) return refuse('stocktake_unseen', { count })
  }
  return yield* saveStocktake(stocktake)
}

/** Cards that lay in a slot by the log, and do not; those that moved a moment ago are left out. */
function* absentAmong(
  stocktake: StocktakeRow,
  serials: readonly string[],
  now: number,
): Step<CardRow[]> {
  const rows = yield* run(stillUnseen(stocktake, serials))
  return rows.filter((row) => !isRefusal(decide(cardFrom(row), { do: 'miss' }, now)))
}

/**
 * Misses a page of the cards that nobody saw, each with an incident of the kind `not_found`, for
 * somebody looked into its slot: `missing` is what never came with its delivery. Who waits for one
 * of them is told as when it is looked for in vain.
 * @param cards what was not seen when it was last read; each is looked at again under the lock
 */
export function* missUnseen(
  command: Command,
  {
    stocktakeId,
    cards,
    staffId,
  }: Pick<Scan, 'staffId'> & {
    stocktakeId: string
    cards: readonly { serial: string; incidentId: string }[]
  },
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* advanced(command, stocktakeId, 'miss')
  if ('refused' in stocktake) return stocktake
  const { centreId } = stocktake
  const { now, revision } = command
  const serials = cards.map(({ serial }) => serial)
  const incidentOf = new Map(cards.map(({ serial, incidentId }) => [serial, incidentId]))
  const absent = yield* absentAmong(stocktake, serials, now)
  if (absent.length === 0) return stocktake
  const why = `stocktake ${stocktakeId}`
  yield* logAll(
    command,
    absent.map(({ serial, place }) => ({
      serial,
      action: 'missing' as const,
      staffId,
      device: null,
      fromPlace: place,
      toPlace: null,
      why,
    })),
  )
  for (const { serial, place, state } of absent) {
    yield* countCards(centreId, place, null)
    const slot = place ?? ''
    const missed = { stocktakeId, serial, centreId, slot, belongs: place, state, at: now, staffId }
    yield* run(keepCard({ ...missed, outcome: 'missing', revision, putBackRevision: null }))
    const id = incidentOf.get(serial) ?? `${stocktakeId}-${serial}`
    yield* openIncident(command, { id, kind: 'not_found', serial, manifestId: null, note: slot })
    command.tell({ type: 'card_changed', subject: serial })
  }
  const missed = absent.map(({ serial }) => serial)
  yield* run(missCards(missed, now, revision))
  for (const { serial } of yield* run(withLivePicks(centreId, missed)))
    yield* endInVain(command, serial, staffId)
  return yield* saveStocktake(stocktake, { missing: stocktake.missing + missed.length })
}

/** What a stocktake that ends keeps: who ended it, when, and where the custody log stood. */
function* ended(
  { revision, now }: Command,
  { centreId }: StocktakeRow,
  closedBy: string | null,
): Step<Partial<StocktakeRow>> {
  const { seq: headSeq, hash: headHash } = yield* chainHead(centreId)
  return { closedBy, closedAt: now, endRevision: revision, headSeq, headHash }
}

/** Closes a stocktake of which nothing is left to be missed. */
export function* endStocktake(
  command: Command,
  id: string,
  staffId: string | null,
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* advanced(command, id, 'end')
  if ('refused' in stocktake) return stocktake
  return yield* saveStocktake(stocktake, yield* ended(command, stocktake, staffId))
}

/** Gives a stocktake up: what it saw is kept, and nothing is missed. */
export function* abandonStocktake(
  command: Command,
  id: string,
  staffId: string | null,
): Step<StocktakeRow | Refusal> {
  const stocktake = yield* advanced(command, id, 'abandon')
  if ('refused' in stocktake) return stocktake
  return yield* saveStocktake(stocktake, yield* ended(command, stocktake, staffId))
}
