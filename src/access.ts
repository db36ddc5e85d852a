import '@fastify/cookie'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { sameSecret, tokenHash } from './crypto.ts'
import type { Deps } from './deps.ts'
import { activeDeviceByToken } from './devices/device.store.ts'
import type { DeviceKind } from './devices/device.ts'
import { type Refusal, refuse } from './refusal.ts'
import { sessionByToken } from './staff/staff.store.ts'
import type { Role } from './staff/staff.ts'

export interface StaffAsker {
  kind: 'staff'
  id: string
  name: string
  roles: readonly Role[]
  skills: readonly string[]
  /** The one centre they work in; null: all. */
  centreId: string | null
}
export interface DeviceAsker {
  kind: 'device'
  id: string
  device: DeviceKind
  centreId: string
  hasPrinter: boolean
}
/** Somebody with a ticket's secret; which ticket it opens is checked against the route's `:id`. */
export interface VisitorAsker {
  kind: 'visitor'
  secret: string
}
export type Asker = { kind: 'anyone' } | StaffAsker | DeviceAsker | VisitorAsker

/**
 * Who may call a route; stands beside each route as `config: { may }`. Whoever is named in one of
 * the fields may. A route without it stops the start.
 */
export interface May {
  anyone?: true
  staff?: readonly Role[]
  device?: readonly DeviceKind[]
  /** The holder of the secret of the ticket in `:id`. */
  visitor?: true
}

export const may = {
  anyone: { anyone: true },
  allStaff: { staff: ['admin', 'supervisor', 'clerk', 'post'] },
  supervisors: { staff: ['admin', 'supervisor'] },
  admins: { staff: ['admin'] },
  postSection: { staff: ['admin', 'supervisor', 'post'] },
} as const satisfies Record<string, May>

declare module 'fastify' {
  interface FastifyRequest {
    asker: Asker
  }
  interface FastifyContextConfig {
    may?: May
  }
}

export const SESSION_COOKIE = 'dawr_session'

const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,200})$/i.exec(authorization ?? '')?.[1]

/** Looks the asker up afresh: a session that was ended a moment ago opens nothing now. */
export const askerOf = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  from: { cookie: string | undefined; authorization: string | undefined },
): Promise<Asker> => {
  const bearer = bearerOf(from.authorization)
  if (bearer) {
    const [device] = await db.read(activeDeviceByToken({ tokenHash: tokenHash(bearer) }))
    return device
      ? {
          kind: 'device',
          id: device.id,
          device: device.kind,
          centreId: device.centreId,
          hasPrinter: device.printer !== null,
        }
      : { kind: 'visitor', secret: bearer }
  }
  if (from.cookie) {
    const [session] = await db.read(
      sessionByToken({ tokenHash: tokenHash(from.cookie), now: clock.now() }),
    )
    if (session) return { kind: 'staff', ...session }
  }
  return { kind: 'anyone' }
}

const works = (asker: StaffAsker, roles: readonly Role[]) =>
  asker.roles.some((role) => roles.includes(role))

/** Whether one asks within the centre they belong to; anyone and visitors belong to none. */
export const mayActIn = (asker: Asker, centreId: string): boolean =>
  (asker.kind !== 'staff' && asker.kind !== 'device') ||
  asker.centreId === null ||
  asker.centreId === centreId

/** The policy of a route applied to one asker: a refusal, or nothing to object to. */
export const objection = (
  policy: May,
  asker: Asker,
  params: { id?: string; centre?: string },
  ticketSecret: (ticketId: string) => string,
): Refusal | undefined => {
  const outside = params.centre !== undefined && !mayActIn(asker, params.centre)
  if (policy.anyone) return undefined
  switch (asker.kind) {
    case 'staff':
      if (policy.staff && works(asker, policy.staff) && !outside) return undefined
      return refuse('not_allowed')
    case 'device':
      if (policy.device?.includes(asker.device) && !outside) return undefined
      return refuse('not_allowed')
    case 'visitor':
      if (policy.visitor && params.id && sameSecret(asker.secret, ticketSecret(params.id)))
        return undefined
      return refuse('not_signed_in')
    case 'anyone':
      return refuse('not_signed_in')
  }
}

/** A cookie is sent by the browser on its own, so a write with one must come from our own pages. */
const isForeign = (request: FastifyRequest): boolean => {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const { origin } = request.headers
  if (request.headers['sec-fetch-site'] === 'cross-site') return true
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.host)
}

const stringParam = (request: FastifyRequest, name: string): string | undefined => {
  const { params } = request
  if (typeof params !== 'object' || params === null || !(name in params)) return undefined
  const value: unknown = Reflect.get(params, name)
  return typeof value === 'string' ? value : undefined
}

/** Finds out who asks, before the body is read, and holds every route to its policy. */
export const access = fastifyPlugin(async (app: FastifyInstance, deps: Deps) => {
  app.decorateRequest('asker')
  app.addHook('onRoute', (route: RouteOptions) => {
    if (!route.config?.may) throw new Error(`${route.method} ${route.url} does not say who may`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const policy = request.routeOptions.config.may
    if (!policy) return
    const cookie = request.cookies[SESSION_COOKIE]
    const asker = await askerOf(deps, { cookie, authorization: request.headers.authorization })
    request.asker = asker
    if (asker.kind === 'staff' && isForeign(request)) return reply.refuse(refuse('foreign_origin'))
    const id = stringParam(request, 'id')
    const centre = stringParam(request, 'centre')
    const no = objection(
      policy,
      asker,
      { ...(id !== undefined && { id }), ...(centre !== undefined && { centre }) },
      deps.vault.ticketSecret,
    )
    return no && reply.refuse(no)
  })
})
