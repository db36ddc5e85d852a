import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readConfig } from './config.ts'
import { makeFolder } from './folder.ts'

/**
 * `npm run backup [file]`: copies the SQLite database while the server works on it, then opens the
 * copy and checks it. PostgreSQL has its own tools for this.
 */
const config = readConfig({ ...process.env, SERVICES: undefined })
if (config.databaseUrl) {
  console.error('DATABASE_URL names a PostgreSQL: back it up with pg_dump or pg_basebackup.')
  process.exit(1)
}

// The copy holds people's data as well: it is for this user alone.
process.umask(0o077)

const stamp = new Date().toISOString().replace(/[:.]/g, '-')
const target = process.argv[2] ?? join(config.dataDir, 'backups', `dawr-${stamp}.db`)
const original = join(config.dataDir, 'dawr.db')
if (!existsSync(original)) {
  console.error(`DATA_DIR (${config.dataDir}) holds no database to back up.`)
  process.exit(1)
}
makeFolder(dirname(resolve(target)))

const source = new Sqlite(original, { readonly: true, fileMustExist: true })
try {
  await source.backup(target)
} finally {
  source.close()
}

// A backup that nobody has opened is a hope.
const copy = new Sqlite(target)
try {
  // One file, as it will be moved away: no log beside it.
  copy.pragma('journal_mode = DELETE')
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
