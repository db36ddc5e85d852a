import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openPostgres } from '../src/db/open-postgres.ts'
import { openSqlite } from '../src/db/open-sqlite.ts'
import type { Database } from '../src/db/transact.ts'
import type { Clock } from '../src/deps.ts'
import { type Owner, startPostgres } from './servers.ts'
import {
  asAdministrator,
  DEMO,
  databaseAt,
  makeDemoFolder,
  makeTemplates,
  TEMPLATE,
} from './template.ts'

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
    : startPostgres(t).then(async ({ url }) => {
        await makeTemplates(url)
        return url
      })
  return server
}

let databases = 0

/** A PostgreSQL database like another one of its server, dropped with the test. */
const copyOf = async (owner: Owner, template: string): Promise<string> => {
  const url = await sharedPostgres()
  const name = `test_${process.pid}_${++databases}`
  await asAdministrator(url, `create database ${name} template ${template}`)
  owner.teardown(() => asAdministrator(url, `drop database ${name} with (force)`))
  return databaseAt(url, name)
}

/** The URL of an empty PostgreSQL database, dropped with the test. */
export const freshPostgres = (owner: Owner): Promise<string> => copyOf(owner, 'template1')

/** The URL of a PostgreSQL database as a first start with the demo leaves it, dropped with the test. */
export const demoPostgres = (owner: Owner): Promise<string> => copyOf(owner, DEMO)

let demo: Promise<string> | null = null

/** The demo of the whole run, or one for this file when it is run by hand. */
const sharedDemo = (): Promise<string> => {
  demo ??= process.env.DAWR_TEST_DEMO
    ? Promise.resolve(process.env.DAWR_TEST_DEMO)
    : (async () => {
        const folder = temporaryFolder(t)
        await makeDemoFolder(folder)
        return folder
      })()
  return demo
}

/** A DATA_DIR as a first start with the demo leaves it, removed with the test. */
export const demoFolder = async (owner: Owner): Promise<string> => {
  const folder = temporaryFolder(owner)
  cpSync(await sharedDemo(), folder, { recursive: true })
  return folder
}

export type Engine = Database['engine']
export const engines: readonly Engine[] = ['sqlite', 'postgres']

/** Opens the same database anew, as another process or a later start would. */
export type Open = (clock: Clock) => Promise<Database>

/** A database with nothing in it; what is opened on it is closed, and it removed, with the test. */
export const freshDatabase = async (t: Test, engine: Engine): Promise<Open> => {
  const open = {
    sqlite: async (): Promise<Open> => {
      const path = join(temporaryFolder(t), 'dawr.db')
      return async (clock) => openSqlite(path, clock)
    },
    postgres: async (): Promise<Open> => {
      const url = await copyOf(t, TEMPLATE)
      return (clock) => openPostgres(url, clock, (error) => void t.fail(error.message))
    },
  }
  const opened = await open[engine]()
  return async (clock) => {
    const db = await opened(clock)
    t.teardown(() => db.close())
    return db
  }
}

/** An empty database with all tables, closed and removed with the test. */
export const openDatabase = async (t: Test, engine: Engine, clock: Clock): Promise<Database> =>
  (await freshDatabase(t, engine))(clock)

type Body = (t: Test, db: Database, clock: HandSetClock, reopen: Open) => Promise<void>

/** A test with an empty database; `reopen` opens the same one anew. */
export const onEngine = (t: Test, engine: Engine, name: string, body: Body): Promise<unknown> =>
  t.test(`${name} (${engine})`, async (t) => {
    const clock = handSetClock()
    const open = await freshDatabase(t, engine)
    await body(t, await open(clock), clock, open)
  })

/** The same test on SQLite and on a real PostgreSQL, each with an empty database. */
export const onBothEngines = async (t: Test, name: string, body: Body): Promise<void> => {
  for (const engine of engines) await onEngine(t, engine, name, body)
}
