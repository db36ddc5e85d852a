import { Type } from 'typebox'
import { type Asker, type May, may, mayActIn } from '../access.ts'
import { businessDay } from '../centres/business-day.ts'
import { centreById } from '../centres/centre.store.ts'
import { numberFrom } from '../centres/centre.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { joinCodeOpens } from '../join-code.ts'
import { phoneFrom, westernDigits } from '../phone.ts'
import { queueReprint } from '../prints/print.store.ts'
import type { Slips } from '../prints/slips.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import {
  CentreParams,
  CitizenId,
  Estimate,
  Id,
  Iso,
  Language,
  Note,
  Phone,
  TicketClass,
  TicketParams,
  TicketState,
  Visit,
} from '../schemas.ts'
import { type Issued, type IssueOrder, issueTicket } from './issue.store.ts'
import { moveTicketById } from './move.store.ts'
import type { Outlooks } from './outlook.ts'
import { type TicketRow, ticketById, ticketByNumber, ticketByRequest } from './ticket.store.ts'
import { PUT_OFF_MIN, PUT_OFFS_MAX } from './ticket.ts'
import { issuedView, placeOf, ticketView } from './ticket.view.ts'
import { staffTicketView } from './visit.view.ts'

const PARTY_MAX = 12

const IssueBody = Type.Object(
  {
    service: Id,
    requestId: Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        'Made by the asker for one press; the same one gives the same ticket. From outside it should be hard to guess (a UUID): one of fewer than 16 characters is known again only at the address it came from.',
    }),
    language: Type.Optional(Language),
    // Null first: tried as a string, it would be read as an empty one.
    phone: Type.Optional(Type.Union([Type.Null(), Phone])),
    class: Type.Optional(TicketClass),
    citizenId: Type.Optional(Type.Union([Type.Null(), CitizenId])),
    party: Type.Optional(Type.Integer({ minimum: 1, maximum: PARTY_MAX })),
    joinCode: Type.Optional(Type.String({ maxLength: 32 })),
  },
  { additionalProperties: false },
)

const IssuedView = Type.Object({
  id: Id,
  number: Type.String(),
  secret: Type.String(),
  url: Type.String(),
  ahead: Type.Integer(),
  estimate: Estimate,
  state: TicketState,
})

const TicketView = Type.Object({
  id: Id,
  centre: Id,
  number: Type.String(),
  service: Id,
  state: TicketState,
  ahead: Type.Integer(),
  estimate: Estimate,
  counter: Type.Optional(Type.String()),
  issuedAt: Iso,
  calledAt: Type.Optional(Iso),
  language: Language,
  dayClosed: Type.Optional(
    Type.Literal(true, { description: 'Ended by the close of day, not by its visitor.' }),
  ),
  cardNotFound: Type.Optional(
    Type.Literal(true, { description: 'Its card is not in its place, and is searched for.' }),
  ),
  returnUntil: Type.Optional(Iso),
  awayUntil: Type.Optional(Iso),
  putOffsLeft: Type.Optional(
    Type.Integer({ description: 'How often its visitor may still ask for more time.' }),
  ),
  onPhone: Type.Optional(
    Type.Literal(true, {
      description: 'Its visitor has it on a phone: its kiosk shows it no longer.',
    }),
  ),
  print: Type.Optional(Type.Enum(['queued', 'printing', 'printed', 'failed'])),
  printFailure: Type.Optional(Type.String()),
  revision: Type.Integer(),
})
const StaffTicketView = Type.Object({
  ...TicketView.properties,
  notes: Type.Array(Note),
  visit: Visit,
})

/** A request id as long as this cannot be guessed, so that whoever shows it made it. */
const UNGUESSABLE_CHARS = 16

/**
 * Under whose name a request id is remembered. Those from outside have none: a long id stands for
 * itself, a short one only for the address it comes from, or it would open a stranger's ticket.
 */
const requesterOf = (asker: Asker, requestId: string, addressHash: () => string): string => {
  if (asker.kind === 'device' || asker.kind === 'staff') return `${asker.kind} ${asker.id}`
  return requestId.length >= UNGUESSABLE_CHARS ? 'phone' : `phone ${addressHash()}`
}

const isTrusted = (asker: Asker): boolean =>
  asker.kind === 'staff' || (asker.kind === 'device' && asker.device === 'kiosk')

/** `slips`: where they are printed by this process. */
type TicketDeps = Deps & { outlooks: Outlooks; slips: Slips | null }

export const ticketRoutes = async (app: App, deps: TicketDeps): Promise<void> => {
  const { db, vault, ids, clock, outlooks, slips } = deps
  /** One process works on an embedded database, so where that prints nobody else does. */
  const printsHere = slips !== null && db.engine === 'sqlite'

  /** Whether this asker may take a ticket here, before anything is written. */
  const objectionTo = async (
    asker: Asker,
    centreId: string,
    body: { class?: string; joinCode?: string },
  ): Promise<Refusal | undefined> => {
    if (asker.kind === 'visitor') return refuse('not_signed_in')
    if (isTrusted(asker)) return mayActIn(asker, centreId) ? undefined : refuse('not_allowed')
    if (asker.kind === 'device') return refuse('not_allowed')
    const [centre] = await db.read(centreById({ id: centreId }))
    if (!centre) return refuse('unknown_centre')
    if (body.class && body.class !== 'regular') return refuse('class_not_allowed')
    const isOpen =
      centre.settings.joinFromAnywhere ||
      joinCodeOpens(vault, centreId, body.joinCode ?? '', clock.now())
    return isOpen ? undefined : refuse('bad_join_code')
  }

  /** Issues a ticket; its slip is drawn while the disk is still at the ticket. */
  const issue = (centreId: string, order: IssueOrder): Promise<Issued | Refusal> => {
    const estimate = outlooks.known(centreId)?.newcomers.get(order.serviceId)
    return db.write(centreId, function* (command): Step<Issued | Refusal> {
      const issued = yield* issueTicket(command, order)
      if (isRefusal(issued) || !issued.print) return issued
      const { row, ahead, service, print } = issued
      if (print.isClaimed) slips?.noteClaim(print.id)
      if (estimate) slips?.beginAhead(row, { centre: command.centre, service, ahead, estimate })
      return issued
    })
  }

  const answer = (row: TicketRow, ahead: number) =>
    issuedView(
      row,
      ahead,
      outlooks.known(row.centreId)?.newcomers.get(row.serviceId),
      vault.ticketSecret(row.id),
      deps.publicUrl(),
    )

  app.post(
    '/api/centres/:centre/tickets',
    {
      config: { may: may.anyone, limit: 'issue' },
      schema: {
        summary: 'Take a ticket',
        description: 'Idempotent by requestId: a repeated request is answered 200 with its ticket.',
        tags: ['tickets'],
        params: CentreParams,
        body: IssueBody,
        response: { 200: IssuedView, 201: IssuedView },
      },
    },
    async (request, reply) => {
      const { asker, body } = request
      const centreId = request.params.centre
      const phone = typeof body.phone !== 'string' ? null : phoneFrom(body.phone)
      if (phone === undefined) return reply.refuse(refuse('bad_phone'))
      const citizenId = typeof body.citizenId !== 'string' ? null : westernDigits(body.citizenId)
      const sealed = (plain: string | null) =>
        plain === null ? null : { cipher: vault.seal(plain), hash: vault.find(plain) }
      const order: IssueOrder = {
        ticketId: ids.next(),
        requestId: body.requestId,
        requestedBy: requesterOf(asker, body.requestId, () => vault.find(request.ip)),
        serviceId: body.service,
        class: body.class ?? 'regular',
        language: body.language ?? 'ar',
        party: body.party ?? 1,
        device:
          asker.kind === 'device'
            ? { id: asker.id, hasPrinter: asker.hasPrinter, printsHere }
            : null,
        phone: sealed(phone),
        citizen: sealed(citizenId),
        trusted: isTrusted(asker),
        played: outlooks.known(centreId)?.played.get(body.service) ?? { p50: null, p90: null },
      }
      const no = await objectionTo(asker, centreId, body)
      // A request that has its ticket may have outlived its join code: its answer was lost, and the
      // ticket must not wait with nobody who holds it.
      if (no && no.refused !== 'bad_join_code') return reply.refuse(no)
      const issued = no ?? (await issue(centreId, order))
      if (!isRefusal(issued)) return reply.code(201).send(answer(issued.row, issued.ahead))
      if (issued.refused !== 'request_repeated' && issued !== no) return reply.refuse(issued)
      const { requestedBy, requestId } = order
      const [row] = await db.read(ticketByRequest({ centreId, requestedBy, requestId }))
      if (!row) return reply.refuse(issued)
      return reply.code(200).send(answer(row, (await placeOf(deps, row)).ahead))
    },
  )

  app.get(
    '/api/tickets/:id',
    {
      config: { may: { visitor: true, device: ['kiosk'], ...may.allStaff } },
      schema: {
        summary: 'How a ticket stands',
        tags: ['tickets'],
        params: TicketParams,
        response: { 200: TicketView },
      },
    },
    async (request, reply) => {
      const view = await ticketView(deps, request.params.id)
      if (!view || !mayActIn(request.asker, view.centre))
        return reply.refuse(refuse('unknown_ticket'))
      return view
    },
  )

  /** One move of a ticket by its id: who may make it is the route's matter. */
  const moveRoute = (
    path: string,
    summary: string,
    policy: May,
    what: 'leave' | 'return' | 'unpark' | 'put_off',
  ) => {
    app.post(
      `/api/tickets/:id/${path}`,
      {
        config: { may: policy },
        schema: {
          summary,
          tags: ['tickets'],
          params: TicketParams,
          response: { 200: TicketView },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const outcome = await inCentreOf(id, request.asker, (command) =>
          moveTicketById(command, id, { do: what }),
        )
        if (isRefusal(outcome)) return reply.refuse(outcome)
        const view = await ticketView(deps, id)
        return view ?? reply.refuse(refuse('unknown_ticket'))
      },
    )
  }

  /** Writes in the order of the ticket's centre, if the asker belongs to it. */
  const inCentreOf = async <R>(
    id: string,
    asker: Asker,
    body: (command: Command, row: TicketRow) => Step<R | Refusal>,
  ): Promise<R | Refusal> => {
    const [row] = await db.read(ticketById({ id }))
    if (!row || !mayActIn(asker, row.centreId)) return refuse('unknown_ticket')
    return db.write(row.centreId, (command) => body(command, row))
  }

  const visitorOrStaff = { visitor: true, ...may.allStaff } as const
  moveRoute('leave', 'Give the place up', visitorOrStaff, 'leave')
  moveRoute(
    'return',
    'Come back after a no-show, within the tolerance, or before the time that was asked for is over',
    { ...visitorOrStaff, device: ['kiosk'] } as const,
    'return',
  )
  moveRoute(
    'put-off',
    `Ask for ${PUT_OFF_MIN} more minutes: others go first, what was waited before is kept; ${PUT_OFFS_MAX} times at most`,
    visitorOrStaff,
    'put_off',
  )
  moveRoute('unpark', 'A parked ticket waits again', may.allStaff, 'unpark')

  app.post(
    '/api/tickets/:id/print',
    {
      config: { may: { device: ['kiosk'], ...may.allStaff } },
      schema: {
        summary: 'Print the slip once more, marked as a copy',
        tags: ['tickets'],
        params: TicketParams,
        response: { 202: Type.Object({ id: Id }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const printed = await inCentreOf(id, request.asker, function* (command, row) {
        if (row.deviceId === null) return refuse('print_unavailable')
        return yield* queueReprint(command, { ticketId: id, deviceId: row.deviceId })
      })
      if (isRefusal(printed)) return reply.refuse(printed)
      return reply.code(202).send({ id: printed })
    },
  )

  app.get(
    '/api/centres/:centre/tickets',
    {
      config: { may: may.allStaff },
      schema: {
        summary: 'Today’s ticket of a number, for a visitor who stands there',
        description: 'With what staff noted on the visit, and the stretches of it that have ended.',
        tags: ['tickets'],
        params: CentreParams,
        querystring: Type.Object({ number: Type.String({ minLength: 1, maxLength: 12 }) }),
        response: { 200: StaffTicketView },
      },
    },
    async (request, reply) => {
      const [centre] = await db.read(centreById({ id: request.params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const { day } = businessDay(clock.now(), centre)
      const number = numberFrom(westernDigits(request.query.number))
      const [row] = await db.read(ticketByNumber({ centreId: centre.id, day, number }))
      const view = row && (await staffTicketView(deps, row.id))
      return view ?? reply.refuse(refuse('unknown_ticket'))
    },
  )
}
