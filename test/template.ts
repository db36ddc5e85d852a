import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../src/config.ts'
import { openVault } from '../src/crypto.ts'
import { openPostgres } from '../src/db/open-postgres.ts'
import { openSqlite } from '../src/db/open-sqlite.ts'
import type { Database } from '../src/db/transact.ts'
import { openIds } from '../src/ids.ts'
import { seedIfEmpty } from '../src/seed/seed.ts'
import { ADMIN_PASSWORD } from './callers.ts'

/** A database with all tables and nothing in them: copied, it costs a third of what migrating does. */
export const TEMPLATE = 'dawr_template'
/** The same as a first start with the demo leaves it. */
export const DEMO = 'dawr_demo'

/** The URL of another database of the same server. */
export const databaseAt = (url: string, name: string): string =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href

export const asAdministrator = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Nobody may be connected to a template while it is copied, so each is closed once it is made. */
const make = async (
  url: string,
  name: string,
  template: string,
  fill?: (db: Database) => Promise<void>,
): Promise<void> => {
  await asAdministrator(url, `create database ${name} template ${template}`)
  const db = await openPostgres(databaseAt(url, name), Date, (error) => {
    throw error
  })
  await fill?.(db)
  await db.close()
}

const seedDemo = async (db: Database): Promise<void> => {
  const config = readConfig({ ADMIN_PASSWORD, SEED: 'demo' })
  const vault = openVault(config.dataKey)
  await seedIfEmpty({ db, config, clock: Date, ids: openIds(Date), vault })
}

/** Makes both templates on a new server. */
export const makeTemplates = async (url: string): Promise<void> => {
  await make(url, TEMPLATE, 'template1')
  await make(url, DEMO, TEMPLATE, seedDemo)
}

/** Makes a DATA_DIR as a first start with the demo leaves it. */
export const makeDemoFolder = async (folder: string): Promise<void> => {
  const db = openSqlite(join(folder, 'dawr.db'), Date)
  await seedDemo(db)
  await db.close()
}
