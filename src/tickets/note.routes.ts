import { Type } from 'typebox'
import { type Asker, may, mayActIn } from '../access.ts'
import { changeNoteOnce } from '../counters/current.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import type { TicketNote } from '../live/events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { asked, Id, Note, NoteText, TicketParams } from '../schemas.ts'
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
    asker: Asker,
    { id, note }: { id: string; note: string },
    { text, requestId }: { text: string | null; requestId?: string },
  ): Promise<Refusal | TicketNote[]> => {
    if (asker.kind !== 'staff') return refuse('not_allowed')
    const [ticket] = await db.read(ticketById({ id }))
    if (!ticket || !mayActIn(asker, ticket.centreId)) return refuse('unknown_note')
    const textCipher = text === null ? null : vault.seal(text.trim())
    const order = { id: note, ticketId: id, staffId: asker.id, textCipher }
    const no = await db.write(ticket.centreId, (command) =>
      changeNoteOnce(command, requestId, order),
    )
    return no && no.refused !== 'request_repeated' ? no : db.look(() => notesView(deps, id))
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
      return db.look(() => notesView(deps, ticket.id))
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
        body: Type.Object({ text: NoteText, ...asked }, { additionalProperties: false }),
        response: { 200: Notes },
      },
    },
    async ({ params, asker, body }, reply) => {
      const notes = await change(asker, params, body)
      return isRefusal(notes) ? reply.refuse(notes) : notes
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
        querystring: Type.Object(asked),
        response: { 200: Notes },
      },
    },
    async ({ params, asker, query }, reply) => {
      const notes = await change(asker, params, { text: null, ...query })
      return isRefusal(notes) ? reply.refuse(notes) : notes
    },
  )
}
