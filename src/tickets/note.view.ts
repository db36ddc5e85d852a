import type { Deps } from '../deps.ts'
import type { TicketNote } from '../live/events.ts'
import { notesOf } from './note.store.ts'
import { iso } from './ticket.view.ts'

/** What staff wrote on a visit: for staff alone. */
export const notesView = async (
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  ticketId: string,
): Promise<TicketNote[]> =>
  (await db.read(notesOf({ ticketId }))).map(({ note, staffName }) => ({
    id: note.id,
    text: vault.open(note.textCipher),
    by: { id: note.staffId, name: staffName ?? '' },
    counter: note.counterLabel,
    at: iso(note.at),
    ...(note.editedAt !== null && { editedAt: iso(note.editedAt) }),
  }))
