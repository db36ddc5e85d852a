import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { count, sql } from 'drizzle-orm'
import { readConfig } from '../src/config.ts'
import { statement } from '../src/db/transact.ts'
import { openIds } from '../src/ids.ts'
import { openLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { answerParent, machineMs } from './child.ts'
import { copyCentre, DEMO_CENTRE, type Hall, type IssuedTicket, openHall } from './hall.ts'
import { memoryNow } from './memory.ts'

/**
 * The whole server as `npm start` runs it, on SQLite or on what the environment names, and beside
 * its front door what a bench needs done outside the measured time. Nothing of the server is
 * changed or left out.
 */
const { DATABASE_URL, REDIS_URL, SERVICES, PUBLIC_URL } = process.env

/** The same for every process of a bench: only the first one makes the administrator. */
const ADMIN_PASSWORD = 'admin-of-a-bench'
const dataDir = mkdtempSync(join(tmpdir(), 'dawr-bench-'))
const running = await serve({
  config: readConfig({
    DATABASE_URL,
    REDIS_URL,
    SERVICES,
    PUBLIC_URL,
    PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD,
    LOG_LEVEL: 'warn',
    SEED: 'demo',
  }),
  clock: Date,
  ids: openIds(Date),
  log: openLog('warn'),
})
const { db } = running.deps

let commits: number[] = []
db.onCommit(() => commits.push(machineMs()))

const halls = new Map<string, Hall>()
const hallOf = (order: { centre?: string } | undefined): Hall => {
  const centre = order?.centre ?? DEMO_CENTRE
  const hall = halls.get(centre) ?? openHall(running.deps, centre)
  halls.set(centre, hall)
  return hall
}
type OfCentre = { centre?: string } | undefined

const owed = statement<Record<string, never>, { count: number }[]>((d, t) =>
  d.select({ count: count() }).from(t.notices).where(sql`state in ('queued', 'sending')`),
)
const LOOK_AGAIN_MS = 5

const calls = {
  where: () => ({ url: running.url ?? '', adminPassword: ADMIN_PASSWORD, dataDir }),
  /** Centres like the demo's, so many more. @returns their ids */
  addCentres: async (order: { count: number }) => {
    const ids = Array.from({ length: order.count }, (_, n) => `bench-${n + 1}`)
    for (const id of ids) await copyCentre(running.deps, id)
    return ids
  },
  openCounters: (order: { count: number; centre?: string }) =>
    hallOf(order).openCounters(order.count),
  signIn: (order: OfCentre) => hallOf(order).signIn(),
  wait: (order: { count: number; centre?: string }) => hallOf(order).wait(order.count),
  serveAll: (order: OfCentre) => hallOf(order).serveAll(),
  callAll: (order: OfCentre) => hallOf(order).callAll(),
  /** Writes the messages of tickets and waits until each is recorded as sent. @returns ms */
  sendNotices: async ({ tickets }: { tickets: IssuedTicket[] }): Promise<number> => {
    const beganAt = performance.now()
    await hallOf(undefined).queueNotices(tickets)
    while (((await db.read(owed({})))[0]?.count ?? 0) > 0)
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    return performance.now() - beganAt
  },
  /** Writes the messages of tickets, whoever sends them. */
  queueNotices: ({ tickets }: { tickets: IssuedTicket[] }) =>
    hallOf(undefined).queueNotices(tickets),
  /** When commits were durable since the last time this was asked. */
  commits: () => {
    const since = commits
    commits = []
    return since
  },
  memory: () => memoryNow(),
}
export type DawrCalls = typeof calls

answerParent(calls, async () => {
  await running.close()
  rmSync(dataDir, { recursive: true, force: true })
})
