import type { Deps } from '../deps.ts'
import type { StaffTicketView, VisitLine } from '../live/events.ts'
import { notesView } from './note.view.ts'
import type { Outlooks } from './outlook.ts'
import { spansOf } from './ticket.store.ts'
import { iso, ticketView } from './ticket.view.ts'

/** The stretches of a visit that have ended, in their order. */
export const visitView = async ({ db }: Pick<Deps, 'db'>, ticketId: string): Promise<VisitLine[]> =>
  (await db.read(spansOf({ ticketId }))).map(({ kind, serviceId, counterLabel, fromAt, toAt }) => ({
    kind,
    service: serviceId,
    ...(counterLabel !== null && { counter: counterLabel }),
    from: iso(fromAt),
    to: iso(toAt),
  }))

/** A ticket as staff are shown it wherever its visitor stands: with what was noted and done so far. */
export const staffTicketView = async (
  deps: Pick<Deps, 'db' | 'vault'> & { outlooks: Outlooks },
  id: string,
): Promise<StaffTicketView | undefined> => {
  const [ticket, notes, visit] = await Promise.all([
    ticketView(deps, id),
    notesView(deps, id),
    visitView(deps, id),
  ])
  return ticket && { ...ticket, notes, visit }
}
