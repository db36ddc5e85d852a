import { and, eq, getTableColumns, inArray, like, or, type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Drizzle, type Query, query, statement } from '../db/transact.ts'
import type { CardRow } from './card.store.ts'
import { sectionOf } from './card.ts'
import type { Cursor, Outcome } from './stocktake.ts'

export type StocktakeRow = Tables['stocktakes']['$inferSelect']
export type StocktakeCard = Tables['stocktakeCards']['$inferSelect']

/** Cards on one page of a list, and those that one command misses: others are served between two. */
export const PAGE_CARDS = 100
/** Cards that a report reads at once. */
const REPORT_CARDS = 1000

/** Which shelves, as statements are given it. */
type Shelves = Record<'centreId' | 'section' | 'place' | 'below', string>
export const shelvesOf = ({
  centreId,
  place,
}: Pick<StocktakeRow, 'centreId' | 'place'>): Shelves => ({
  centreId,
  section: sectionOf(place),
  place,
  below: `${place}-%`,
})

/** A card that lies on those shelves, as far as the system knows. */
const liesThere = (db: Drizzle, t: Tables): SQL | undefined =>
  and(
    eq(t.cards.centreId, $('centreId')),
    eq(t.cards.state, 'shelved'),
    inArray(
      t.cards.place,
      db
        .select({ code: t.places.code })
        .from(t.places)
        .where(
          and(
            eq(t.places.centreId, $('centreId')),
            eq(t.places.section, $('section')),
            eq(t.places.kind, 'slot'),
            or(eq(t.places.code, $('place')), like(t.places.code, $('below'))),
          ),
        ),
    ),
  )

/** How many cards lie there. */
export const countThere = statement<Shelves, { count: number }[]>((db, t) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(t.cards)
    .where(liesThere(db, t)),
)

/**
 * A card that nobody has had in hand or seen since the stocktake began: no entry of the custody log,
 * and no scan of this stocktake or of another one of its centre. If it lies there, it has lain there
 * all the time. While the stocktake runs, cards only cease to be unseen.
 */
const isUnseen = (t: Tables): SQL | undefined =>
  and(
    sql`not exists (select 1 from custody where custody.serial = ${t.cards.serial}
      and custody.centre_id = ${t.cards.centreId} and custody.revision > ${$('since')})`,
    sql`not exists (select 1 from stocktake_cards seen where seen.serial = ${t.cards.serial}
      and seen.centre_id = ${t.cards.centreId} and seen.revision > ${$('since')})`,
  )

type Unseen = Shelves & { since: number }
const unseenOf = (stocktake: StocktakeRow): Unseen => ({
  ...shelvesOf(stocktake),
  since: stocktake.startRevision,
})

const countUnseenOf = statement<Unseen, { count: number }[]>((db, t) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(t.cards)
    .where(and(liesThere(db, t), isUnseen(t))),
)

/** How many cards nobody has seen yet: reads one row for each card on the shelves. */
export const countUnseen = (stocktake: StocktakeRow) => countUnseenOf(unseenOf(stocktake))

const unseenAfter = statement<Unseen & Cursor, { serial: string; slot: string | null }[]>((db, t) =>
  db
    .select({ serial: t.cards.serial, slot: t.cards.place })
    .from(t.cards)
    .where(
      and(
        liesThere(db, t),
        isUnseen(t),
        sql`(${t.cards.place}, ${t.cards.serial}) > (${$('slot')}, ${$('serial')})`,
      ),
    )
    .orderBy(t.cards.place, t.cards.serial)
    .limit(PAGE_CARDS),
)

/** A page of the cards that nobody has seen yet, as the shelves stand. */
export const unseenCards = (stocktake: StocktakeRow, after: Cursor) =>
  unseenAfter({ ...unseenOf(stocktake), ...after })

/** A card as a stocktake's list shows it. */
export interface ListedCard extends StocktakeCard {
  staffName: string | null
  /** Whether somebody had it in hand since, or scanned it where it belongs: it no longer lies wrong. */
  putRight: boolean
}

/**
 * Whether the newest of what became of a card since its scan put it right. A card that was missed, or
 * whose putting right was taken back, lies as it was seen; and nobody has a card in hand that goes
 * along with its place (see `tellOfCards`): that changes what its place is called, or should be. One in
 * an open box, or taken out for a list, keeps its place and may go back to where it lay.
 */
const isPutRight = (t: Tables): SQL<boolean> => {
  const { serial, centreId, revision, putBackRevision } = t.stocktakeCards
  const isPutBack = sql`coalesce(${putBackRevision} <= ${$('end')}, false)`
  const since = sql`case when ${isPutBack} then ${putBackRevision} else ${revision} end`
  return sql<boolean>`coalesce((select action from custody
    where custody.serial = ${serial} and custody.centre_id = ${centreId}
    and custody.revision > ${since} and custody.revision <= ${$('end')}
    and action not in ('packed', 'listed')
    and not (action = 'moved' and (coalesce(why, '') like 'with %'
      or coalesce(why, '') like '% merged into %'))
    order by custody.revision desc limit 1),
    case when ${isPutBack} then 'proved' else 'missing' end) not in ('missing', 'undone')`.mapWith(
    Boolean,
  )
}

const listOf = (most: number) =>
  statement<Cursor & { stocktakeId: string; outcome: Outcome; end: number }, ListedCard[]>(
    (db, t) =>
      db
        .select({
          ...getTableColumns(t.stocktakeCards),
          staffName: t.staff.name,
          putRight: isPutRight(t),
        })
        .from(t.stocktakeCards)
        .leftJoin(t.staff, eq(t.staff.id, t.stocktakeCards.staffId))
        .where(
          and(
            eq(t.stocktakeCards.stocktakeId, $('stocktakeId')),
            eq(t.stocktakeCards.outcome, $('outcome')),
            sql`(${t.stocktakeCards.slot}, ${t.stocktakeCards.serial}) > (${$('slot')}, ${$('serial')})`,
          ),
        )
        .orderBy(t.stocktakeCards.slot, t.stocktakeCards.serial)
        .limit(most),
  )
const pageOf = listOf(PAGE_CARDS)
const reportPageOf = listOf(REPORT_CARDS)

const REVISION_MAX = 2_147_483_647

/**
 * The page of a list after a card, as the shelves stand: cards are put back after the end, too. For a
 * report a longer one, as they stood when the stocktake ended.
 */
export const listedCards = (
  { id, endRevision }: StocktakeRow,
  outcome: Outcome,
  after: Cursor,
  page: 'page' | 'report' = 'page',
) =>
  (page === 'page' ? pageOf : reportPageOf)({
    ...after,
    stocktakeId: id,
    outcome,
    end: page === 'report' ? (endRevision ?? REVISION_MAX) : REVISION_MAX,
  })

/** Whether a card that a stocktake saw lying wrong belongs in a place, as its record says now. */
export const belongsThere = statement<
  { stocktakeId: string; centreId: string; place: string },
  { serial: string }[]
>((db, t) =>
  db
    .select({ serial: t.cards.serial })
    .from(t.cards)
    .innerJoin(
      t.stocktakeCards,
      and(
        eq(t.stocktakeCards.serial, t.cards.serial),
        eq(t.stocktakeCards.stocktakeId, $('stocktakeId')),
        eq(t.stocktakeCards.outcome, 'misplaced'),
      ),
    )
    .where(and(eq(t.cards.centreId, $('centreId')), eq(t.cards.place, $('place'))))
    .limit(1),
)

/**
 * Of some cards those that still lie there and that nobody has seen, as they stand under the lock.
 * It reads these cards and not the shelves.
 */
export const stillUnseen = (
  stocktake: StocktakeRow,
  serials: readonly string[],
): Query<CardRow[]> => ({
  ...query((db, t) =>
    db
      .select()
      .from(t.cards)
      .where(
        and(
          inArray(t.cards.serial, [...serials]),
          eq(t.cards.centreId, $('centreId')),
          eq(t.cards.state, 'shelved'),
          or(eq(t.cards.place, $('place')), like(t.cards.place, $('below'))),
          isUnseen(t),
        ),
      ),
  ),
  params: unseenOf(stocktake),
})
