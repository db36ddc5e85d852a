import { createHash } from 'node:crypto'
import type { Database } from '../db/transact.ts'
import type { CardState } from './card.ts'
import { type NamedStocktake, namedStocktake } from './stocktake.store.ts'
import {
  type Cursor,
  cursorText,
  FROM_START,
  type Outcome,
  outcomes,
  type StocktakeState,
} from './stocktake.ts'
import {
  countUnseen,
  type ListedCard,
  listedCards,
  PAGE_CARDS,
  type StocktakeRow,
  unseenCards,
} from './stocktake-list.store.ts'
import { cardLine, endLines, headLine, signatureLine } from './stocktake-report.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

export interface Progress {
  /** Of the cards that lay there when it began, those that were scanned; never more than there were. */
  scanned: number
  /** Cards that lay there when it began. */
  expected: number
  /** Other cards that were scanned: come there since, from elsewhere, or not known. */
  others: number
}

export const progressOf = (row: StocktakeRow): Progress => {
  const { found, misplaced, unknown, expected, seen } = row
  // A card that was out for a visitor at the beginning, and given to them since, may be one too many.
  const scanned = Math.min(seen, expected)
  return { scanned, expected, others: found + misplaced + unknown - scanned }
}

export interface StocktakeView {
  id: string
  centre: string
  place: string
  state: StocktakeState
  startedBy: string | null
  startedAt: string
  closedBy: string | null
  closedAt: string | null
  progress: Progress
  counts: Record<Outcome, number>
}

export const stocktakeView = (row: NamedStocktake): StocktakeView => {
  const { id, place, state, found, misplaced, unknown, missing } = row
  return {
    id,
    centre: row.centreId,
    place,
    state,
    startedBy: row.starter,
    startedAt: iso(row.startedAt),
    closedBy: row.closer,
    closedAt: row.closedAt === null ? null : iso(row.closedAt),
    progress: progressOf(row),
    counts: { misplaced, missing, unknown, found },
  }
}

export interface StocktakeCardView {
  serial: string
  /** Where it was seen; where it should be, for one that was not. */
  slot: string
  belongs: string | null
  state: CardState | null
  at: string | null
  staff: string | null
  putRight: boolean
}

const listedView = (card: ListedCard): StocktakeCardView => ({
  serial: card.serial,
  slot: card.slot,
  belongs: card.belongs,
  state: card.state,
  at: iso(card.at),
  staff: card.staffName,
  putRight: card.putRight,
})

/** `unseen`: what would be missing, were it closed now. */
export type ListName = Outcome | 'unseen'
export const listNames = ['unseen', ...outcomes] as const

const cardsOf = async (
  db: Database,
  stocktake: StocktakeRow,
  list: ListName,
  after: Cursor,
): Promise<StocktakeCardView[]> => {
  if (list !== 'unseen') return (await db.read(listedCards(stocktake, list, after))).map(listedView)
  if (stocktake.closedAt !== null) return []
  const unseen = await db.read(unseenCards(stocktake, after))
  return unseen.map(({ serial, slot }) => ({
    serial,
    slot: slot ?? '',
    belongs: slot,
    state: 'shelved',
    at: null,
    staff: null,
    putRight: false,
  }))
}

/** A stocktake, how many cards nobody has seen yet, and a page of one of its lists. */
export const stocktakeWithList = async (
  db: Database,
  row: NamedStocktake,
  list: ListName,
  after: Cursor,
) => {
  const [unseen] = row.closedAt === null ? await db.read(countUnseen(row)) : []
  const cards = await cardsOf(db, row, list, after)
  const last = cards.at(-1)
  const isMore = cards.length === PAGE_CARDS && last !== undefined
  const next = isMore ? cursorText(last) : null
  return { ...stocktakeView(row), unseen: unseen?.count ?? 0, list, cards, next }
}

/** A stocktake as it stands. @throws when it is gone, which no stocktake ever is */
export const stocktakeNow = async (db: Database, id: string): Promise<StocktakeView> => {
  const [row] = await db.read(namedStocktake({ id }))
  if (!row) throw new Error(`there is no stocktake ${id}`)
  return stocktakeView(row)
}

const signer = (name: string | null, id: string | null): string => `${name ?? ''} (${id ?? ''})`

/**
 * The report of a stocktake that has ended, in pieces; whenever it is asked for, to the letter the
 * same as long as people keep their names.
 * @param hear is told of each card
 */
export async function* reportOf(
  db: Database,
  row: NamedStocktake,
  keyed: (text: string) => string,
  hear: (card: ListedCard) => void = () => undefined,
): AsyncGenerator<string> {
  const signed = createHash('sha256')
  const said = (text: string): string => {
    signed.update(text)
    return text
  }
  yield said(headLine())
  for (const outcome of outcomes) {
    let after = FROM_START
    for (;;) {
      const cards = await db.read(listedCards(row, outcome, after, 'report'))
      const last = cards.at(-1)
      if (!last) break
      cards.forEach(hear)
      yield said(cards.map((card) => cardLine({ ...card, staff: card.staffName })).join(''))
      after = { slot: last.slot, serial: last.serial }
    }
  }
  const { id, place, state, startedAt, found, misplaced, unknown, missing } = row
  yield said(
    endLines({
      id,
      centre: row.centreId,
      place,
      state,
      startedBy: signer(row.starter, row.startedBy),
      startedAt,
      closedBy: signer(row.closer, row.closedBy),
      closedAt: row.closedAt ?? 0,
      expected: row.expected,
      counts: { misplaced, missing, unknown, found },
      headSeq: row.headSeq ?? 0,
      headHash: row.headHash ?? '',
    }),
  )
  yield signatureLine(signed, keyed)
}
