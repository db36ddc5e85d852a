import { Type } from 'typebox'
import { may, mayActIn } from '../access.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { IncidentView } from './card.schemas.ts'
import { changeIncident, incidentById } from './incident.store.ts'
import { incidentView } from './post.view.ts'

const REMARK_MAX = 500
const IncidentParams = Type.Object({
  incident: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' }),
})

/** What people do with what did not go as it should: take it on, note what they found, end it. */
export const incidentRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db } = deps
  app.post(
    '/api/incidents/:incident',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Look into an incident',
        description: 'What is left out stays as it is. A closed one can be opened again.',
        tags: ['deliveries'],
        params: IncidentParams,
        body: Type.Object(
          {
            mine: Type.Optional(
              Type.Boolean({ description: 'true: I look into it; false: nobody does.' }),
            ),
            remark: Type.Optional(Type.String({ maxLength: REMARK_MAX })),
            state: Type.Optional(Type.Enum(['open', 'closed'])),
          },
          { additionalProperties: false, minProperties: 1 },
        ),
        response: { 200: IncidentView },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const id = request.params.incident
      if (asker.kind !== 'staff') return reply.refuse(refuse('not_allowed'))
      const [incident] = await db.read(incidentById({ id }))
      if (!incident) return reply.refuse(refuse('unknown_incident'))
      if (!mayActIn(asker, incident.centreId)) return reply.refuse(refuse('not_allowed'))
      const { mine, remark, state } = body
      const changed = await db.write(incident.centreId, (command) =>
        changeIncident(command, id, {
          ...(mine !== undefined && { ownerId: mine ? asker.id : null }),
          ...(remark !== undefined && { remark: remark.trim() || null }),
          ...(state !== undefined && { state }),
        }),
      )
      if (isRefusal(changed)) return reply.refuse(changed)
      const [named] = await db.read(incidentById({ id }))
      return named ? incidentView(named) : reply.refuse(refuse('unknown_incident'))
    },
  )
}
