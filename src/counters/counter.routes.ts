import type { FastifyReply } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Asker, may, mayActIn, type StaffAsker, worksAs } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import {
  CounterParams,
  Empty,
  Id,
  Iso,
  Language,
  NOT_BLANK,
  TicketClass,
  TicketState,
} from '../schemas.ts'
import {
  actOnCurrent,
  type CounterCommand,
  callNext,
  closeCounter,
  counterById,
  type Member,
  openCounter,
  pauseCounter,
  transferCurrent,
} from './counter.store.ts'
import { counterTicket, counterView } from './counter.view.ts'

const SERVICES_MAX = 50

const Scored = {
  number: Type.String(),
  class: TicketClass,
  score: Type.Number({ description: "Points: the class's rate × minutes waited." }),
  waitedMin: Type.Number(),
}
const Reason = Type.Object({
  policy: Type.Literal('accumulating_priority'),
  ...Scored,
  runnerUp: Type.Union([Type.Object(Scored), Type.Null()]),
  stillFetching: Type.Optional(
    Type.String({
      description: 'Who had more points, and is called when their card has been fetched.',
    }),
  ),
})
const CounterTicket = Type.Object({
  id: Id,
  number: Type.String(),
  service: Id,
  class: TicketClass,
  state: TicketState,
  language: Language,
  party: Type.Integer(),
  issuedAt: Iso,
  waitingSince: Iso,
  calledAt: Type.Optional(Iso),
  servingSince: Type.Optional(Iso),
  recalls: Type.Integer(),
  recallsLeft: Type.Integer(),
  waitedMin: Type.Integer(),
  reason: Type.Optional(Reason),
  card: Type.Optional(
    Type.Object({
      serial: Type.String(),
      state: Type.String(),
      place: Type.Union([Type.String(), Type.Null()]),
      pick: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})
const CounterView = Type.Object({
  id: Id,
  centre: Id,
  label: Type.String(),
  section: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum(['open', 'paused', 'closed']),
  staff: Type.Union([Type.Object({ id: Id, name: Type.String() }), Type.Null()]),
  pauseReason: Type.Union([Type.String(), Type.Null()]),
  since: Iso,
  capabilities: Type.Array(Id),
  services: Type.Array(Id),
  ticket: Type.Union([CounterTicket, Type.Null()]),
  waiting: Type.Integer(),
  parked: Type.Array(
    Type.Object({
      id: Id,
      number: Type.String(),
      service: Id,
      since: Iso,
      awayUntil: Type.Optional(Iso),
      cardNotFound: Type.Optional(
        Type.Literal(true, { description: 'Its card is searched for; found, it waits again.' }),
      ),
    }),
  ),
  revision: Type.Integer(),
})

const OpenBody = Type.Object({
  services: Type.Optional(Type.Array(Id, { maxItems: SERVICES_MAX })),
})
const PauseBody = Type.Object({ reason: Type.String({ pattern: NOT_BLANK, maxLength: 200 }) })
const FinishBody = Type.Object({
  outcome: Type.Optional(Type.String({ pattern: NOT_BLANK, maxLength: 100 })),
})
const TransferBody = Type.Object({ service: Id })

const memberOf = (asker: StaffAsker): Member => ({
  id: asker.id,
  skills: asker.skills,
  supervises: worksAs(asker, may.supervisors.staff),
})

export const counterRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db } = deps

  /** Writes in the order of the counter's centre, as the member of staff who asks. */
  const atCounter = async <R>(
    counterId: string,
    asker: Asker,
    body: (command: Command, member: Member) => Step<R | Refusal>,
  ): Promise<R | Refusal> => {
    if (asker.kind !== 'staff') return refuse('not_allowed')
    const [counter] = await db.read(counterById({ id: counterId }))
    if (!counter) return refuse('unknown_counter')
    if (!mayActIn(asker, counter.centreId)) return refuse('not_allowed')
    return db.write(counter.centreId, (command) => body(command, memberOf(asker)))
  }

  const config = { may: may.allStaff }
  const tags = ['counters']
  const view = { 200: CounterView }

  app.get(
    '/api/counters/:counter',
    { config, schema: { summary: 'A counter now', tags, params: CounterParams, response: view } },
    async (request, reply) => {
      const found = await counterView(deps, request.params.counter)
      if (!found || !mayActIn(request.asker, found.centre))
        return reply.refuse(refuse('unknown_counter'))
      return found
    },
  )

  app.post(
    '/api/counters/:counter/next',
    {
      config,
      schema: {
        summary: 'Call whoever is next for this counter',
        description: '204 when nobody waits that this counter could call.',
        tags,
        params: CounterParams,
        response: {
          200: Type.Object({ ticket: CounterTicket, reason: Reason }),
          204: Type.Null(),
        },
      },
    },
    async (request, reply) => {
      const called = await atCounter(request.params.counter, request.asker, (command, member) =>
        callNext(command, request.params.counter, member),
      )
      if (isRefusal(called))
        return called.refused === 'nobody_waits' ? reply.code(204).send(null) : reply.refuse(called)
      const [centre] = await db.read(centreById({ id: called.row.centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const ticket = await counterTicket(deps, called.row, centre, called.reason)
      return { ticket, reason: called.reason }
    },
  )

  /** Carries a change out and answers with the counter as it stands then. */
  const change = async (
    { params, asker }: { params: { counter: string }; asker: Asker },
    reply: FastifyReply,
    what: (command: Command, counterId: string, member: Member) => Step<unknown>,
  ) => {
    const outcome = await atCounter(params.counter, asker, (command, member) =>
      what(command, params.counter, member),
    )
    if (isRefusal(outcome)) return reply.refuse(outcome)
    return (await counterView(deps, params.counter)) ?? reply.refuse(refuse('unknown_counter'))
  }
  const schema = <B extends TSchema>(summary: string, body: B) => ({
    summary,
    tags,
    params: CounterParams,
    body,
    response: view,
  })

  app.post(
    '/api/counters/:counter/open',
    { config, schema: schema('Open a counter, or come back from a pause', OpenBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        openCounter(command, id, member, request.body.services),
      ),
  )
  app.post(
    '/api/counters/:counter/pause',
    { config, schema: schema('No more calls for now', PauseBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        pauseCounter(command, id, member, request.body.reason),
      ),
  )
  app.post(
    '/api/counters/:counter/close',
    { config, schema: schema('Leave the counter', Empty) },
    (request, reply) => change(request, reply, closeCounter),
  )
  app.post(
    '/api/counters/:counter/finish',
    { config, schema: schema('The visit is done', FinishBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        actOnCurrent(command, id, member, {
          do: 'finish',
          outcome: request.body.outcome ?? null,
        }),
      ),
  )
  app.post(
    '/api/counters/:counter/transfer',
    { config, schema: schema('On to another service, with the whole wait', TransferBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        transferCurrent(command, id, member, request.body.service),
      ),
  )

  const act = (path: string, summary: string, what: CounterCommand) =>
    app.post(
      `/api/counters/:counter/${path}`,
      { config, schema: schema(summary, Empty) },
      (request, reply) =>
        change(request, reply, (command, id, member) => actOnCurrent(command, id, member, what)),
    )
  act('recall', 'Call the ticket once more', { do: 'recall' })
  act('serve', 'The visitor is here', { do: 'serve' })
  act('no-show', 'The visitor did not come', { do: 'no_show' })
  act('park', 'Set the ticket aside; it comes back later', { do: 'park' })
}
