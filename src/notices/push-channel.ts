import type { KeyPair } from '../crypto.ts'
import type { Clock } from '../deps.ts'
import { errorCode } from '../error-code.ts'
import type { Channel, Message, Sent } from './channel.ts'
import { openPace } from './pace.ts'
import { isPushService, type Subscription } from './push.ts'

export interface PushConfig {
  keys: KeyPair
  /** How a push service reaches whoever runs this (RFC 8292). */
  subject: string
  /** Push services beside the known ones. */
  hosts: readonly string[]
}

const NAME = 'push'
/** Fewer than are sent at once in all: a service that hangs does not hold up what goes elsewhere. */
const PACE = { rate: 500, window: 24, waitMs: 500 }
const TIMEOUT_MS = 8000
/** No browser that this one could reach any more (RFC 8030, 7.3). */
const GONE = new Set([404, 410])

/** The request of a message: sealed for its browser, signed for its service. */
const requestFor = async (
  message: Message,
  subscription: Subscription,
  { keys, subject }: PushConfig,
  now: number,
): Promise<{ headers: Record<string, string>; body: Uint8Array<ArrayBuffer> }> => {
  // Loaded where something is sent: a start that pushes nothing does not wait for it.
  const { default: webPush } = await import('web-push')
  const { headers, body } = webPush.generateRequestDetails(subscription, message.text, {
    vapidDetails: { subject, ...keys },
    TTL: Math.max(0, Math.ceil((message.expiresAt - now) / 1000)),
    urgency: 'high',
    ...(message.topic !== undefined && { topic: message.topic }),
  })
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { headers: Object.fromEntries(texts), body: new Uint8Array(body) }
}

/**
 * Pushes to browsers through the services that they have named (RFC 8030). Sent once more because
 * nobody knows, a message takes the place of itself there, and the page shows it once.
 */
export const pushChannel = (config: PushConfig, { clock }: { clock: Clock }): Channel => {
  const pace = openPace(PACE)
  const closing = new AbortController()

  const readAnswer = async (response: Response): Promise<Sent> => {
    await response.body?.cancel()
    const { status, ok } = response
    if (ok) return { sent: true }
    const gone = GONE.has(status)
    const isLater = status === 429 || status >= 500
    return { sent: false, why: `push_${status}`, unsure: false, final: !isLater, gone }
  }

  const attempt = async (message: Message): Promise<Sent> => {
    const subscription: Subscription = JSON.parse(message.to)
    // Asked again: the list may have become shorter since it was taken.
    if (!isPushService(subscription.endpoint, config.hosts))
      return { sent: false, why: 'push_not_possible', unsure: false, final: true, gone: true }
    const request = await requestFor(message, subscription, config, clock.now())
    try {
      if (!(await message.leave(NAME))) return { sent: false, why: 'too_late', unsure: true }
    } catch {
      // The database could not be told that it leaves, so it does not.
      return { sent: false, why: 'not_recorded', unsure: false }
    }
    try {
      const response = await fetch(subscription.endpoint, {
        method: 'POST',
        ...request,
        // Elsewhere is not where we were to go.
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      return await readAnswer(response)
    } catch (error) {
      // fetch says what happened in the error's cause, which may name the address: only its code.
      const cause = error instanceof Error ? (error.cause ?? error) : error
      return { sent: false, why: errorCode(cause) ?? 'push_timeout', unsure: true }
    }
  }

  return {
    name: NAME,
    send: async (message) => {
      if (!(await pace.enter())) return { sent: false, why: 'push_busy', unsure: false }
      try {
        if (closing.signal.aborted || clock.now() > message.notAfter)
          return { sent: false, why: 'too_late', unsure: true }
        return await attempt(message)
      } finally {
        pace.leave()
      }
    },
    close: async () => {
      closing.abort()
    },
  }
}
