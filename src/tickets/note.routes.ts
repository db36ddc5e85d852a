import { Type } from 'typebox'
import { may, mayActIn, type StaffAsker } from '../access.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { Id, Note, NoteText, TicketParams } from '../schemas.ts'
import { changeNote } from './note.store.ts'
import { notesView } from './note.view.ts'
import { ticketById } from './ticket.store.ts'

const NoteParams = Type.Object({ id: Id, note: Id })
const Notes = Type.Array(Note)

/** Notes on a visit, wherever it is now; written at the counter (counters/counter.routes.ts). */
export const noteRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, vault } = deps
  const config = { may: may.allStaff }
  const tags = ['tickets']

  /** Its author changes a note. @param text null: it is taken back */
  const change = async (
    asker: StaffAsker,
    { id, note }: { id: string; note: string },
    text: string | null,
  ): Promise<Refusal | null> => {
    const [ticket] = await db.read(ticketById({ id }))
    if (!ticket || !mayActIn(asker, ticket.centreId)) return refuse('unknown_note')
    const textCipher = text === null ? null : vault.seal(text.trim())
    return db.write(ticket.centreId, (command) =>
      changeNote(command, { id: note, ticketId: id, staffId: asker.id, textCipher }),
    )
  }

  app.get(
    '/api/tickets/:id/notes',
    {
      config,
      schema: {
        summary: 'What staff wrote on a visit',
        tags,
        params: TicketParams,
        response: { 200: Notes },
      },
    },
    async ({ params, asker }, reply) => {
      const [ticket] = await db.read(ticketById({ id: params.id }))
      if (!ticket || !mayActIn(asker, ticket.centreId))
        return reply.refuse(refuse('unknown_ticket'))
      return notesView(deps, ticket.id)
    },
  )
  app.put(
    '/api/tickets/:id/notes/:note',
    {
      config,
      schema: {
        summary: 'Correct a note of one’s own while the visit is open',
        tags,
        params: NoteParams,
        body: Type.Object({ text: NoteText }, { additionalProperties: false }),
        response: { 200: Notes },
      },
    },
    async ({ params, asker, body }, reply) => {
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const no = await change(asker, params, body.text)
      return isRefusal(no) ? reply.refuse(no) : notesView(deps, params.id)
    },
  )
  app.delete(
    '/api/tickets/:id/notes/:note',
    {
      config,
      schema: {
        summary: 'Take a note of one’s own back while the visit is open',
        tags,
        params: NoteParams,
        response: { 200: Notes },
      },
    },
    async ({ params, asker }, reply) => {
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const no = await change(asker, params, null)
      return isRefusal(no) ? reply.refuse(no) : notesView(deps, params.id)
    },
  )
}
