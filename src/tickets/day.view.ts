import { businessDay } from '../centres/business-day.ts'
import { newestDeed } from '../changes/change.store.ts'
import type { CentreRow } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import { firstIdAt } from '../ids.ts'
import { endingCount } from './day.store.ts'
import { iso } from './ticket.view.ts'

/** What the supervisor's page says of closing the day. */
export interface DayView {
  /** How many tickets would end if the day were closed now. */
  wouldEnd: number
  /** The last time that today was closed by hand; null: it was not. */
  closed: {
    at: string
    /** The name of who closed it. */
    by: string
    /** How many it ended. */
    tickets: number
  } | null
}

export const dayView = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  centre: CentreRow,
): Promise<DayView> => {
  const centreId = centre.id
  const { day, from } = businessDay(clock.now(), centre)
  const [wouldEnd, [last]] = await Promise.all([
    db.look(() => endingCount({ centreId, day })),
    db.read(newestDeed({ centreId, kind: 'day_closed', from: firstIdAt(from) })),
  ])
  return {
    wouldEnd,
    closed: last
      ? {
          at: iso(last.at),
          by: last.staffName ?? '',
          tickets: Number(last.after?.tickets ?? 0),
        }
      : null,
  }
}
