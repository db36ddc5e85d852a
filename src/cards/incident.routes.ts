import { Type } from 'typebox'
import { may, mayActIn } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { IncidentView } from './card.schemas.ts'
import {
  changeIncident,
  type IncidentCursor,
  incidentById,
  NEWEST,
  openIncidents,
  SHOWN_AT_ONCE,
} from './incident.store.ts'
import { incidentView } from './post.view.ts'

const REMARK_MAX = 500
const IncidentParams = Type.Object({
  incident: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' }),
})

/** A place in the list of open incidents, as it is handed out: time and id. */
const Cursor = Type.String({ maxLength: 160, pattern: '^\\d{1,16} [^\\p{Cc}]{1,128}$' })

const readCursor = (text: string): IncidentCursor => {
  const at = text.indexOf(' ')
  return { at: Number(text.slice(0, at)), id: text.slice(at + 1) }
}

/** What people do with what did not go as it should: take it on, note what they found, end it. */
export const incidentRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db } = deps
  app.get(
    '/api/centres/:centre/incidents',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Open incidents, newest first',
        description: `${SHOWN_AT_ONCE} at a time; \`next\` is where the following ones begin.`,
        tags: ['deliveries'],
        params: CentreParams,
        querystring: Type.Object({ after: Type.Optional(Cursor) }),
        response: {
          200: Type.Object({
            incidents: Type.Array(IncidentView),
            next: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async (request, reply) => {
      const centreId = request.params.centre
      const [centre] = await db.read(centreById({ id: centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const { after } = request.query
      const from = after === undefined ? NEWEST : readCursor(after)
      const rows = await db.read(openIncidents({ centreId, ...from }))
      const last = rows.length === SHOWN_AT_ONCE ? rows.at(-1) : undefined
      return { incidents: rows.map(incidentView), next: last ? `${last.at} ${last.id}` : null }
    },
  )

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
