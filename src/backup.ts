import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readConfig } from './config.ts'

/**
 * `npm run backup [file]`: copies the SQLite database while the server works on it, then opens the
 * copy and checks it. PostgreSQL has its own tools for this.
 */
const config = readConfig({ ...process.env, SERVICES: undefined })
if (config.databaseUrl) {
  console.error('DATABASE_URL names a PostgreSQL: back it up with pg_dump or pg_basebackup.')
  process.exit(1)
}

const stamp = new Date().toISOString().replace(/[:.]/g, '-')
const target = process.argv[2] ?? join(config.dataDir, 'backups', `dawr-${stamp}.db`)
mkdirSync(join(target, '..'), { recursive: true })

const source = new Sqlite(join(config.dataDir, 'dawr.db'), { readonly: true, fileMustExist: true })
try {
  await source.backup(target)
} finally {
  source.close()
}

// A backup that nobody has opened is a hope.
const copy = new Sqlite(target, { readonly: true })
try {
  const verdict: unknown = copy.pragma('integrity_check', { simple: true })
  if (verdict !== 'ok') {
    console.error(`The copy ${target} is damaged: ${String(verdict)}`)
    process.exit(1)
  }
  const tickets: unknown = copy.prepare('select count(*) from tickets').pluck().get()
  const cards: unknown = copy.prepare('select count(*) from cards').pluck().get()
  console.log(`${target}: whole; ${String(tickets)} tickets, ${String(cards)} cards`)
} finally {
  copy.close()
}
