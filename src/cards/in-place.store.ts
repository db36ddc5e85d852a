import { and, desc, eq, sql } from 'drizzle-orm'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { CardRow, Scan } from './card.store.ts'
import { log } from './custody.store.ts'
import type { StocktakeCard } from './stocktake-list.store.ts'

/** Tells every stocktake that saw a card lying wrong in which revision it was put back. */
const putBack = statement<{ serial: string; centreId: string; putBackRevision: number }, unknown>(
  (db, t) =>
    db
      .update(t.stocktakeCards)
      .set(placeholders(t.stocktakeCards, ['putBackRevision']))
      .where(
        and(
          eq(t.stocktakeCards.serial, $('serial')),
          eq(t.stocktakeCards.centreId, $('centreId')),
          eq(t.stocktakeCards.outcome, 'misplaced'),
          // What a signed report says stays as it was when the stocktake ended.
          sql`coalesce(put_back_revision > (select coalesce(end_revision, 0) from stocktakes
            where stocktakes.id = stocktake_cards.stocktake_id), true)`,
        ),
      ),
)

/** Why a card moved that was carried back to where its record had it all the time. */
export const PUT_BACK = 'put back after stocktake'

/** Where a stocktake saw a card lying wrong last, if nothing has become of it since. */
const lyingWrong = statement<
  { serial: string; centreId: string },
  Pick<StocktakeCard, 'stocktakeId' | 'slot'>[]
>((db, t) =>
  db
    .select({ stocktakeId: t.stocktakeCards.stocktakeId, slot: t.stocktakeCards.slot })
    .from(t.stocktakeCards)
    .where(
      and(
        eq(t.stocktakeCards.serial, $('serial')),
        eq(t.stocktakeCards.centreId, $('centreId')),
        eq(t.stocktakeCards.outcome, 'misplaced'),
        sql`put_back_revision is null and not exists (select 1 from custody
          where custody.serial = stocktake_cards.serial
          and custody.centre_id = stocktake_cards.centre_id
          and custody.revision > stocktake_cards.revision
          and custody.action not in ('packed', 'listed'))`,
      ),
    )
    .orderBy(desc(t.stocktakeCards.revision))
    .limit(1),
)

/**
 * A card was scanned where its record says that it is. Where a stocktake saw it lying wrong, somebody
 * has carried it back: that is a step of the card, and every stocktake which saw it so is told.
 */
export function* sawInPlace(
  command: Command,
  { serial, place }: Pick<CardRow, 'serial' | 'place'>,
  { staffId, device = null }: Scan,
): Step<void> {
  const { centre, revision } = command
  const wrong = yield* runOne(lyingWrong({ serial, centreId: centre.id }))
  yield* run(putBack({ serial, centreId: centre.id, putBackRevision: revision }))
  if (!wrong || wrong.slot === place) return
  const why = `${PUT_BACK} ${wrong.stocktakeId}`
  const way = { fromPlace: wrong.slot, toPlace: place }
  yield* log(command, { serial, action: 'moved', staffId, device, why, ...way })
}
