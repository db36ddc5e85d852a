import type { RefusalCode } from '../../src/errors.ts'
import { currentLanguage, sharedIn } from './i18n.ts'
import { hearTime } from './server-clock.ts'

/** Why there is no answer from the server itself. */
export type TransportCode = 'unreachable' | 'timed_out' | 'unreadable' | 'aborted'

/** What went wrong, with a sentence in the page's language. `status` is 0 when nothing answered. */
export interface Problem {
  code: RefusalCode | TransportCode | (string & {})
  detail: string
  status: number
  /** Facts of the refusal: numbers and codes. */
  details?: Record<string, string | number>
  /** All that is wrong with a file that was sent, where it is more than one thing. */
  errors?: { detail: string }[]
  /** Seconds the server asked us to wait. */
  retryAfterSec?: number
}

export type Answer<T> = { ok: true; status: number; value: T } | { ok: false; problem: Problem }

export interface AskOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, as text/csv, in place of `body`. */
  csv?: string
  /** A device's token or a ticket's secret, sent as bearer and nowhere else. */
  bearer?: string | null
  /** What a page of staff calls itself: kept with what is done to cards. */
  station?: string
  timeoutMs?: number
  signal?: AbortSignal
  /**
   * How many further tries after a failure of the way (unreachable, timed out, 502–504, 429).
   * Only for calls that may be repeated: reads, and writes that carry the same `requestId` each time.
   */
  retries?: number
  /** Told before each pause, so that a page can say that it is still trying. */
  onRetry?: (problem: Problem, attempt: number) => void
}

const TIMEOUT_MS = 10_000
const PAUSES_MS = [500, 1_000, 2_000, 4_000]
const RETRY_AFTER_MAX_SEC = 30

const transportProblem = (code: TransportCode, status = 0): Problem => {
  const shared = sharedIn(currentLanguage())
  const sentences = {
    unreachable: shared('unreachable'),
    timed_out: shared('timedOut'),
    unreadable: shared('unreadable'),
    aborted: shared('unreachable'),
  }
  return { code, detail: sentences[code], status }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The facts that stand beside a refusal's sentence, where there are any. */
const factsOf = (details: unknown): Pick<Problem, 'details'> => {
  if (!isObject(details)) return {}
  const facts: NonNullable<Problem['details']> = {}
  for (const [name, fact] of Object.entries(details))
    if (typeof fact === 'string' || typeof fact === 'number') facts[name] = fact
  return { details: facts }
}

const hasDetail = (one: unknown): one is { detail: string } =>
  isObject(one) && typeof one.detail === 'string'

const errorsOf = (errors: unknown): Pick<Problem, 'errors'> =>
  Array.isArray(errors) ? { errors: errors.filter(hasDetail) } : {}

/** Reads problem+json; a proxy's HTML page becomes a sentence of our own. */
const problemFrom = async (response: Response): Promise<Problem> => {
  const retryAfter = Number(response.headers.get('retry-after'))
  const later = Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfterSec: retryAfter } : {}
  try {
    const body: unknown = await response.json()
    if (isObject(body) && typeof body.code === 'string' && typeof body.detail === 'string') {
      const { code, detail } = body
      const facts = { ...factsOf(body.details), ...errorsOf(body.errors) }
      return { code, detail, status: response.status, ...later, ...facts }
    }
  } catch {
    // Expected: a body that is no JSON, from something between us and the server.
  }
  const code = response.status >= 502 ? 'unreachable' : 'unreadable'
  return { ...transportProblem(code, response.status), ...later }
}

const askOnce = async <T>(path: string, options: AskOptions): Promise<Answer<T>> => {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  try {
    const response = await fetch(path, {
      method: options.method ?? 'GET',
      headers: {
        accept: 'application/json',
        'accept-language': currentLanguage(),
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...(options.csv !== undefined && { 'content-type': 'text/csv' }),
        ...(options.bearer && { authorization: `Bearer ${options.bearer}` }),
        ...(options.station && { 'dawr-station': options.station }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.csv !== undefined && { body: options.csv }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    })
    hearTime(response.headers.get('date'))
    if (!response.ok) return { ok: false, problem: await problemFrom(response) }
    // The shape is our own server's, held by its route's schema; it is not checked twice.
    const text = await response.text()
    const value: T = text === '' ? null : JSON.parse(text)
    return { ok: true, status: response.status, value }
  } catch (error) {
    // Expected: fetch's TypeError (no way to the server), an abort or timeout, or broken JSON.
    if (options.signal?.aborted) return { ok: false, problem: transportProblem('aborted') }
    if (timeout.aborted) return { ok: false, problem: transportProblem('timed_out') }
    const code = error instanceof SyntaxError ? 'unreadable' : 'unreachable'
    return { ok: false, problem: transportProblem(code) }
  }
}

/** Whether the same question may get an answer when it is asked again a little later. */
export const isPassing = ({ code, status }: Problem): boolean =>
  code === 'unreachable' ||
  code === 'timed_out' ||
  status === 429 ||
  (status >= 502 && status <= 504)

/** Waits, or until it is given up. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })

const pauseMs = (problem: Problem, attempt: number): number => {
  const growing = PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1] ?? 0
  return Math.max(growing, Math.min(problem.retryAfterSec ?? 0, RETRY_AFTER_MAX_SEC) * 1000)
}

/**
 * Asks the server. Never throws: what goes wrong comes back as a problem with a sentence.
 * An empty answer (204) has the value null: ask with `T = null` or `T | null` where it can come.
 */
export const ask = async <T>(path: string, options: AskOptions = {}): Promise<Answer<T>> => {
  const retries = options.retries ?? 0
  for (let attempt = 1; ; attempt++) {
    const answer = await askOnce<T>(path, options)
    if (answer.ok || attempt > retries || !isPassing(answer.problem)) return answer
    options.onRetry?.(answer.problem, attempt)
    await pause(pauseMs(answer.problem, attempt), options.signal)
    if (options.signal?.aborted) return { ok: false, problem: transportProblem('aborted') }
  }
}

const LOOK_AGAIN_MS = 1_000

/**
 * Asks until the server answers, whatever it says, or until it is given up (`aborted`).
 * @param question changes nothing
 */
export const untilAnswered = async <T>(
  question: () => Promise<Answer<T>>,
  signal?: AbortSignal,
): Promise<Answer<T>> => {
  for (;;) {
    const answer = await question()
    if (answer.ok || !isPassing(answer.problem)) return answer
    await pause(LOOK_AGAIN_MS, signal)
    if (signal?.aborted) return { ok: false, problem: transportProblem('aborted') }
  }
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/**
 * One id for one wish of a visitor: repeated tries of it can never become two tickets. It begins
 * with the time, so that the server's index of them grows at its end, where chance alone would
 * touch another page of it for each ticket; the eighty bits of chance after it cannot be guessed.
 */
export const newRequestId = (): string => {
  // randomUUID is missing on plain http outside localhost, as on many an in-house screen.
  const chance = crypto.getRandomValues(new Uint8Array(10))
  return Date.now().toString(16).padStart(12, '0') + Array.from(chance, hex).join('')
}
