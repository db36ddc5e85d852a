import type { FastifyReply } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Asker, isOfAll, may } from '../access.ts'
import { type Author, authorOf } from '../changes/author.ts'
import { counterStates } from '../counters/counter.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { addService, changeService, orderServices } from './service.store.ts'
import {
  CentreBody,
  Code,
  CounterBody,
  HallNotices,
  ServiceBody,
  ServiceOrder,
  SettingsBody,
} from './setup.schemas.ts'
import { changeCentre, changeHallNotices, changeSettings, closeCentre } from './setup.store.ts'
import { setupView } from './setup.view.ts'

const Setup = Type.Object({
  id: Id,
  timeZone: Type.String(),
  centre: CentreBody,
  settings: SettingsBody,
  closed: Type.Boolean({ description: 'No tickets are given out any more.' }),
  services: Type.Array(
    Type.Object({
      id: Id,
      ...ServiceBody.properties,
      ticketsToday: Type.Integer({ description: 'Given out with its letter.' }),
    }),
  ),
  counters: Type.Array(
    Type.Object({ id: Id, ...CounterBody.properties, state: Type.Enum([...counterStates]) }),
  ),
  sections: Type.Array(Type.String(), { description: 'Where a counter can stand.' }),
  revision: Type.Integer(),
})
const ServiceParams = Type.Object({ ...CentreParams.properties, service: Id })
const NewService = Type.Object(
  { id: Code, ...ServiceBody.properties },
  { additionalProperties: false },
)

/** How a centre is set up. Every change answers with the whole of it, as it is then. */
export const setupRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, ids } = deps
  const config = { may: may.admins }
  const tags = ['set-up']
  const response = { 200: Setup }

  /** Carries a change out and answers with the set-up as it is then. */
  const change = async (
    { params, asker }: { params: { centre: string }; asker: Asker },
    reply: FastifyReply,
    what: (command: Command, author: Author) => Step<unknown>,
  ) => {
    const author = authorOf(asker, ids)
    const outcome = await db.write(params.centre, (command) => what(command, author))
    if (isRefusal(outcome)) return reply.refuse(outcome)
    return (await setupView(deps, params.centre)) ?? reply.refuse(refuse('unknown_centre'))
  }
  const schema = <B extends TSchema, P extends TSchema>(
    summary: string,
    params: P,
    body: B,
    description = '',
  ) => ({ summary, description, tags, params, body, response })

  app.get(
    '/api/centres/:centre/setup',
    {
      config,
      schema: { summary: 'How a centre is set up', tags, params: CentreParams, response },
    },
    async ({ params }, reply) =>
      (await setupView(deps, params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  app.put(
    '/api/centres/:centre/setup',
    {
      config,
      schema: schema(
        'Names, time zone, opening hours, holidays, the end of the day',
        CentreParams,
        CentreBody,
      ),
    },
    (request, reply) =>
      change(request, reply, (command, author) => changeCentre(command, author, request.body)),
  )
  app.put(
    '/api/centres/:centre/settings',
    {
      config,
      schema: schema(
        'What a centre goes by: calls, limits, how long things are kept',
        CentreParams,
        SettingsBody,
        'Its notices in the hall stay as they are where nothing is said of them.',
      ),
    },
    (request, reply) =>
      change(request, reply, (command, author) => changeSettings(command, author, request.body)),
  )
  app.put(
    '/api/centres/:centre/hall-notices',
    {
      config,
      schema: schema(
        'The notices in the hall of a centre, all of them in their order',
        CentreParams,
        Type.Object({ notices: HallNotices }, { additionalProperties: false }),
      ),
    },
    (request, reply) =>
      change(request, reply, (command, author) =>
        changeHallNotices(command, author, request.body.notices),
      ),
  )
  app.put(
    '/api/centres/:centre/closed',
    {
      config,
      schema: schema(
        'Close a centre for good, or open it again',
        CentreParams,
        Type.Object({ closed: Type.Boolean() }, { additionalProperties: false }),
        'Only for those who administer all centres. No more tickets are given out; all else goes on, and nothing is erased.',
      ),
    },
    async (request, reply) =>
      isOfAll(request.asker)
        ? change(request, reply, (command, author) =>
            closeCentre(command, author, request.body.closed),
          )
        : reply.refuse(refuse('not_allowed')),
  )
  app.post(
    '/api/centres/:centre/services',
    {
      config,
      schema: {
        ...schema('One more service, the last in their order', CentreParams, NewService),
        response: { 201: Setup },
      },
    },
    async (request, reply) => {
      const { id, ...setup } = request.body
      reply.code(201)
      return change(request, reply, (command, author) => addService(command, author, id, setup))
    },
  )
  app.put(
    '/api/centres/:centre/services/:service',
    {
      config,
      schema: schema(
        'Change a service, or take it out of use',
        ServiceParams,
        ServiceBody,
        'Its letter stays as long as tickets were given out with it today; it stays in use as long as tickets of it have not ended.',
      ),
    },
    (request, reply) =>
      change(request, reply, (command, author) =>
        changeService(command, author, request.params.service, request.body),
      ),
  )
  app.put(
    '/api/centres/:centre/services',
    { config, schema: schema('The order of the services', CentreParams, ServiceOrder) },
    (request, reply) =>
      change(request, reply, (command, author) =>
        orderServices(command, author, request.body.services),
      ),
  )
}
