import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import t from 'tap'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { handSetClock, temporaryFolder } from '../databases.ts'

/** The migrations before the tables were keyed. */
const LAST_BEFORE = 29
const ROWS = 3000
const TABLES = ['events', 'calls', 'spans', 'queues', 'ticket_numbers', 'visit_hours']

/** A file as the version before left it, with rows in no order. */
const fileBefore = (folder: string): string => {
  const migrations = join(folder, 'migrations')
  cpSync('migrations/sqlite', migrations, { recursive: true })
  const journal = join(migrations, 'meta/_journal.json')
  const { entries, ...rest }: { entries: { idx: number }[] } = JSON.parse(
    readFileSync(journal, 'utf8'),
  )
  const before = entries.filter(({ idx }) => idx <= LAST_BEFORE)
  writeFileSync(journal, JSON.stringify({ ...rest, entries: before }))
  const path = join(folder, 'dawr.db')
  const client = new Sqlite(path)
  migrate(drizzle(client), { migrationsFolder: migrations })
  const insert = {
    events: client.prepare(`insert into events values ('c', ?, 0, 'kind', 'subject', '{}', 1)`),
    calls: client.prepare(
      `insert into calls values ('c', ?, 't' || ?, 'A-1', 'k', '1', 's', 1, 'call', '{"why":"first"}')`,
    ),
    spans: client.prepare(
      `insert into spans values ('t' || ?, ?, 'serving', 'c', 's', null, null, 1, 2)`,
    ),
    queues: client.prepare(`insert into queues values ('c', 's' || ?, 'regular', '', ?)`),
    numbers: client.prepare(`insert into ticket_numbers values ('c', 'P' || ?, 'day', ?)`),
    hours: client.prepare(`insert into visit_hours values ('c', 'day', ?, 's', '{"issued":1}')`),
  }
  client.exec('begin')
  for (let n = 0; n < ROWS; n++) {
    const at = (n * 7919) % ROWS
    insert.events.run(at)
    insert.calls.run(at, at)
    insert.spans.run(at, at)
    insert.queues.run(at, at)
    insert.numbers.run(at, at)
    insert.hours.run(at)
  }
  client.exec('commit')
  client.close()
  return path
}

const rowsOf = (path: string) => {
  const client = new Sqlite(path, { readonly: true })
  const all = TABLES.map((table) =>
    client
      .prepare(`select * from ${table}`)
      .all()
      .map((row) => JSON.stringify(row))
      .toSorted(),
  )
  const made = client
    .prepare<[], { sql: string }>(
      `select sql from sqlite_master where type = 'table' and name in ('${TABLES.join("', '")}')`,
    )
    .all()
  const faults = client.pragma('integrity_check', { simple: true })
  client.close()
  return { all, made: made.map(({ sql }) => sql), faults }
}

t.test('a file of the version before keeps every row of its tables', async (t) => {
  const path = fileBefore(temporaryFolder(t))
  const before = rowsOf(path)
  const db = openSqlite(path, handSetClock())
  await db.close()
  const after = rowsOf(path)
  t.equal(after.faults, 'ok')
  for (const [at, table] of TABLES.entries()) {
    t.equal(after.all[at]?.length, ROWS, table)
    t.strictSame(after.all[at], before.all[at], table)
  }
  t.equal(after.made.length, TABLES.length)
  for (const sql of after.made) t.match(sql, /WITHOUT ROWID$/)
  t.ok(before.made.every((sql) => !sql.includes('ROWID')))
})
