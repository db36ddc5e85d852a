import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { may } from './access.ts'
import type { Deps } from './deps.ts'
import type { App } from './http.ts'
import type { Metrics } from './metrics.ts'
import { refuse } from './refusal.ts'

/**
 * Whether somebody asks from this machine or its private network, where a collector stands. By the
 * connection itself: what comes through a proxy comes from outside.
 */
const isNear = ({ socket, headers }: FastifyRequest): boolean =>
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  /^(::1$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::ffff:127\.|f[cd])/.test(
    socket.remoteAddress ?? '',
  )

/** Health for whoever keeps the server running, figures for whoever watches it. */
export const operationRoutes = async (
  app: App,
  { db, metrics, isStopping }: Deps & { metrics: Metrics; isStopping(): boolean },
): Promise<void> => {
  const config = { may: may.anyone, limit: 'none' as const }
  const Up = { 200: Type.Object({ status: Type.Literal('ok') }) }

  app.get(
    '/health/live',
    { config, schema: { summary: 'The process is up', tags: ['operation'], response: Up } },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/health/ready',
    {
      config,
      schema: {
        summary: 'It can take requests',
        description: 'No more from the moment it is asked to stop, though it answers for a while.',
        tags: ['operation'],
        response: Up,
      },
    },
    async (_request, reply) => {
      if (isStopping()) return reply.refuse(refuse('stopping'))
      await db.ping()
      return { status: 'ok' as const }
    },
  )
  app.get(
    '/metrics',
    {
      config,
      schema: {
        summary: 'Figures for Prometheus',
        description: 'For the private network, and for administrators.',
        tags: ['operation'],
        response: {
          200: {
            description: 'Prometheus’ text format',
            content: { 'text/plain': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { asker } = request
      const isAdmin = asker.kind === 'staff' && asker.roles.includes('admin')
      if (!isAdmin && !isNear(request)) return reply.refuse(refuse('not_allowed'))
      return reply.type(metrics.contentType).send(await metrics.text())
    },
  )
}
