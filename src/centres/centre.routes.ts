import { Type } from 'typebox'
import { may } from '../access.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { joinCodeAt } from '../join-code.ts'
import { refuse } from '../refusal.ts'
import { Bilingual, CentreParams, Estimate, Id, Iso, Minutes, TicketState } from '../schemas.ts'
import type { Outlooks } from '../tickets/outlook.ts'
import { iso } from '../tickets/ticket.view.ts'
import { allCentres, centreById } from './centre.store.ts'
import { boardView, centreLiveView, centreSummary, centreView } from './centre.view.ts'
import { HallNotices, PictogramName } from './setup.schemas.ts'

const Nullable = Type.Union([Type.String(), Type.Null()])
const Summary = {
  id: Id,
  name: Bilingual,
  timeZone: Type.String(),
  closed: Type.Boolean({ description: 'For good: no tickets are given out any more.' }),
}
const ServiceView = Type.Object({
  id: Id,
  prefix: Type.String(),
  name: Bilingual,
  requirements: Bilingual,
  targetMin: Type.Integer(),
  onlineUrl: Nullable,
  worksOnCards: Type.Boolean(),
  pictogram: PictogramName,
  waiting: Type.Integer(),
  estimate: Estimate,
})
const Opens = Type.Object({ opens: Type.String(), closes: Type.String() })
const Setup = Type.Integer({
  description:
    'The revision at which its names, hours, services, counters or settings last changed.',
})
const CentreView = Type.Object({
  ...Summary,
  open: Type.Boolean(),
  opensAt: Type.Union([Iso, Type.Null()], {
    description: 'When its doors open next; null while they are open, or where that is not known.',
  }),
  closesAt: Type.Union([Iso, Type.Null()], {
    description: 'Until when its doors are open; null while they are closed.',
  }),
  dayEndsAt: Type.String({
    format: 'date-time',
    description: 'When its business day ends, and with it every number given out on it.',
  }),
  hours: Type.Record(Type.String(), Opens, {
    description: 'By ISO weekday, 1 Monday to 7 Sunday; local time.',
  }),
  holidays: Type.Record(Type.String(), Type.Union([Opens, Type.Null()]), {
    description: 'By date, from today on: other hours than those of the weekday; null: closed.',
  }),
  hallNotices: HallNotices,
  joinFromAnywhere: Type.Boolean(),
  publicUrl: Type.String({ description: 'The address phones reach this installation under.' }),
  services: Type.Array(ServiceView),
  counters: Type.Array(Type.Object({ id: Id, label: Type.String(), section: Nullable })),
  setup: Setup,
  revision: Type.Integer(),
})
const BoardView = Type.Object({
  centre: Id,
  revision: Type.Integer(),
  setup: Setup,
  calls: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      counter: Type.String(),
      at: Iso,
      recall: Type.Boolean(),
    }),
  ),
  waiting: Type.Array(Type.Object({ service: Id, count: Type.Integer(), estimate: Estimate })),
})
const LiveView = Type.Object({
  centre: Id,
  counters: Type.Array(
    Type.Object({
      id: Id,
      label: Type.String(),
      state: Type.Enum(['open', 'paused', 'closed']),
      staff: Nullable,
      pauseReason: Nullable,
      since: Iso,
      openedAt: Type.Union([Iso, Type.Null()]),
      freeSince: Type.Union([Iso, Type.Null()]),
      services: Type.Array(Id),
      serves: Type.Array(Id),
      number: Nullable,
      ticketState: Type.Union([TicketState, Type.Null()]),
      ticketSince: Type.Union([Iso, Type.Null()]),
    }),
  ),
  services: Type.Array(
    Type.Object({
      service: Id,
      waiting: Type.Integer(),
      longestMin: Minutes,
      longestSince: Type.Union([Iso, Type.Null()]),
      targetMin: Type.Integer(),
      servedToday: Type.Integer(),
      estimate: Estimate,
    }),
  ),
  printers: Type.Array(
    Type.Object({
      device: Id,
      name: Type.String(),
      failure: Type.String({ description: 'Why it prints nothing: `paper_out`, `unreachable` …' }),
      since: Iso,
    }),
  ),
  revision: Type.Integer(),
})

export const centreRoutes = async (
  app: App,
  deps: Deps & { outlooks: Outlooks },
): Promise<void> => {
  const { db, clock, vault } = deps
  const tags = ['centres']

  app.get(
    '/api/centres',
    {
      config: { may: may.anyone },
      schema: {
        summary: 'All centres',
        tags,
        response: { 200: Type.Array(Type.Object(Summary)) },
      },
    },
    async () => (await db.read(allCentres({}))).map(centreSummary),
  )

  app.get(
    '/api/centres/:centre',
    {
      config: { may: may.anyone },
      schema: {
        summary: 'A centre: hours, services with their wait, counters',
        tags,
        params: CentreParams,
        response: { 200: CentreView },
      },
    },
    async (request, reply) =>
      (await centreView(deps, request.params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  app.get(
    '/api/centres/:centre/board',
    {
      config: { may: may.anyone },
      schema: {
        summary: 'What the lobby shows',
        tags,
        params: CentreParams,
        response: { 200: BoardView },
      },
    },
    async (request, reply) =>
      (await boardView(deps, request.params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  app.get(
    '/api/centres/:centre/live',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Counters and queues now',
        tags,
        params: CentreParams,
        response: { 200: LiveView },
      },
    },
    async (request, reply) =>
      (await centreLiveView(deps, request.params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  app.get(
    '/api/centres/:centre/join-code',
    {
      config: { may: { device: ['lobby', 'kiosk'], ...may.allStaff } },
      schema: {
        summary: 'The short-lived code in the lobby’s QR',
        tags,
        params: CentreParams,
        response: { 200: Type.Object({ code: Type.String(), expiresAt: Iso }) },
      },
    },
    async (request, reply) => {
      const [centre] = await db.read(centreById({ id: request.params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const { code, renewAt } = joinCodeAt(vault, centre.id, clock.now())
      return { code, expiresAt: iso(renewAt) }
    },
  )
}
