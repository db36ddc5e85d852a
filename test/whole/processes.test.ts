import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { freshPostgres, temporaryFolder } from '../databases.ts'
import { caller, type LiveClient, liveClient, press, signIn, view, watch } from '../running.ts'
import { freePort, type Server, startRedis } from '../servers.ts'
import { kill, type Process, startProcess } from './process.ts'

t.setTimeout(120_000)

const rowsOf = async <R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<R>(sql)
  await client.end()
  return rows
}

/** Asks again and again until the answer is the wanted one; the test's time limit is the limit. */
const until = async <R>(ask: () => Promise<R>, isWanted: (answer: R) => boolean): Promise<R> => {
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
  }
}

interface Site {
  databaseUrl: string
  dataDir: string
  redis: Server
  web: [Process, Process]
  urls: [string, string]
}

/** Two processes for the web and one that works, on one PostgreSQL and one Redis. */
const startSite = async (t: Test): Promise<Site> => {
  const databaseUrl = await freshPostgres(t)
  const dataDir = temporaryFolder(t)
  const redis = await startRedis(t)
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    REDIS_URL: redis.url,
    PUBLIC_URL: 'http://dawr.example',
  }
  const ports = [await freePort(), await freePort()] as const
  const first = startProcess(t, { ...env, SERVICES: 'web', PORT: String(ports[0]) })
  const second = startProcess(t, { ...env, SERVICES: 'web', PORT: String(ports[1]) })
  const worker = startProcess(t, { ...env, SERVICES: 'worker' })
  await Promise.all([first.ready, second.ready, worker.ready])
  const urls: [string, string] = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`]
  return { databaseUrl, dataDir, redis, web: [first, second], urls }
}

const watchBoard = async (t: Test, url: string): Promise<LiveClient> => {
  const lobby = await liveClient(t, { url })
  lobby.on('connect', () => void watch(lobby, { board: 'isa-town' }))
  const first = view(lobby, 'board')
  await watch(lobby, { board: 'isa-town' })
  await first
  return lobby
}

const shows = (lobby: LiveClient, number: string) =>
  view(lobby, 'board', ({ calls }) => calls.some((call) => call.number === number))

const SECOND_MS = 1000

t.test(
  'three processes started at once on an empty database bring it up to date once',
  async (t) => {
    const { databaseUrl } = await startSite(t)
    const [once] = await rowsOf<{ applied: string; distinct: string }>(
      databaseUrl,
      'select count(*) as applied, count(distinct hash) as distinct from drizzle.__drizzle_migrations',
    )
    t.ok(Number(once?.applied) > 0)
    t.equal(once?.applied, once?.distinct)
    const [demo] = await rowsOf<{ centres: string; admins: string; cards: string }>(
      databaseUrl,
      `select (select count(*) from centres) as centres, (select count(*) from cards) as cards,
      (select count(*) from staff where username = 'admin') as admins`,
    )
    t.same(demo, { centres: '2', admins: '1', cards: '2060' }, 'and the demo centre is there once')
  },
)

t.test('a call made in one process shows in the lobby of the other within a second', async (t) => {
  const site = await startSite(t)
  const [here, there] = site.urls
  const staff = await signIn({ url: here }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const lobby = await watchBoard(t, there)
  const tickets = []
  for (let n = 0; n < 10; n++)
    tickets.push(
      await press({ url: n % 2 ? here : there }, 'renew', n < 4 ? { phone: `3600123${n}` } : {}),
    )
  for (const { number } of tickets) {
    const shown = shows(lobby, number)
    const at = performance.now()
    const called = await staff.post('/api/counters/isa-town-1/next')
    t.equal(called.body.ticket.number, number)
    await shown
    const tookMs = Math.round(performance.now() - at)
    t.ok(tookMs < SECOND_MS, `${number} after ${tookMs} ms`)
    await staff.post('/api/counters/isa-town-1/serve')
    await staff.post('/api/counters/isa-town-1/finish', {})
  }
  const ended = await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from prints'),
    (prints) => prints.every(({ state }) => state === 'printed'),
  )
  t.equal(ended.length, tickets.length)
  const pictures = readdirSync(join(site.dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  t.equal(pictures.length, tickets.length, 'each slip came out once')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from notices'),
    (notices) => notices.every(({ state }) => state !== 'queued' && state !== 'sending'),
  )
  const lines = readFileSync(join(site.dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n')
  const ids = lines.map((line) => String(JSON.parse(line).noticeId))
  t.equal(new Set(ids).size, ids.length, 'no SMS came twice')
  const sent = await rowsOf<{ id: string }>(
    site.databaseUrl,
    "select id from notices where state = 'sent'",
  )
  t.same(sent.map(({ id }) => id).sort(), ids.sort(), 'and none is missing')
})

t.test('when a process is killed, its clients see the truth at the other', async (t) => {
  const site = await startSite(t)
  const [here, there] = site.urls
  const lobby = await watchBoard(t, here)
  const staff = await signIn({ url: there }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const ticket = await press({ url: here })
  await kill(site.web[0])
  t.match((await staff.post('/api/counters/isa-town-1/next')).body.ticket, {
    number: ticket.number,
  })
  lobby.disconnect()
  const at = performance.now()
  const again = await liveClient(t, { url: there })
  const truth = shows(again, ticket.number)
  await watch(again, { board: 'isa-town' })
  await truth
  t.ok(performance.now() - at < SECOND_MS, 'within a second')
  const visitor = caller(there, { authorization: `Bearer ${ticket.secret}` })
  t.equal((await visitor.get(`/api/tickets/${ticket.id}`)).body.state, 'called')
})

t.test('with Redis killed the hall goes on, and nothing is lost or doubled', async (t) => {
  const site = await startSite(t)
  const [here, there] = site.urls
  const staff = await signIn({ url: here }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const [local, remote] = [await watchBoard(t, here), await watchBoard(t, there)]
  await site.redis.kill()
  const tickets = [
    await press({ url: here }),
    await press({ url: here }, 'renew', { phone: '36001234' }),
  ]
  const [first] = tickets
  const shown = shows(local, first.number)
  const recovered = shows(remote, first.number)
  const called = await staff.post('/api/counters/isa-town-1/next')
  t.equal(called.body.ticket.number, first.number)
  await shown
  t.pass('the screen of the process that called goes on without Redis')
  await site.redis.start()
  await recovered
  t.pass('the other one sees it as soon as Redis is back')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from prints'),
    (prints) => prints.length === 2 && prints.every(({ state }) => state === 'printed'),
  )
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from notices'),
    (notices) => notices.length > 0 && notices.every(({ state }) => state === 'sent'),
  )
  const pictures = readdirSync(join(site.dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  t.equal(pictures.length, 2, 'each slip once')
  t.equal(readFileSync(join(site.dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n').length, 1)
})
