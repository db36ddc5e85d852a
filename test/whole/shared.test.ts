import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import t from 'tap'
import { freshPostgres, temporaryFolder } from '../databases.ts'
import { anyone, liveClient, press, signIn, watch } from '../running.ts'
import { until } from '../until.ts'
import { gist } from './load.ts'
import { type Machine, rowsOf, startSite, watchBoard } from './site.ts'

t.setTimeout(300_000)

const MIGRATIONS = join(import.meta.dirname, '../../migrations/postgres')

interface Journal {
  entries: { tag: string }[]
}

/** The migrations as they were when there were so many fewer. */
const migrationsBefore = (folder: string, fewer: number): string => {
  const journal: Journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'))
  const entries = journal.entries.slice(0, -fewer)
  mkdirSync(join(folder, 'meta'))
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
  for (const { tag } of entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(folder, `${tag}.sql`))
  return folder
}

t.test('of processes started at once, one brings an old database up to date', async (t) => {
  const databaseUrl = await freshPostgres(t)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const migrationsFolder = migrationsBefore(temporaryFolder(t), 3)
  await migrate(drizzle(client), { migrationsFolder })
  await client.end()
  const applied = () =>
    rowsOf<{ hash: string }>(databaseUrl, 'select hash from drizzle.__drizzle_migrations')
  const before = await applied()
  t.ok(before.length > 0, 'for this to mean anything')
  const site = await startSite(t, { web: 2, workers: 1 }, databaseUrl)
  const after = await applied()
  t.equal(after.length, before.length + 3)
  t.equal(new Set(after.map(({ hash }) => hash)).size, after.length, 'each once')
  const [demo] = await rowsOf<{ centres: string; admins: string; cards: string }>(
    databaseUrl,
    `select (select count(*) from centres) as centres, (select count(*) from cards) as cards,
      (select count(*) from staff where username = 'admin') as admins`,
  )
  t.same(demo, { centres: '2', admins: '1', cards: '2060' }, 'and the demo centre is there once')
  const [web] = site.web
  t.ok((await press({ url: web?.url ?? '' })).id, 'it works')
})

/** Whether a process holds the turn of a centre just now. */
const holdsTurn = async (databaseUrl: string, { name }: Machine): Promise<boolean> => {
  const rows = await rowsOf(
    databaseUrl,
    `select 1 from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory'
      and granted and application_name = '${name}'`,
  )
  return rows.length > 0
}

t.test('sessions are shared, and the relay is handed over when its holder dies', async (t) => {
  const site = await startSite(t, { web: 2, workers: 1 })
  const [first, second] = site.web
  if (!first || !second) throw new Error('there are two')

  const staff = await signIn(first, 'staff1')
  const there = { ...staff.headers }
  t.equal((await fetch(`${second.url}/api/session`, { headers: there })).status, 200)
  const desk = await liveClient(t, second, there)
  t.strictSame(await watch(desk, { counter: 'isa-town-1' }), { ok: true })
  await staff.delete('/api/session')
  t.equal((await fetch(`${second.url}/api/session`, { headers: there })).status, 401, 'signed out')

  /** Stops a process just while it holds the turn, under a load that makes it take one. */
  const freezeHolder = async () => {
    for (;;) {
      const pressed = Array.from({ length: 20 }, () => press(first))
      await Promise.race(pressed)
      first.process.child.kill('SIGSTOP')
      const held = await holdsTurn(site.databaseUrl, first)
      if (!held) first.process.child.kill('SIGCONT')
      // Those that a frozen process took are answered when it goes on, or never.
      const answered = Promise.allSettled(pressed)
      if (held) return { answered }
      await answered
    }
  }
  /** A screen, and whether it shows what is true: one that was told before a ticket is told of it. */
  const screenAt = async (url: string) => {
    const screen = await watchBoard(t, url)
    let shown = ''
    screen.on('board', (view) => {
      shown = gist(view)
    })
    return async (how: string) => {
      t.ok((await press(second)).id)
      await until(
        () => anyone(second).get('/api/centres/isa-town/board'),
        ({ body }) => gist(body) === shown,
      )
      t.pass(how)
    }
  }
  const seesTheNext = await screenAt(second.url)

  const frozen = await freezeHolder()
  await seesTheNext('another process has taken over from one that is frozen')
  first.process.child.kill('SIGCONT')
  await frozen.answered
  const seesFromTheFirst = await screenAt(first.url)
  await seesFromTheFirst('and the one that was frozen goes on')

  const killed = await freezeHolder()
  first.process.child.kill('SIGKILL')
  await killed.answered
  await seesTheNext('another process has taken over from one that was killed')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from prints'),
    (prints) => prints.length > 0 && prints.every(({ state }) => state === 'printed'),
  )
  t.pass('nothing that was owed is lost')
})
