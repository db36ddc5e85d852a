import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { TicketParams } from '../schemas.ts'
import { ticketById } from '../tickets/ticket.store.ts'
import { erasePush, keepPush } from './push.store.ts'
import { isPushService, isSealable } from './push.ts'

/** Longer than the addresses of all push services; 65 and 16 bytes in base64url. */
const ENDPOINT_MAX = 1024
const P256DH_CHARS = 87
const AUTH_CHARS = 22

const characters = (count: number) =>
  Type.String({ minLength: count, maxLength: count, pattern: '^[A-Za-z0-9_-]+$' })

const SubscriptionBody = Type.Object(
  {
    endpoint: Type.String({ minLength: 1, maxLength: ENDPOINT_MAX }),
    keys: Type.Object(
      { p256dh: characters(P256DH_CHARS), auth: characters(AUTH_CHARS) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false, description: 'As the browser’s PushSubscription says it.' },
)

const PushView = Type.Object({
  key: Type.String({ description: 'Our public key, to subscribe with (applicationServerKey).' }),
  on: Type.Boolean({ description: 'Whether a browser is told of this ticket.' }),
})

const config = { may: { visitor: true } } as const

/** The browser of a ticket's visitor, which is told of its calls also when the page is closed. */
export const pushRoutes = async (
  app: App,
  { db, vault, config: { pushHosts, vapidKeys } }: Deps,
): Promise<void> => {
  const path = '/api/tickets/:id/push'
  const key = (vapidKeys ?? vault.pushKeys()).publicKey
  const schema = { tags: ['tickets'], params: TicketParams }

  app.get(
    path,
    {
      config,
      schema: {
        ...schema,
        summary: 'Whether a browser is told of the calls, and the key to subscribe with',
        response: { 200: PushView },
      },
    },
    async (request, reply) => {
      const [row] = await db.read(ticketById({ id: request.params.id }))
      if (!row) return reply.refuse(refuse('unknown_ticket'))
      return { key, on: row.pushCipher !== null }
    },
  )

  app.put(
    path,
    {
      config,
      schema: {
        ...schema,
        summary: 'Tell a browser of the calls (Web Push)',
        description: 'In place of any before; forgotten when the visit ends.',
        body: SubscriptionBody,
        response: { 204: Type.Null() },
      },
    },
    async ({ params: { id }, body }, reply) => {
      if (!isPushService(body.endpoint, pushHosts) || !isSealable(body))
        return reply.refuse(refuse('push_not_possible'))
      const [row] = await db.read(ticketById({ id }))
      if (!row) return reply.refuse(refuse('unknown_ticket'))
      const sealed = vault.seal(JSON.stringify(body))
      const kept = await db.write(row.centreId, () => keepPush(id, sealed))
      return isRefusal(kept) ? reply.refuse(kept) : reply.code(204).send(null)
    },
  )

  app.delete(
    path,
    {
      config,
      schema: {
        ...schema,
        summary: 'Tell no browser any more',
        response: { 204: Type.Null() },
      },
    },
    async ({ params: { id } }, reply) => {
      const [row] = await db.read(ticketById({ id }))
      if (!row) return reply.refuse(refuse('unknown_ticket'))
      if (row.pushCipher !== null) await db.write(row.centreId, () => erasePush(id))
      return reply.code(204).send(null)
    },
  )
}
