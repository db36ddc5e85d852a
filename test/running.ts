import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { Test } from 'tap'
import { businessDay } from '../src/centres/business-day.ts'
import { readConfig } from '../src/config.ts'
import { query, run } from '../src/db/transact.ts'
import type { Clock } from '../src/deps.ts'
import { openIds } from '../src/ids.ts'
import type { ClientEvents, ServerEvents, Watch, WatchAnswer } from '../src/live/events.ts'
import { openLog } from '../src/log.ts'
import { demoTimeZone } from '../src/seed/demo.ts'
import { type Running, serve } from '../src/serve.ts'
import { ADMIN_PASSWORD, kiosk } from './callers.ts'
import { demoFolder, demoPostgres, type Engine, engines, temporaryFolder } from './databases.ts'

export * from './callers.ts'

export interface Server extends Running {
  url: string
  dataDir: string
}

/** Longer than any test file takes. */
const NEAR_MS = 10 * 60_000

/**
 * At the end of a centre's day its tickets end, also those of a test that runs at that hour: near
 * the demo's, its centres' days end at noon.
 */
const moveNearDayEnd = async ({ deps: { db } }: Pick<Running, 'deps'>): Promise<void> => {
  const { until } = businessDay(Date.now(), { timeZone: demoTimeZone, dayEndsAtMin: 0 })
  if (until - Date.now() > NEAR_MS) return
  await db.amend(() => run(query((q, { centres }) => q.update(centres).set({ dayEndsAtMin: 720 }))))
}

/**
 * The whole server with the demo centre, as `npm start` runs it, on a free port. It starts a second
 * time on what a first start left, unless it has a clock or a folder of its own.
 */
export const startServer = async (
  t: Test,
  { env = {}, clock = Date }: { env?: Record<string, string>; clock?: Clock } = {},
): Promise<Server> => {
  const isUsual = clock === Date && env.DATABASE_URL === undefined && env.SEED === undefined
  const dataDir = env.DATA_DIR ?? (isUsual ? await demoFolder(t) : temporaryFolder(t))
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD,
    LOG_LEVEL: 'error',
    SEED: 'demo',
    ...env,
  })
  const log = openLog(config.logLevel)
  const running = await serve({ config, clock, ids: openIds(Date), log })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await running.close()
  }
  t.teardown(close)
  if (running.url === null) throw new Error('a test server has the web service')
  if (clock === Date) await moveNearDayEnd(running)
  return { ...running, url: running.url, dataDir, close }
}

/** As `startServer`, on an empty database of one engine. */
export const startServerOn = async (
  t: Test,
  engine: Engine,
  env: Record<string, string> = {},
): Promise<Server> => {
  const database = engine === 'postgres' ? { DATABASE_URL: await demoPostgres(t) } : {}
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

const WATCH_AGAIN_MS = 200

/**
 * As the pages do: says what it watches now and after every connect, again until it is let in; a
 * process that was just frozen, or lost its database, lets nobody in for a moment.
 */
export const keepWatching = async (socket: LiveClient, what: Watch): Promise<void> => {
  const ask = async () => {
    while (socket.connected && !(await watch(socket, what)).ok) await pause(WATCH_AGAIN_MS)
  }
  socket.on('connect', () => void ask())
  await ask()
}

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
