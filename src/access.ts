import '@fastify/cookie'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { sameSecret, tokenHash } from './crypto.ts'
import type { Deps } from './deps.ts'
import { activeDeviceByToken } from './devices/device.store.ts'
import type { DeviceKind } from './devices/device.ts'
import { type Refusal, refuse } from './refusal.ts'
import { sessionMovedFrom } from './staff/session.store.ts'
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
  /** What the page they work at calls itself; null: it does not say, or nothing that is a name. */
  station: string | null
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
/** Anybody; `moved`: at a browser from which a session went on elsewhere. */
export interface Anyone {
  kind: 'anyone'
  moved?: true
}
export type Asker = Anyone | StaffAsker | DeviceAsker | VisitorAsker

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

/** One route and who may call it: what a test of all routes and roles walks through. */
export interface RoutePolicy {
  method: string
  url: string
  may: May
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever asks; `anyone` until they have been looked up. */
    readonly asker: Asker
    foundAsker: Asker | null
  }
  interface FastifyInstance {
    /** Every route that is held to a policy, in the order of registration. */
    readonly policies: readonly RoutePolicy[]
  }
  interface FastifyContextConfig {
    may?: May
  }
}

export const SESSION_COOKIE = 'dawr_session'

/** What a page of staff calls itself, beside everything it asks. */
export const STATION_HEADER = 'dawr-station'

const stationFrom = (said: string | string[] | undefined): string | null =>
  typeof said === 'string' && /^[\x20-\x7e]{1,64}$/.test(said) ? said : null

const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,200})$/i.exec(authorization ?? '')?.[1]

/** Looks the asker up afresh: a session that was ended a moment ago opens nothing now. */
export const askerOf = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  from: {
    cookie: string | undefined
    authorization: string | undefined
    station?: string | string[] | undefined
  },
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
    const token = tokenHash(from.cookie)
    const now = clock.now()
    const [session] = await db.read(sessionByToken({ tokenHash: token }))
    if (session && session.expiresAt > now) {
      const { expiresAt: _, ...member } = session
      return { kind: 'staff', ...member, station: stationFrom(from.station) }
    }
    const gone = await db.read(sessionMovedFrom({ tokenHash: token, now }))
    if (gone.length > 0) return { kind: 'anyone', moved: true }
  }
  return { kind: 'anyone' }
}

/** Whether a member of staff has one of these roles. */
export const worksAs = (asker: Pick<StaffAsker, 'roles'>, roles: readonly Role[]) =>
  asker.roles.some((role) => roles.includes(role))

/** Whether one asks within the centre they belong to; anyone and visitors belong to none. */
export const mayActIn = (asker: Asker, centreId: string): boolean =>
  (asker.kind !== 'staff' && asker.kind !== 'device') ||
  asker.centreId === null ||
  asker.centreId === centreId

/** Whether somebody belongs to no one centre, and so works in all of them. */
export const isOfAll = (asker: Asker): boolean => asker.kind === 'staff' && asker.centreId === null

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
      if (policy.staff && worksAs(asker, policy.staff) && !outside) return undefined
      return refuse('not_allowed')
    case 'device':
      if (policy.device?.includes(asker.device) && !outside) return undefined
      return refuse('not_allowed')
    case 'visitor':
      if (!policy.visitor || !params.id) return refuse('not_signed_in')
      return sameSecret(asker.secret, ticketSecret(params.id))
        ? undefined
        : refuse('wrong_ticket_secret')
    case 'anyone':
      return refuse(asker.moved ? 'session_moved' : 'not_signed_in')
  }
}

/**
 * Whether a browser sends this for another site's page. Anything but a browser sends neither
 * header, and has no cookies that it does not mean to send.
 * @param ours the hosts (with ports) under which our own pages are reached
 */
export const isForeign = (
  headers: { origin?: string | undefined; 'sec-fetch-site'?: string | string[] | undefined },
  ours: readonly string[],
): boolean => {
  if (headers['sec-fetch-site'] === 'cross-site') return true
  const { origin } = headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || !ours.includes(new URL(origin).host)
}

/** A host as URLs have it: without the port that goes without saying. */
const hostFrom = (protocol: string, host: string): string => {
  const url = `${protocol}://${host}`
  return URL.canParse(url) ? new URL(url).host : host
}

const changesNothing = (method: string) => /^(GET|HEAD|OPTIONS)$/.test(method)

const anyone: Asker = Object.freeze({ kind: 'anyone' })

const stringParam = (request: FastifyRequest, name: string): string | undefined => {
  const { params } = request
  if (typeof params !== 'object' || params === null || !(name in params)) return undefined
  const value: unknown = Reflect.get(params, name)
  return typeof value === 'string' ? value : undefined
}

const paramsOf = (request: FastifyRequest): { id?: string; centre?: string } => {
  const id = stringParam(request, 'id')
  const centre = stringParam(request, 'centre')
  return { ...(id !== undefined && { id }), ...(centre !== undefined && { centre }) }
}

/**
 * Finds out who asks, and holds every route to its policy, both before the body is read. Between
 * the two the limits count (see limits.ts): also those who will be refused.
 */
export const access = fastifyPlugin(async (app: FastifyInstance, deps: Deps) => {
  const policies: RoutePolicy[] = []
  app.decorate('policies', policies)
  app.decorateRequest('foundAsker', null)
  app.decorateRequest('asker', {
    getter() {
      return this.foundAsker ?? anyone
    },
  })

  app.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    const policy = config?.may
    if (!policy) throw new Error(`${method} ${url} does not say who may`)
    for (const one of [method].flat()) policies.push({ method: one, url, may: policy })
  })

  /** A browser adds the cookie by itself, so a write without a bearer must be from our own pages. */
  const isForged = ({ method, headers, protocol, host, asker }: FastifyRequest): boolean =>
    !changesNothing(method) &&
    (asker.kind === 'staff' || asker.kind === 'anyone') &&
    isForeign(headers, [hostFrom(protocol, host), new URL(deps.publicUrl()).host])

  app.addHook('onRequest', async (request) => {
    // An address without a route (404) is answered to everybody alike.
    if (!request.routeOptions.config.may) return
    request.foundAsker = await askerOf(deps, {
      cookie: request.cookies[SESSION_COOKIE],
      authorization: request.headers.authorization,
      station: request.headers[STATION_HEADER],
    })
  })

  app.addHook('preParsing', async (request, reply) => {
    const policy = request.routeOptions.config.may
    if (!policy) return
    const no = isForged(request)
      ? refuse('foreign_origin')
      : objection(policy, request.asker, paramsOf(request), deps.vault.ticketSecret)
    return no && reply.refuse(no)
  })
})
