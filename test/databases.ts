import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { openPostgres } from '../src/db/open-postgres.ts'
import { openSqlite } from '../src/db/open-sqlite.ts'
import type { Database } from '../src/db/transact.ts'
import type { Clock } from '../src/deps.ts'
import { type Owner, startPostgres } from './servers.ts'

/** A clock that stands still until it is moved. */
export interface HandSetClock extends Clock {
  set(epochMs: number): void
  advance(ms: number): void
}

/** A Tuesday, 08:00 in Bahrain: the centres have just opened. */
export const MORNING = Date.UTC(2026, 10, 24, 5)

export const handSetClock = (start = MORNING): HandSetClock => {
  let now = start
  return {
    now: () => now,
    set: (epochMs) => {
      now = epochMs
    },
    advance: (ms) => {
      now += ms
    },
  }
}

/** A folder for one test, removed with it. */
export const temporaryFolder = (owner: Owner): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dawr-test-'))
  owner.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

let server: Promise<string> | null = null

/** The PostgreSQL of the whole run, or one for this file when it is run by hand. */
const sharedPostgres = (): Promise<string> => {
  server ??= process.env.DAWR_TEST_POSTGRES
    ? Promise.resolve(process.env.DAWR_TEST_POSTGRES)
    : startPostgres(t).then(({ url }) => url)
  return server
}

const asAdministrator = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

let databases = 0

/** The URL of an empty PostgreSQL database, dropped with the test. */
export const freshPostgres = async (owner: Owner): Promise<string> => {
  const url = await sharedPostgres()
  const name = `test_${process.pid}_${++databases}`
  await asAdministrator(url, `create database ${name}`)
  owner.teardown(() => asAdministrator(url, `drop database ${name} with (force)`))
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

export type Engine = Database['engine']
export const engines: readonly Engine[] = ['sqlite', 'postgres']

/** An empty database with all tables, closed and removed with the test. */
export const openDatabase = async (t: Test, engine: Engine, clock: Clock): Promise<Database> => {
  const open = {
    sqlite: async () => openSqlite(join(temporaryFolder(t), 'dawr.db'), clock),
    postgres: async () =>
      openPostgres(await freshPostgres(t), clock, (error) => void t.fail(error.message)),
  }
  const db = await open[engine]()
  t.teardown(() => db.close())
  return db
}

/** The same test on SQLite and on a real PostgreSQL, each with an empty database. */
export const onBothEngines = async (
  t: Test,
  name: string,
  body: (t: Test, db: Database, clock: HandSetClock) => Promise<void>,
): Promise<void> => {
  for (const engine of engines) {
    await t.test(`${name} (${engine})`, async (t) => {
      const clock = handSetClock()
      await body(t, await openDatabase(t, engine, clock), clock)
    })
  }
}
