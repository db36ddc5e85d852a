import { businessDay } from '../centres/business-day.ts'
import { newestDeed } from '../changes/change.store.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { firstIdAt } from '../ids.ts'
import { iso } from './ticket.view.ts'

/** What the supervisor's page says for the rest of a day that was closed by hand. */
export interface DayClosedView {
  at: string
  /** The name of who closed it. */
  by: string
  /** How many it ended. */
  tickets: number
}

/** The last time that today was closed by hand; null: it was not. */
export const dayClosedView = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  centre: CentreRow,
): Promise<DayClosedView | null> => {
  const from = firstIdAt(businessDay(clock.now(), centre).from)
  const [last] = await db.read(newestDeed({ centreId: centre.id, kind: 'day_closed', from }))
  if (!last) return null
  return { at: iso(last.at), by: last.staffName ?? '', tickets: Number(last.after?.tickets ?? 0) }
}
