import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Deps } from './deps.ts'

const YEAR_S = 365 * 24 * 60 * 60

/**
 * The headers that keep pages to themselves: everything from our own server, nothing inline,
 * framed by nobody.
 */
export const security = fastifyPlugin(
  async (app: FastifyInstance, { config, publicUrl }: Pick<Deps, 'config' | 'publicUrl'>) => {
    const isHttps = config.publicUrl?.startsWith('https:') ?? false
    // 'self' covers web sockets in today's browsers; a lobby screen may well have an older one.
    const socket = () => publicUrl().replace(/^http/, 'ws')
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          baseUri: ["'none'"],
          connectSrc: ["'self'", socket],
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
  },
)
