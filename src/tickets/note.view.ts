import { run, type Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { TicketNote } from '../live/events.ts'
import { notesOf, notesOfParked, type SignedNote } from './note.store.ts'
import { iso } from './ticket.view.ts'

type Opener = Pick<Deps, 'vault'>

const noteView = ({ vault }: Opener, { note, staffName }: SignedNote): TicketNote => ({
  id: note.id,
  text: vault.open(note.textCipher),
  by: { id: note.staffId, name: staffName ?? '' },
  counter: note.counterLabel,
  at: iso(note.at),
  ...(note.editedAt !== null && { editedAt: iso(note.editedAt) }),
})

/** What staff wrote on a visit: for staff alone. */
export function* notesView(deps: Opener, ticketId: string): Step<TicketNote[]> {
  return (yield* run(notesOf({ ticketId }))).map((one) => noteView(deps, one))
}

/** What staff wrote on the visits of a centre that wait beside the queue, by ticket. */
export function* parkedNotes(deps: Opener, centreId: string): Step<Map<string, TicketNote[]>> {
  const byTicket = Map.groupBy(yield* run(notesOfParked({ centreId })), ({ note }) => note.ticketId)
  return new Map(
    [...byTicket].map(([ticketId, notes]) => [ticketId, notes.map((one) => noteView(deps, one))]),
  )
}
