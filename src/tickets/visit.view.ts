import { run, type Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { StaffTicketView, VisitLine } from '../live/events.ts'
import { notesView } from './note.view.ts'
import type { Outlooks } from './outlook.ts'
import { spansOf } from './ticket.store.ts'
import { iso, ticketView } from './ticket.view.ts'

/** The stretches of a visit that have ended, in their order. */
export function* visitView(ticketId: string): Step<VisitLine[]> {
  return (yield* run(spansOf({ ticketId }))).map(
    ({ kind, serviceId, counterLabel, fromAt, toAt }) => ({
      kind,
      service: serviceId,
      ...(counterLabel !== null && { counter: counterLabel }),
      from: iso(fromAt),
      to: iso(toAt),
    }),
  )
}

/** A ticket as staff are shown it wherever its visitor stands: with what was noted and done so far. */
export const staffTicketView = async (
  deps: Pick<Deps, 'db' | 'vault'> & { outlooks: Outlooks },
  id: string,
): Promise<StaffTicketView | undefined> => {
  const ticket = await ticketView(deps, id)
  if (!ticket) return undefined
  const more = await deps.db.look(function* () {
    return { notes: yield* notesView(deps, id), visit: yield* visitView(id) }
  })
  return { ...ticket, ...more }
}
