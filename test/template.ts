import pg from 'pg'
import { openPostgres } from '../src/db/open-postgres.ts'

/** A database with all tables and nothing in them: copied, it costs a third of what migrating does. */
export const TEMPLATE = 'dawr_template'

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

/** Makes the template on a new server. Nobody may be connected to it while it is copied. */
export const makeTemplate = async (url: string): Promise<void> => {
  await asAdministrator(url, `create database ${TEMPLATE}`)
  const db = await openPostgres(databaseAt(url, TEMPLATE), Date, (error) => {
    throw error
  })
  await db.close()
}
