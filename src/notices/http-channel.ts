import type { Clock } from '../deps.ts'
import { errorCode } from '../error-code.ts'
import type { Channel, Message, Sent } from './channel.ts'
import { openPace } from './pace.ts'

/** What is posted for each message; the header `Idempotency-Key` holds the notice's id as well. */
export interface SmsRequest {
  noticeId: string
  /** E.164. */
  to: string
  text: string
  parts: number
  /** When the message has become useless, ISO 8601 UTC. */
  expiresAt: string
}

export interface HttpConfig {
  /** Unique among the channels; stands in logs and in the database. */
  name: string
  /** Without user, password and our own settings. */
  url: string
  /** For `Authorization: Bearer`; null: none. */
  token: string | null
  /** Requests a second, and how many may be unanswered; of this process. */
  rate: number
  window: number
  /** How long an answer may take. */
  timeoutMs: number
}

const WAIT_MS = 5000
/** What a provider that says "later" without saying when is given. */
const LATER_MS = 5000
const LATER_MS_MAX = 60_000
/** What no further attempt changes: the request itself is refused. */
const FINAL = new Set([400, 413, 422])
/** Errors of a connection that was never made, so that nothing was sent over it. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** A certificate that is not believed ends a connection before anything of ours goes over it. */
const NOT_BELIEVED = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

const nothingWasSent = (code: string): boolean => NOT_CONNECTED.has(code) || NOT_BELIEVED.test(code)

const laterMs = (header: string | null, now: number): number => {
  if (header === null) return LATER_MS
  const seconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Math.min(Number.isFinite(seconds) ? Math.max(0, seconds) : LATER_MS, LATER_MS_MAX)
}

/**
 * Posts each message as JSON to an adapter of a provider. Every request of a message has the same
 * `Idempotency-Key`, so one that was not answered may be made again: the other side sends it once.
 */
export const httpChannel = (
  { name, url, token, rate, window, timeoutMs }: HttpConfig,
  { clock }: { clock: Clock },
): Channel => {
  const pace = openPace({ rate, window, waitMs: WAIT_MS })
  const closing = new AbortController()

  const post = ({ noticeId, to, text, parts, expiresAt }: Message): Promise<Response> => {
    const body: SmsRequest = {
      noticeId,
      to,
      text,
      parts,
      expiresAt: new Date(expiresAt).toISOString(),
    }
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': noticeId,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      // Elsewhere is not where the token and the text were to go.
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
    })
  }

  const readAnswer = async (response: Response): Promise<Sent> => {
    await response.body?.cancel()
    const { status, ok } = response
    // 409: the other side has this message already.
    if (ok || status === 409) return { sent: true }
    const why = `http_${status}`
    if (status === 429 || status === 503) {
      pace.pause(laterMs(response.headers.get('retry-after'), clock.now()))
      return { sent: false, why, unsure: false }
    }
    return { sent: false, why, unsure: status >= 500, final: FINAL.has(status) }
  }

  const attempt = async (message: Message): Promise<Sent> => {
    try {
      if (!(await message.leave(name))) return { sent: false, why: 'too_late', unsure: true }
    } catch {
      // The database could not be told that it leaves, so it does not.
      return { sent: false, why: 'not_recorded', unsure: false }
    }
    try {
      return await readAnswer(await post(message))
    } catch (error) {
      // fetch says what happened in the error's cause; only its code is told on.
      const cause = error instanceof Error ? (error.cause ?? error) : error
      const code = errorCode(cause)
      if (code !== null) return { sent: false, why: code, unsure: !nothingWasSent(code) }
      return { sent: false, why: 'http_timeout', unsure: true }
    }
  }

  return {
    name,
    send: async (message) => {
      if (!(await pace.enter())) return { sent: false, why: 'http_busy', unsure: false }
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
