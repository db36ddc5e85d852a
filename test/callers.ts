import { setTimeout as pause } from 'node:timers/promises'

export const KIOSK_TOKEN = 'demo-kiosk-isa-town'
export const ADMIN_PASSWORD = 'admin-of-a-test'

/** What JSON.parse gives; tests match it. */
export type Body = ReturnType<typeof JSON.parse>

export interface Answer {
  status: number
  body: Body
  headers: Headers
}

/** Somebody who calls the server: with a cookie, a token, or nothing. */
export interface Caller {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string): Promise<Answer>
  headers: Record<string, string>
}

const AGAIN_MS = 50

/**
 * A server on a busy machine turns people away before it has looked at what they want: they ask
 * again, as every client of it does.
 * @param withinMs after which a call without an answer is given up; the others wait for ever
 * @param signal cuts its calls off
 */
export const caller = (
  url: string,
  headers: Record<string, string> = {},
  { withinMs, signal = null }: { withinMs?: number; signal?: AbortSignal | null } = {},
): Caller => {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      signal,
      ...(withinMs !== undefined && { signal: AbortSignal.timeout(withinMs) }),
      headers: {
        'accept-language': 'en',
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const answer = {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    }
    if (answer.body.code !== 'overloaded') return answer
    await pause(AGAIN_MS)
    return call(method, path, body, more)
  }
  return {
    get: (path, more) => call('GET', path, undefined, more),
    post: (path, body, more) => call('POST', path, body, more),
    put: (path, body, more) => call('PUT', path, body, more),
    delete: (path) => call('DELETE', path),
    headers,
  }
}

export const anyone = (server: { url: string }): Caller => caller(server.url)
export const kiosk = (server: { url: string }): Caller =>
  caller(server.url, { authorization: `Bearer ${KIOSK_TOKEN}` })

/** Somebody of the demo staff, signed in. */
export const signIn = async (
  server: { url: string },
  username: string,
  password = username === 'admin' ? ADMIN_PASSWORD : 'demo-dawr',
  headers: Record<string, string> = {},
): Promise<Caller> => {
  const answer = await anyone(server).post('/api/session', { username, password }, headers)
  if (answer.status >= 300) throw new Error(`${username} cannot sign in: ${answer.status}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0]
  if (!cookie) throw new Error('signing in set no cookie')
  return caller(server.url, { cookie })
}
