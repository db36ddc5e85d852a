import { io, type Socket } from 'socket.io-client'
import type { Test } from 'tap'
import { v7 as uuid } from 'uuid'
import { readConfig } from '../src/config.ts'
import type { Clock } from '../src/deps.ts'
import type { ClientEvents, ServerEvents, Watch, WatchAnswer } from '../src/live/events.ts'
import { openLog } from '../src/log.ts'
import { type Running, serve } from '../src/serve.ts'
import { type Engine, engines, freshPostgres, temporaryFolder } from './databases.ts'

export const KIOSK_TOKEN = 'demo-kiosk-isa-town'
export const ADMIN_PASSWORD = 'admin-of-a-test'

export interface Server extends Running {
  url: string
  dataDir: string
}

/** The whole server with the demo centre, as `npm start` runs it, on a free port. */
export const startServer = async (
  t: Test,
  { env = {}, clock = Date }: { env?: Record<string, string>; clock?: Clock } = {},
): Promise<Server> => {
  const dataDir = env.DATA_DIR ?? temporaryFolder(t)
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD,
    LOG_LEVEL: 'error',
    SEED: 'demo',
    ...env,
  })
  const log = openLog(config.logLevel)
  const running = await serve({ config, clock, ids: { next: uuid }, log })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await running.close()
  }
  t.teardown(close)
  if (running.url === null) throw new Error('a test server has the web service')
  return { ...running, url: running.url, dataDir, close }
}

/** As `startServer`, on an empty database of one engine. */
export const startServerOn = async (
  t: Test,
  engine: Engine,
  env: Record<string, string> = {},
): Promise<Server> => {
  const database = engine === 'postgres' ? { DATABASE_URL: await freshPostgres(t) } : {}
  return startServer(t, { env: { ...database, ...env } })
}

/** The same test of the whole server on SQLite and on PostgreSQL, each with the demo centre. */
export const onBothServers = async (
  t: Test,
  name: string,
  body: (t: Test, server: Server) => Promise<void>,
): Promise<void> => {
  for (const engine of engines)
    await t.test(`${name} (${engine})`, async (t) => body(t, await startServerOn(t, engine)))
}

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
  delete(path: string): Promise<Answer>
  headers: Record<string, string>
}

/** @param signal cuts its requests off */
export const caller = (
  url: string,
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
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
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    }
  }
  return {
    get: (path, more) => call('GET', path, undefined, more),
    post: (path, body, more) => call('POST', path, body, more),
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

let presses = 0
/** A ticket pressed at the kiosk. */
export const press = async (server: { url: string }, service = 'renew', more: object = {}) => {
  const requestId = `press-${process.pid}-${++presses}`
  const answer = await kiosk(server).post('/api/centres/isa-town/tickets', {
    service,
    requestId,
    ...more,
  })
  if (answer.status !== 201) throw new Error(`no ticket: ${answer.status} ${answer.body.code}`)
  return answer.body
}

export type LiveClient = Socket<ServerEvents, ClientEvents>

/** A client of `/live`, closed with the test. */
export const liveClient = async (
  t: Test,
  server: { url: string },
  headers: Record<string, string> = {},
): Promise<LiveClient> => {
  const socket: LiveClient = io(`${server.url}/live`, {
    transports: ['websocket'],
    extraHeaders: headers,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  })
  t.teardown(() => socket.disconnect())
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

export const watch = (socket: LiveClient, what: Watch): Promise<WatchAnswer> =>
  new Promise((resolve) => socket.emit('watch', what, resolve))

/** The first view of an event for which `isWanted` holds. */
export const view = <E extends keyof ServerEvents>(
  socket: LiveClient,
  event: E,
  isWanted: (view: Parameters<ServerEvents[E]>[0]) => boolean = () => true,
): Promise<Parameters<ServerEvents[E]>[0]> =>
  new Promise((resolve) => {
    const listener = (view: Parameters<ServerEvents[E]>[0]) => {
      if (!isWanted(view)) return
      socket.off(event as string as never, listener as never)
      resolve(view)
    }
    socket.on(event as string as never, listener as never)
  })
