import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { SESSION_COOKIE } from './access.ts'
import { tokenHash } from './crypto.ts'
import { refuse } from './refusal.ts'

const MINUTE_MS = 60_000

/**
 * How often, in which time. Askers from outside are counted by address, behind which may be a whole
 * lobby with its phones; a member of staff by their session.
 */
const rates = {
  read: { max: 1200, timeWindow: MINUTE_MS },
  write: { max: 120, timeWindow: MINUTE_MS },
  /** Tickets taken from outside. */
  issue: { max: 120, timeWindow: MINUTE_MS },
  cardStatus: { max: 10, timeWindow: MINUTE_MS },
  /**
   * For everybody: who signs in may be anybody, whatever else they show. A whole shift may sign in
   * behind one address; against guessing there is the lock of each account.
   */
  signIn: { max: 60, timeWindow: MINUTE_MS },
  staff: { max: 6000, timeWindow: MINUTE_MS },
} as const

/** Addresses and sessions remembered for each rate; the one not heard of for longest makes room. */
const REMEMBERED_MAX = 20_000

type RateName = keyof typeof rates

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Another rate than that of all reads or writes; `none`: as often as one likes. */
    limit?: 'none' | 'issue' | 'cardStatus' | 'signIn'
  }
}

/** Which rate a request counts towards; null for none. A paired device goes as fast as it likes. */
const rateFor = ({ routeOptions, asker, method }: FastifyRequest): RateName | null => {
  const { limit } = routeOptions.config
  if (limit === 'none') return null
  if (limit === 'signIn') return limit
  if (asker.kind === 'device') return null
  if (asker.kind === 'staff') return 'staff'
  return limit ?? (method === 'GET' || method === 'HEAD' ? 'read' : 'write')
}

/**
 * Every limit on how often, in one place. Registered after `access`, so that it is known who asks;
 * the policy of a route comes later still, so that a flood of wrong tokens is counted too. The
 * counts are each process's own: several processes together let through as many times more. What
 * guards one person is therefore counted in the database: wrong passwords of an account
 * (staff/staff.store.ts) and askings for a citizen's cards (cards/asking.store.ts).
 */
export const limits = fastifyPlugin(async (app: FastifyInstance) => {
  await app.register(rateLimit, { global: false, cache: REMEMBERED_MAX })

  const limiter = (name: RateName, keyGenerator: (request: FastifyRequest) => string) =>
    app.createRateLimit({
      ...rates[name],
      keyGenerator: (request: FastifyRequest) => `${name} ${keyGenerator(request)}`,
    })
  const byAddress = ({ ip }: FastifyRequest) => normalizeIP(ip)
  const limiters = {
    read: limiter('read', byAddress),
    write: limiter('write', byAddress),
    issue: limiter('issue', byAddress),
    cardStatus: limiter('cardStatus', byAddress),
    signIn: limiter('signIn', byAddress),
    staff: limiter('staff', ({ cookies }) => tokenHash(cookies[SESSION_COOKIE] ?? '')),
  } satisfies Record<RateName, unknown>

  const count = async (name: RateName, request: FastifyRequest, reply: FastifyReply) => {
    const counted = await limiters[name](request)
    if (counted.isAllowed || !counted.isExceeded) return undefined
    return reply.refuse(refuse('too_many_requests', { seconds: Math.max(1, counted.ttlInSeconds) }))
  }

  app.addHook('onRequest', async (request, reply) => {
    const name = rateFor(request)
    return name === null ? undefined : count(name, request, reply)
  })
})
