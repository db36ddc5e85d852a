import type { Server as HttpServer, IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Renderer } from '../printers/renderer.ts'
import { access } from './access.ts'
import { boxRoutes } from './cards/box.routes.ts'
import { cardRoutes } from './cards/card.routes.ts'
import { disposalRoutes } from './cards/disposal.routes.ts'
import { figureRoutes } from './cards/figure.routes.ts'
import { incidentRoutes } from './cards/incident.routes.ts'
import { labelRoutes } from './cards/label.routes.ts'
import { manifestRoutes } from './cards/manifest.routes.ts'
import { pickRoutes } from './cards/pick.routes.ts'
import { placeRoutes } from './cards/place.routes.ts'
import { stocktakeRoutes } from './cards/stocktake.routes.ts'
import { centreRoutes } from './centres/centre.routes.ts'
import { setupRoutes } from './centres/setup.routes.ts'
import { transferRoutes } from './centres/transfer.routes.ts'
import { changeRoutes } from './changes/change.routes.ts'
import type { Config } from './config.ts'
import { counterRoutes } from './counters/counter.routes.ts'
import { counterSetupRoutes } from './counters/counter-setup.routes.ts'
import type { Deps } from './deps.ts'
import { deviceRoutes } from './devices/device.routes.ts'
import { type App, problems, refuseAddress } from './http.ts'
import { compileLazily } from './lazy-schemas.ts'
import { limits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { messageRoutes } from './notices/message.routes.ts'
import { pushRoutes } from './notices/push.routes.ts'
import { openApi } from './openapi.ts'
import { operationRoutes } from './operation.routes.ts'
import { pageRoutes } from './pages.ts'
import type { Slips } from './prints/slips.ts'
import { reportRoutes } from './reports/report.routes.ts'
import { shorteningRoutes } from './retention/shortening.routes.ts'
import { security } from './security.ts'
import { memberRoutes } from './staff/member.routes.ts'
import { sessionRoutes } from './staff/session.routes.ts'
import { openDoor } from './staff/staff.door.ts'
import { staffRoutes } from './staff/staff.routes.ts'
import { dayRoutes } from './tickets/day.routes.ts'
import { noteRoutes } from './tickets/note.routes.ts'
import { onPhoneRoutes } from './tickets/on-phone.routes.ts'
import type { Outlooks } from './tickets/outlook.ts'
import { ticketRoutes } from './tickets/ticket.routes.ts'

export type AppDeps = Deps & {
  outlooks: Outlooks
  metrics: Metrics
  /** Draws the sheets that are asked for here. */
  renderer: Pick<Renderer, 'sheet' | 'stocktake'>
  /** Draws slips that are printed by this process; null where another one prints them. */
  slips: Slips | null
  isStopping(): boolean
}

const BODY_MAX_BYTES = 64 * 1024
const REQUEST_MAX_MS = 30_000
/**
 * A connection at rest is kept for longer than proxies keep theirs (60 s as a rule): they do not
 * read `Keep-Alive`, and one that we ended could be asked on just then.
 */
const REST_MAX_MS = 72_000
/** Headers that dribble in, and the connection that nothing is said on, end after this long. */
const HEADERS_MAX_MS = 10_000
const LOOK_EVERY_MS = 5000
/** An answer that is not read, or anything else on which no byte moves, is given up. */
const STANDSTILL_MAX_MS = 30_000
/** Clients of all kinds together, with room for twice the sockets that one process takes. */
const CONNECTIONS_MAX = 40_000
/** An event loop this late answers 503 rather than everybody late. */
const EVENT_LOOP_DELAY_MAX_MS = 3000

/** What stands in the log of a request: never a query, a body or a header, for they name people. */
const requestLine = ({ method, url }: IncomingMessage) => ({
  method,
  path: url?.split('?', 1)[0],
})

/**
 * How long clients are told that a connection at rest may be used. Where others take over from a
 * process that stops, for half as long as it goes on answering: what is still at rest when it ends is
 * used by nobody, also where both sides and what lies between them are late.
 */
const restSaidMs = ({ drainSec }: Config): number =>
  drainSec === 0 ? REST_MAX_MS : Math.max(1, Math.floor(drainSec / 2)) * 1000

const serverFor = ({ log, config }: Deps) =>
  fastify({
    loggerInstance: log.child({}, { serializers: { req: requestLine } }) as FastifyBaseLogger,
    // A line for each request is written when it is answered, by the pattern of its route.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_MAX_MS,
    keepAliveTimeout: restSaidMs(config),
    connectionTimeout: STANDSTILL_MAX_MS,
    http: {
      headersTimeout: HEADERS_MAX_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      keepAliveTimeoutBuffer: REST_MAX_MS - restSaidMs(config),
    },
    // What arrives while it closes is answered like everything else: it is only the last.
    return503OnClosing: false,
    // A request's id goes into the answer to a fault, so that it can be found in the log.
    genReqId: () => crypto.randomUUID(),
    trustProxy: config.trustProxy,
    frameworkErrors: refuseAddress,
  })

/** Figures of every request by the pattern of its route, so that no path is kept. */
const measure = (app: App, metrics: Metrics) =>
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    request.log.debug({ route, status: reply.statusCode }, 'answered')
  })

/** The whole HTTP side, in the order in which it is passed. */
export const buildApp = async (deps: AppDeps): Promise<App & { server: HttpServer }> => {
  const app: App & { server: HttpServer } = serverFor(deps)
  app.server.maxConnections = CONNECTIONS_MAX
  compileLazily(app)

  // Who, how fast, in which words
  await app.register(cookie)
  await app.register(problems)
  await app.register(security, deps)
  await app.register(underPressure, { maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS })
  measure(app, deps.metrics)

  // What the server says of itself
  await app.register(openApi)

  await app.register(access, deps)
  await app.register(limits, deps)
  // The largest answer of all, and the same for everybody: written out once.
  let document: string | undefined
  app.get(
    '/api/openapi.json',
    { config: { may: { anyone: true } }, schema: { hide: true } },
    async (_request, reply) => {
      document ??= JSON.stringify(app.swagger())
      return reply.type('application/json; charset=utf-8').send(document)
    },
  )

  await app.register(operationRoutes, deps)
  if (!deps.config.services.has('web')) return app

  // Features
  const withDoor = { ...deps, door: await openDoor(deps) }
  await app.register(staffRoutes, withDoor)
  await app.register(sessionRoutes, withDoor)
  await app.register(memberRoutes, deps)
  await app.register(deviceRoutes, deps)
  await app.register(changeRoutes, deps)
  await app.register(centreRoutes, deps)
  await app.register(setupRoutes, deps)
  await app.register(shorteningRoutes, deps)
  await app.register(transferRoutes, deps)
  await app.register(messageRoutes, deps)
  await app.register(ticketRoutes, deps)
  await app.register(dayRoutes, deps)
  await app.register(noteRoutes, deps)
  await app.register(onPhoneRoutes, deps)
  await app.register(pushRoutes, deps)
  await app.register(counterRoutes, deps)
  await app.register(counterSetupRoutes, deps)
  await app.register(cardRoutes, deps)
  await app.register(placeRoutes, deps)
  await app.register(labelRoutes, deps)
  await app.register(manifestRoutes, deps)
  await app.register(figureRoutes, deps)
  await app.register(incidentRoutes, deps)
  await app.register(pickRoutes, withDoor)
  await app.register(stocktakeRoutes, deps)
  await app.register(disposalRoutes, withDoor)
  await app.register(boxRoutes, deps)
  await app.register(reportRoutes, deps)
  await app.register(pageRoutes, { production: deps.config.production })
  return app
}
