import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { openPrinters } from '../printers/printer.ts'
import { openRenderer } from '../printers/renderer.ts'
import { type AppDeps, buildApp } from './app.ts'
import { cardJobs } from './cards/card.jobs.ts'
import { BadConfig, type Config } from './config.ts'
import { openVault } from './crypto.ts'
import { holdAlone, NotAlone } from './db/alone.ts'
import { isKeyOf } from './db/installation.ts'
import { openSqlite } from './db/open-sqlite.ts'
import type { Database } from './db/transact.ts'
import type { Clock, Ids } from './deps.ts'
import { openDrain } from './drain.ts'
import { errorCode } from './error-code.ts'
import { makeFolder } from './folder.ts'
import type { App } from './http.ts'
import { inlineQueue } from './jobs/inline.ts'
import type { JobHandlers, JobQueue } from './jobs/queue.ts'
import { openRelay } from './jobs/relay.ts'
import type { JobTools } from './jobs/run-job.ts'
import { startSweep } from './jobs/sweep.ts'
import { type Live, openLive } from './live/live.ts'
import { type Fanout, noFanout } from './live/no-fanout.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { noticeHandler } from './notices/notice.jobs.ts'
import { openChannels, openPush } from './notices/open-channels.ts'
import { receiptTaker } from './notices/receipt.jobs.ts'
import { endClaims } from './prints/claim.store.ts'
import { printJobs, releaseClaims } from './prints/print.jobs.ts'
import { openSlips } from './prints/slips.ts'
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
  /** Where it listens; null for a worker without a port. */
  url: string | null
  deps: AppDeps
  /** Whether this start filled an empty database with the demo centre. */
  seeded: boolean
  /**
   * Says that it is not ready, and answers on for `drainSec`; then takes no more requests, finishes
   * what it has, closes.
   */
  close(): Promise<void>
}

/** Why something cannot be had; never the error's text: it may say a password. */
const codeOf = (error: unknown): string => errorCode(error) ?? 'no code'

const openFile = ({ config, clock }: Start, isAlone: boolean): Database => {
  const folder = config.dataDir
  let letGo: (() => void) | undefined
  try {
    makeFolder(folder)
    letGo = isAlone ? holdAlone(folder) : undefined
    const db = openSqlite(join(folder, 'dawr.db'), clock)
    return { ...db, close: () => db.close().finally(letGo) }
  } catch (error) {
    letGo?.()
    const problem =
      error instanceof NotAlone
        ? 'is used by another Dawr that is running: stop that one first'
        : `cannot hold the database: ${codeOf(error)}`
    throw new BadConfig(`DATA_DIR (${folder}) ${problem}.`, { cause: error })
  }
}

/**
 * The database that the configuration names, migrated.
 * @param use `alone`: no other process may work on it, where it is a file; `beside`: only to read
 * @throws BadConfig when it cannot be had
 */
export const openDatabase = async (start: Start, use: 'alone' | 'beside'): Promise<Database> => {
  const { config, clock, log } = start
  if (!config.databaseUrl) return openFile(start, use === 'alone')
  // Loaded only where it is used: the embedded start is the one a person waits for.
  const { openPostgres } = await import('./db/open-postgres.ts')
  try {
    return await openPostgres(config.databaseUrl, clock, (error) =>
      log.warn({ err: error }, 'a database connection broke'),
    )
  } catch (error) {
    throw new BadConfig(
      `DATABASE_URL names a PostgreSQL that cannot be used now: ${codeOf(error)}.`,
      { cause: error },
    )
  }
}

const listenFailures: Record<string, (config: Config) => string> = {
  EADDRINUSE: ({ port }) => `PORT ${port} is taken by another program.`,
  EACCES: ({ port }) => `PORT ${port} may not be used by this user.`,
  EADDRNOTAVAIL: ({ host }) => `HOST ${host} is no address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST ${host} is no address of this machine.`,
}

/** @throws BadConfig when the address cannot be had */
const listen = async (app: App, config: Config, port: number): Promise<void> => {
  try {
    await app.listen({ port, host: config.host })
  } catch (error) {
    const sentence = listenFailures[codeOf(error)]
    throw sentence ? new BadConfig(sentence(config), { cause: error }) : error
  }
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
  const channel = openChannels(config, { clock, log })
  const printers = openPrinters({ dataDir: config.dataDir })
  const renderer = openRenderer()
  // Sheets of labels take a second each: in a thread of their own no slip waits for them.
  const sheets = openRenderer()
  const vault = openVault(config.dataKey)
  const push = openPush(config, { vault, clock })
  const db = await openDatabase(start, 'alone')
  if (!(await isKeyOf(db, vault.find('installation'))))
    throw new BadConfig(
      'DATA_KEY is not the one this database was filled with: its citizen ids and phones could not be read.',
    )
  const seeded = await seedIfEmpty({ db, config, clock, ids, vault })
  // Nobody else works on an embedded database, so whoever claimed a slip there is gone.
  if (db.engine === 'sqlite') await db.amend(() => endClaims(clock.now()))
  const outlooks = openOutlooks({ db, clock, log })

  // The port is known only once it listens.
  let listening = config.port ?? 0
  const publicUrl = () => addressOf(config, listening)
  let live: Live | undefined
  const metrics: Metrics = openMetrics(() => live?.clients() ?? 0)
  const drain = openDrain()
  const { isStopping } = drain
  const open = { config, db, clock, ids, vault, log, publicUrl }
  const slips = openSlips(open, renderer)
  const isPrinting = config.services.has('worker')
  const deps: AppDeps = {
    ...open,
    outlooks,
    metrics,
    renderer: sheets,
    slips: isPrinting ? slips : null,
    isStopping,
  }

  const fanout = await openFanoutFor(start)
  // A worker that is given a port answers for its health and its figures there.
  const app = config.port === null ? undefined : await buildApp(deps)
  if (app && config.port !== null) {
    if (config.services.has('web')) live = openLive(app, deps, fanout)
    drain.watch(app.server)
    await listen(app, config, config.port)
    const address = app.server.address()
    if (typeof address === 'object' && address) listening = address.port
  }

  // Jobs come after listening: what they send holds the address.
  const handlers: JobHandlers = {
    ...ticketJobs(deps),
    ...printJobs({ ...deps, printers, renderer, slips }),
    ...retentionJobs(deps),
    ...cardJobs(deps),
    send_notice: noticeHandler({ ...deps, channel, push, aheadOf: aheadIn(deps) }),
  }
  if (config.services.has('worker')) channel.listen?.(receiptTaker(deps))
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
      drain.begin()
      // In the first half a balancer sees that it is not ready, in the second its clients go there.
      await pause(config.drainSec * 500)
      await live?.sendAway(config.drainSec * 500)
      // Slips under way are given a few seconds, while the rest is brought to an end.
      const printing = printers.close()
      await live?.close()
      if (app) await drain.end(() => app.close())
      await relay.close()
      await sweep?.stop()
      await printing
      // What waits for a provider is answered soon, so that the jobs come to their end.
      const sending = Promise.all([channel.close(), push.close()])
      await jobs.close()
      await releaseClaims({ db, slips, log })
      await sending
      await renderer.close()
      await sheets.close()
      await fanout.close()
      await db.close()
    },
  }
}
