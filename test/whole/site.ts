import pg from 'pg'
import type { Test } from 'tap'
import { demoPostgres, temporaryFolder } from '../databases.ts'
import { keepWatching, type LiveClient, liveClient, view } from '../running.ts'
import { freePort, type Server, startRedis } from '../servers.ts'
import { type Process, startProcess } from './process.ts'

export const rowsOf = async <R extends pg.QueryResultRow>(
  url: string,
  sql: string,
): Promise<R[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<R>(sql)
  await client.end()
  return rows
}

/** One process of an installation, which keeps its port and its name over its restarts. */
export interface Machine {
  name: string
  port: number
  url: string
  process: Process
  /** Starts it anew after it ended; resolves when it is ready. */
  start(): Promise<void>
}

export interface Site {
  databaseUrl: string
  dataDir: string
  redis: Server
  web: Machine[]
  workers: Machine[]
}

/** Processes for the web and processes that work, on one PostgreSQL and one Redis. */
export const startSite = async (
  t: Test,
  { web, workers, env = {} }: { web: number; workers: number; env?: Record<string, string> },
  databaseUrl?: string,
): Promise<Site> => {
  const url = databaseUrl ?? (await demoPostgres(t))
  const dataDir = temporaryFolder(t)
  const redis = await startRedis(t)
  const shared = {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    REDIS_URL: redis.url,
    PUBLIC_URL: 'http://dawr.example',
    // What stays idle is closed soon in tests that are not about leaving.
    DRAIN_SEC: '0',
    ...env,
  }
  const machine = async (services: string, at: number): Promise<Machine> => {
    const port = await freePort()
    const name = `${services}-${at}`
    const own = { ...shared, SERVICES: services, PORT: String(port), PGAPPNAME: name }
    const started: Machine = {
      name,
      port,
      url: `http://127.0.0.1:${port}`,
      process: startProcess(t, own),
      start: async () => {
        started.process = startProcess(t, own)
        await started.process.ready
      },
    }
    return started
  }
  const machines = async (services: string, count: number) => {
    const all: Machine[] = []
    for (let at = 0; at < count; at++) all.push(await machine(services, at))
    return all
  }
  const site = {
    databaseUrl: url,
    dataDir,
    redis,
    web: await machines('web', web),
    workers: await machines('worker', workers),
  }
  await Promise.all([...site.web, ...site.workers].map(({ process }) => process.ready))
  return site
}

/** A screen of the lobby that comes back by itself, with its first view. */
export const watchBoard = async (t: Test, url: string): Promise<LiveClient> => {
  const lobby = await liveClient(t, { url })
  const first = view(lobby, 'board')
  await keepWatching(lobby, { board: 'isa-town' })
  await first
  return lobby
}
