import type { Deps } from '../deps.ts'
import type { TicketNote } from '../live/events.ts'
import { notesOf, notesOfParked, type SignedNote } from './note.store.ts'
import { iso } from './ticket.view.ts'

type NoteDeps = Pick<Deps, 'db' | 'vault'>

const noteView = ({ vault }: NoteDeps, { note, staffName }: SignedNote): TicketNote => ({
  id: note.id,
  text: vault.open(note.textCipher),
  by: { id: note.staffId, name: staffName ?? '' },
  counter: note.counterLabel,
  at: iso(note.at),
  ...(note.editedAt !== null && { editedAt: iso(note.editedAt) }),
})

/** What staff wrote on a visit: for staff alone. */
export const notesView = async (deps: NoteDeps, ticketId: string): Promise<TicketNote[]> =>
  (await deps.db.read(notesOf({ ticketId }))).map((one) => noteView(deps, one))

/** What staff wrote on the visits of a centre that wait beside the queue, by ticket. */
export const parkedNotes = async (
  deps: NoteDeps,
  centreId: string,
): Promise<Map<string, TicketNote[]>> => {
  const byTicket = Map.groupBy(
    await deps.db.read(notesOfParked({ centreId })),
    ({ note }) => note.ticketId,
  )
  return new Map(
    [...byTicket].map(([ticketId, notes]) => [ticketId, notes.map((one) => noteView(deps, one))]),
  )
}
