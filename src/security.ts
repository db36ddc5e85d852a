import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import helmet, { type HelmetOptions } from 'helmet'
import type { Deps } from './deps.ts'

const YEAR_S = 365 * 24 * 60 * 60

/** Everything from our own server, nothing inline, framed by nobody. */
const optionsFor = (publicUrl: string, isHttps: boolean): HelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      // 'self' covers web sockets in today's browsers; a lobby screen may well have an older one.
      connectSrc: ["'self'", publicUrl.replace(/^http/, 'ws')],
      fontSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'"],
    },
  },
  strictTransportSecurity: isHttps && { maxAge: YEAR_S, includeSubDomains: false },
  // Browsers heed this one only where the connection is to be trusted, and complain elsewhere.
  crossOriginOpenerPolicy: isHttps && { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
})

/** What helmet writes on an answer: the same on every one, so it is asked once. */
const headersOf = (options: HelmetOptions): OutgoingHttpHeaders => {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmet(options)(request, response, (error?: unknown) => {
    if (error) throw error
  })
  return { ...response.getHeaders() }
}

/**
 * The headers that keep pages to themselves, and answers of the API out of every cache; a route
 * that may be cached says so itself.
 */
export const security = fastifyPlugin(
  async (app: FastifyInstance, { config, publicUrl }: Pick<Deps, 'config' | 'publicUrl'>) => {
    const isHttps = config.publicUrl?.startsWith('https:') ?? false
    // The address is known once the server listens.
    let headers: OutgoingHttpHeaders | undefined
    app.addHook('onRequest', async ({ url }, reply) => {
      headers ??= headersOf(optionsFor(publicUrl(), isHttps))
      reply.headers(headers)
      if (url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    })
  },
)
