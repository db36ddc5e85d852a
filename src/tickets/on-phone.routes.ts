import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { refuse } from '../refusal.ts'
import { TicketParams } from '../schemas.ts'
import { isToTake, takeOver } from './on-phone.store.ts'
import { ticketById } from './ticket.store.ts'

/** The ticket's page says that it is open, so that the kiosk shows the number to nobody else. */
export const onPhoneRoutes = async (app: App, { db }: Deps): Promise<void> => {
  app.put(
    '/api/tickets/:id/on-phone',
    {
      config: { may: { visitor: true } },
      schema: {
        summary: 'Say that the visitor has the ticket on a phone',
        description:
          'The kiosk that gave it out goes back to its start. Said once: a ticket that no kiosk gave out, or that is on a phone already, stays as it is.',
        tags: ['tickets'],
        params: TicketParams,
        response: { 204: Type.Null() },
      },
    },
    async ({ params: { id } }, reply) => {
      const [row] = await db.read(ticketById({ id }))
      if (!row) return reply.refuse(refuse('unknown_ticket'))
      if (isToTake(row)) await db.write(row.centreId, (command) => takeOver(command, id))
      return reply.code(204).send(null)
    },
  )
}
