import { join } from 'node:path'
import type { Logger } from 'pino'
import { openPrinters } from '../printers/printer.ts'
import { type AppDeps, buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openVault } from './crypto.ts'
import { openSqlite } from './db/open-sqlite.ts'
import type { Database } from './db/transact.ts'
import type { Clock, Ids } from './deps.ts'
import { openDrain } from './drain.ts'
import { inlineQueue } from './jobs/inline.ts'
import type { JobHandlers, JobQueue } from './jobs/queue.ts'
import { openRelay } from './jobs/relay.ts'
import type { JobTools } from './jobs/run-job.ts'
import { startSweep } from './jobs/sweep.ts'
import { type Live, openLive } from './live/live.ts'
import { type Fanout, noFanout } from './live/no-fanout.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { noticeHandler } from './notices/notice.jobs.ts'
import { openChannels } from './notices/open-channels.ts'
import { printJobs } from './prints/print.jobs.ts'
import { retentionJobs } from './retention/retention.jobs.ts'
import { seedIfEmpty } from './seed/seed.ts'
import { openOutlooks } from './tickets/outlook.ts'
import { ticketJobs } from './tickets/ticket.jobs.ts'
import { aheadIn } from './tickets/ticket.view.ts'

/** What a start needs from outside: the environment's wishes, the time, chance, and where to log. */
export interface Start {
  config: Config
  clock: Clock
  ids: Ids
  log: Logger
}

export interface Running {
  /** Where it listens; null for a process without `web`. */
  url: string | null
  deps: AppDeps
  /** Whether this start filled an empty database with the demo centre. */
  seeded: boolean
  /** Takes no more requests, finishes what it has, closes. */
  close(): Promise<void>
}

/** The database that the configuration names, migrated. */
export const openDatabase = async ({ config, clock, log }: Start): Promise<Database> => {
  if (!config.databaseUrl) return openSqlite(join(config.dataDir, 'dawr.db'), clock)
  // Loaded only where it is used: the embedded start is the one a person waits for.
  const { openPostgres } = await import('./db/open-postgres.ts')
  return openPostgres(config.databaseUrl, clock, (error) =>
    log.warn({ err: error }, 'a database connection broke'),
  )
}

const openQueue = async (config: Config, tools: JobTools): Promise<JobQueue> => {
  if (!config.redisUrl) return inlineQueue(tools)
  const { bullQueue } = await import('./jobs/bullmq.ts')
  return bullQueue({ ...tools, url: config.redisUrl, works: config.services.has('worker') })
}

const openFanoutFor = async ({ config, ids, log }: Start): Promise<Fanout> => {
  if (!config.redisUrl) return noFanout
  const { openFanout } = await import('./live/fanout.ts')
  return openFanout(config.redisUrl, ids.next(), log)
}

/** The address others reach it under, as far as it is known. */
const addressOf = ({ host, publicUrl }: Config, port: number): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return publicUrl ?? `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Opens what the configuration names, in order, and starts this process' services. */
export const serve = async (start: Start): Promise<Running> => {
  const { config, clock, ids, log } = start
  const channel = openChannels(config, clock)
  const printers = openPrinters({ dataDir: config.dataDir })
  const vault = openVault(config.dataKey)
  const db = await openDatabase(start)
  const seeded = await seedIfEmpty({ db, config, clock, ids, vault })
  const outlooks = openOutlooks({ db, clock, log })

  // The port is known only once it listens.
  let listening = config.port
  const publicUrl = () => addressOf(config, listening)
  let live: Live | undefined
  const metrics: Metrics = openMetrics(() => live?.clients() ?? 0)
  const deps: AppDeps = { config, db, clock, ids, vault, log, publicUrl, outlooks, metrics }

  const fanout = await openFanoutFor(start)
  const app = config.services.has('web') ? await buildApp(deps) : undefined
  const drain = app && openDrain(app.server)
  if (app) {
    live = openLive(app, deps, fanout)
    await app.listen({ port: config.port, host: config.host })
    const address = app.server.address()
    if (typeof address === 'object' && address) listening = address.port
  }

  // Jobs come after listening: what they send holds the address.
  const handlers: JobHandlers = {
    ...ticketJobs(deps),
    ...printJobs({ ...deps, printers }),
    ...retentionJobs(deps),
    send_notice: noticeHandler({ ...deps, channel, aheadOf: aheadIn(deps) }),
  }
  const jobs = await openQueue(config, { handlers, log, clock, onRun: metrics.job })
  const sweep = config.services.has('worker')
    ? startSweep({ handlers, jobs, clock, log })
    : undefined
  const refresh: Live['refresh'] = live?.refresh ?? fanout.publish
  const relay = openRelay(db, { refresh, jobs }, log)

  return {
    url: app ? publicUrl() : null,
    deps,
    seeded,
    close: async () => {
      // Slips under way are given a few seconds, while the rest is brought to an end.
      const printing = printers.close()
      await live?.close()
      if (app) await drain?.(() => app.close())
      await relay.close()
      await sweep?.stop()
      await printing
      await jobs.close()
      await channel.close()
      await fanout.close()
      await db.close()
    },
  }
}
