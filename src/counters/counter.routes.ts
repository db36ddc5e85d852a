import type { FastifyReply } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Asker, may, mayActIn, type StaffAsker, worksAs } from '../access.ts'
import { authorOf } from '../changes/author.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import {
  asked,
  CounterParams,
  Id,
  Iso,
  Language,
  NOT_BLANK,
  Note,
  NoteText,
  Press,
  TicketClass,
  TicketState,
  Visit,
} from '../schemas.ts'
import {
  callNext,
  closeCounter,
  counterById,
  type Member,
  openCounter,
  pauseCounter,
} from './counter.store.ts'
import { counterTicket, counterView } from './counter.view.ts'
import {
  actOnCurrent,
  type CounterCommand,
  noteOnCurrent,
  transferCurrent,
} from './current.store.ts'
import { once, withdrawRequest } from './press.store.ts'

const SERVICES_MAX = 50

const Scored = {
  number: Type.String(),
  class: TicketClass,
  score: Type.Number({ description: 'Points: the class’s rate × minutes waited.' }),
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
  noShow: Type.Object(
    { at: Iso, recalls: Type.Integer() },
    { description: 'From when it may be marked as a no-show; how many recalls that needs still.' },
  ),
  notes: Type.Array(Note),
  visit: Visit,
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
  openedAt: Type.Union([Iso, Type.Null()], {
    description: 'When its member opened it: a pause changes nothing of that; null: it is closed.',
  }),
  capabilities: Type.Array(Id),
  services: Type.Array(Id),
  ticket: Type.Union([CounterTicket, Type.Null()]),
  requests: Type.Array(Type.String(), {
    description: 'What the newest things done here were asked with (requestId).',
  }),
  waiting: Type.Integer(),
  queue: Type.Array(Type.Object({ service: Id, count: Type.Integer() })),
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
      notes: Type.Array(Note),
    }),
  ),
  revision: Type.Integer(),
})

/** Beside what is done with a ticket. */
const about = {
  ...asked,
  ticket: Type.Optional(
    Type.Union([Id], { description: 'The ticket that is meant; refused if another one is here.' }),
  ),
}
const Asked = Type.Object(asked)
/** Calling next asks for nothing, so it may come without a body. */
const NextBody = Type.Union([Asked, Type.Null()])
const About = Type.Object(about)
const NoteBody = Type.Object({ ...about, text: NoteText })
const OpenBody = Type.Object({
  ...asked,
  services: Type.Optional(Type.Array(Id, { maxItems: SERVICES_MAX })),
})
const PauseBody = Type.Object({
  ...asked,
  reason: Type.String({ pattern: NOT_BLANK, maxLength: 200 }),
})
const FinishBody = Type.Object({
  ...about,
  outcome: Type.Optional(Type.String({ pattern: NOT_BLANK, maxLength: 100 })),
})
const TransferBody = Type.Object({ ...about, service: Id })

export const counterRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, ids, vault } = deps

  const memberOf = (asker: StaffAsker): Member => ({
    id: asker.id,
    skills: asker.skills,
    supervisor: worksAs(asker, may.supervisors.staff) ? authorOf(asker, ids) : null,
  })

  /** Writes in the order of the counter's centre, as the member of staff who asks. */
  const atCounter = async <R>(
    counterId: string,
    asker: Asker,
    requestId: string | undefined,
    body: (command: Command, member: Member) => Step<R | Refusal>,
  ): Promise<R | Refusal> => {
    if (asker.kind !== 'staff') return refuse('not_allowed')
    const [counter] = await db.read(counterById({ id: counterId }))
    if (!counter) return refuse('unknown_counter')
    if (!mayActIn(asker, counter.centreId)) return refuse('not_allowed')
    return db.write(counter.centreId, (command) =>
      once(counterId, requestId, () => body(command, memberOf(asker))),
    )
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
        body: NextBody,
        response: {
          200: Type.Object({ ticket: CounterTicket, reason: Reason }),
          204: Type.Null(),
        },
      },
    },
    async (request, reply) => {
      const { params, asker, body } = request
      const called = await atCounter(params.counter, asker, body?.requestId, (command, member) =>
        callNext(command, params.counter, member),
      )
      if (isRefusal(called)) {
        if (called.refused === 'nobody_waits') return reply.code(204).send(null)
        // Called already, for an answer that was lost: whoever is here now is the one.
        const again = called.refused === 'request_repeated'
        const here = again ? (await counterView(deps, params.counter))?.ticket : null
        return here?.reason ? { ticket: here, reason: here.reason } : reply.refuse(called)
      }
      const { row, centre, reason } = called
      return { ticket: await db.look(() => counterTicket(deps, row, centre, reason)), reason }
    },
  )

  /** Carries a change out and answers with the counter as it stands then. */
  const change = async (
    {
      params,
      asker,
      body,
    }: { params: { counter: string }; asker: Asker; body: { requestId?: string } },
    reply: FastifyReply,
    what: (command: Command, counterId: string, member: Member) => Step<unknown>,
  ) => {
    const outcome = await atCounter(params.counter, asker, body.requestId, (command, member) =>
      what(command, params.counter, member),
    )
    if (isRefusal(outcome) && outcome.refused !== 'request_repeated') return reply.refuse(outcome)
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
    { config, schema: schema('Leave the counter', Asked) },
    (request, reply) => change(request, reply, closeCounter),
  )
  app.post(
    '/api/counters/:counter/withdraw',
    {
      config,
      schema: {
        ...schema('Give up a press whose answer was lost', Press),
        description:
          'From then on it is not carried out, should it arrive yet. Where it was already, it stands among `requests`.',
      },
    },
    (request, reply) => {
      const { params, asker, body } = request
      // It is of no press itself: asked for again, it is the same.
      return change({ params, asker, body: {} }, reply, (_, id) =>
        withdrawRequest(id, body.requestId),
      )
    },
  )
  app.post(
    '/api/counters/:counter/finish',
    { config, schema: schema('The visit is done', FinishBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        actOnCurrent(
          command,
          id,
          member,
          { do: 'finish', outcome: request.body.outcome ?? null },
          request.body.ticket,
        ),
      ),
  )
  app.post(
    '/api/counters/:counter/transfer',
    { config, schema: schema('On to another service, with the whole wait', TransferBody) },
    (request, reply) =>
      change(request, reply, (command, id, member) =>
        transferCurrent(command, id, member, request.body.service, request.body.ticket),
      ),
  )

  app.post(
    '/api/counters/:counter/notes',
    { config, schema: schema('Write a note on the visit, for the next counter', NoteBody) },
    (request, reply) => {
      const { text, ticket } = request.body
      const note = { id: ids.next(), textCipher: vault.seal(text.trim()), ticket }
      return change(request, reply, (command, id, member) =>
        noteOnCurrent(command, id, member, note),
      )
    },
  )

  const act = (path: string, summary: string, what: CounterCommand) =>
    app.post(
      `/api/counters/:counter/${path}`,
      { config, schema: schema(summary, About) },
      (request, reply) =>
        change(request, reply, (command, id, member) =>
          actOnCurrent(command, id, member, what, request.body.ticket),
        ),
    )
  act('recall', 'Call the ticket once more', { do: 'recall' })
  act('serve', 'The visitor is here', { do: 'serve' })
  act('no-show', 'The visitor did not come', { do: 'no_show' })
  act('park', 'Set the ticket aside; it comes back later', { do: 'park' })
}
