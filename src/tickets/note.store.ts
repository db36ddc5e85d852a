import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { isElsewhere, type TicketRow, ticketById } from './ticket.store.ts'

type NoteRow = Tables['ticketNotes']['$inferSelect']

/** More than a visit needs; the counter shows all of them. */
const NOTES_MAX = 12

/** A note with the name of who wrote it. */
export interface SignedNote {
  note: NoteRow
  staffName: string | null
}

const signed = (t: Tables) => ({ note: t.ticketNotes, staffName: t.staff.name })

/** The notes of a visit in the order in which they were written. */
export const notesOf = statement<{ ticketId: string }, SignedNote[]>((db, t) =>
  db
    .select(signed(t))
    .from(t.ticketNotes)
    .leftJoin(t.staff, eq(t.staff.id, t.ticketNotes.staffId))
    .where(eq(t.ticketNotes.ticketId, $('ticketId')))
    .orderBy(asc(t.ticketNotes.at), asc(t.ticketNotes.id)),
)

/** The notes of all visits of a centre that wait beside the queue, each visit's in their order. */
export const notesOfParked = statement<{ centreId: string }, SignedNote[]>((db, t) =>
  db
    .select(signed(t))
    .from(t.tickets)
    .innerJoin(t.ticketNotes, eq(t.ticketNotes.ticketId, t.tickets.id))
    .leftJoin(t.staff, eq(t.staff.id, t.ticketNotes.staffId))
    .where(and(eq(t.tickets.centreId, $('centreId')), isElsewhere, sql`state = 'parked'`))
    .orderBy(asc(t.ticketNotes.at), asc(t.ticketNotes.id)),
)

const insertNote = statement<NoteRow, unknown>((db, t) =>
  db.insert(t.ticketNotes).values(placeholders(t.ticketNotes)),
)

const noteOf = statement<{ id: string; ticketId: string }, NoteRow[]>((db, t) =>
  db
    .select()
    .from(t.ticketNotes)
    .where(and(eq(t.ticketNotes.id, $('id')), eq(t.ticketNotes.ticketId, $('ticketId')))),
)

const updateNote = statement<Pick<NoteRow, 'id' | 'textCipher' | 'editedAt'>, unknown>((db, t) =>
  db
    .update(t.ticketNotes)
    .set(placeholders(t.ticketNotes, ['textCipher', 'editedAt']))
    .where(eq(t.ticketNotes.id, $('id'))),
)

const deleteNote = statement<{ id: string }, unknown>((db, t) =>
  db.delete(t.ticketNotes).where(eq(t.ticketNotes.id, $('id'))),
)

const tellNoted = ({ tell }: Command, { id, counterId }: TicketRow): void =>
  tell({ type: 'ticket_noted', subject: id, ...(counterId !== null && { counterId }) })

/** Writes a note on the ticket at a counter. */
export function* writeNote(
  command: Command,
  ticket: TicketRow,
  note: Pick<NoteRow, 'id' | 'staffId' | 'counterLabel' | 'textCipher'>,
): Step<Refusal | null> {
  const { centre, now } = command
  const before = yield* run(notesOf({ ticketId: ticket.id }))
  if (before.length >= NOTES_MAX) return refuse('list_full')
  yield* run(
    insertNote({ ...note, ticketId: ticket.id, centreId: centre.id, at: now, editedAt: null }),
  )
  tellNoted(command, ticket)
  return null
}

/**
 * Its author corrects a note, or takes it back, while the visit is open.
 * @param textCipher null: it is taken back
 */
export function* changeNote(
  command: Command,
  order: { id: string; ticketId: string; staffId: string; textCipher: string | null },
): Step<Refusal | null> {
  const { id, ticketId, staffId, textCipher } = order
  const ticket = yield* runOne(ticketById({ id: ticketId }))
  const note = yield* runOne(noteOf({ id, ticketId }))
  if (!ticket || !note) return refuse('unknown_note')
  if (note.staffId !== staffId) return refuse('note_of_another')
  if (ticket.endedAt !== null) return refuse('ticket_ended')
  if (textCipher === null) yield* run(deleteNote({ id }))
  else yield* run(updateNote({ id, textCipher, editedAt: command.now }))
  tellNoted(command, ticket)
  return null
}
