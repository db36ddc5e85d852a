import type { StocktakePaper } from '../../printers/stocktake-paper.ts'
import type { CentreRow, Database } from '../db/transact.ts'
import type { NamedStocktake } from './stocktake.store.ts'
import { reportOf } from './stocktake.view.ts'
import type { ListedCard } from './stocktake-list.store.ts'
import { signatureIn } from './stocktake-report.ts'

/** More names than these nobody reads on paper; the CSV has them all. */
const PAPER_CARDS_MAX = 20_000

/**
 * What the report of a stocktake says on paper. It is read in the same breath as the CSV that it is
 * signed with, so that both say the same.
 */
export const paperOf = async (
  db: Database,
  row: NamedStocktake,
  centre: Pick<CentreRow, 'nameAr' | 'nameEn' | 'timeZone'>,
  keyed: (text: string) => string,
): Promise<StocktakePaper> => {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: centre.timeZone,
  })
  const cards: StocktakePaper['cards'][number][] = []
  const hear = ({ outcome, serial, slot, belongs, at, staffName, putRight }: ListedCard): void => {
    if (outcome === 'found' || cards.length >= PAPER_CARDS_MAX) return
    const seen = outcome === 'missing' ? '' : slot
    const [time, staff] = [format.format(at), staffName ?? '']
    cards.push({ outcome, serial, seen, belongs: belongs ?? '', time, staff, putRight })
  }
  let last = ''
  for await (const piece of reportOf(db, row, keyed, hear)) last = piece
  const { id, place, state, startedAt, closedAt, expected } = row
  return {
    id,
    centre: { ar: centre.nameAr, en: centre.nameEn },
    place,
    state: state === 'abandoned' ? state : 'closed',
    startedBy: row.starter ?? '–',
    startedAt: format.format(startedAt),
    closedBy: row.closer ?? '–',
    closedAt: format.format(closedAt ?? startedAt),
    expected,
    counts: {
      found: row.found,
      misplaced: row.misplaced,
      missing: row.missing,
      unknown: row.unknown,
    },
    custody: `${row.headSeq ?? 0} ${row.headHash ?? ''}`.trim(),
    signature: signatureIn(last),
    cards,
  }
}
