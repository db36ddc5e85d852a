import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { temporaryFolder } from '../databases.ts'
import { anyone, caller, kiosk, press, signIn, startServer } from '../running.ts'
import { startProcess } from './process.ts'

t.setTimeout(120_000)

const execute = promisify(execFile)
const STOP_WITHIN_MS = 10_000

t.test('asked to stop under load, it answers whatever it carried out', async (t) => {
  const dataDir = temporaryFolder(t)
  const server = startProcess(t, { DATA_DIR: dataDir })
  const url = await server.ready
  const answered = new Set<string>()
  const load = Array.from({ length: 8 }, async (_, at) => {
    for (let n = 0; ; n++) {
      const requestId = `stop-${at}-${n}`
      const body = { service: 'renew', requestId }
      try {
        const { status } = await kiosk({ url }).post('/api/centres/isa-town/tickets', body)
        if (status === 201) answered.add(requestId)
      } catch {
        // No connection is taken any more, or this one was ended before it was read.
        return
      }
    }
  })
  // A browser connects ahead of need: nothing is asked on this connection.
  const idle = connect(Number(new URL(url).port), '127.0.0.1')
  await once(idle, 'connect')
  idle.on('error', () => undefined)
  while (answered.size < 50) await new Promise(setImmediate)
  const at = performance.now()
  server.child.kill('SIGTERM')
  t.equal(await server.ended, 0)
  t.ok(performance.now() - at < STOP_WITHIN_MS)
  await Promise.all(load)
  const db = new Sqlite(join(dataDir, 'dawr.db'), { readonly: true })
  t.teardown(() => db.close())
  const kept = db.prepare('select request_id from tickets').pluck().all().map(String)
  t.strictSame(
    kept.filter((id) => !answered.has(id)),
    [],
    'no ticket was written and not answered',
  )
  t.equal(kept.length, answered.size, 'nor answered and not written')
})

t.test('a variable that is wrong stops the start with a sentence', async (t) => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ PORT: 'many' }, /^PORT must be/],
    [{ DATA_KEY: 'short' }, /^DATA_KEY must be 32 bytes/],
    [{ SMS_URL: 'carrier-pigeon:' }, /^SMS_URL must be/],
    [{ SERVICES: 'web' }, /^SERVICES may be split/],
  ]
  await Promise.all(
    wrong.map(async ([env, sentence]) => {
      const { said, ended } = startProcess(t, { DATA_DIR: temporaryFolder(t), ...env })
      t.equal(await ended, 1, JSON.stringify(env))
      t.equal(said.length, 1)
      t.match(said[0], sentence)
    }),
  )
})

t.test('the log of a whole visit names nobody and opens nothing', async (t) => {
  const server = startProcess(t, { DATA_DIR: temporaryFolder(t), LOG_LEVEL: 'trace' })
  const url = await server.ready
  const [citizenId, phone, password] = ['010203047', '36001247', 'demo-dawr']
  const staff = await signIn({ url }, 'staff1')
  await anyone({ url }).post('/api/session', { username: 'staff2', password: 'wrong-one-7' })
  await staff.post('/api/counters/isa-town-1/open', {})
  const ticket = await press({ url }, 'renew', { phone, citizenId })
  const visitor = caller(url, { authorization: `Bearer ${ticket.secret}` })
  await visitor.get(`/api/tickets/${ticket.id}?secret=${ticket.secret}`)
  await anyone({ url }).post('/api/card-status', { citizenId, proof: 'x' })
  await anyone({ url }).post('/api/centres/isa-town/tickets', `{"phone":"${phone}`)
  await staff.get(`/api/centres/isa-town/cards?citizenId=${citizenId}`)
  for (const act of ['next', 'serve', 'finish'])
    await staff.post(`/api/counters/isa-town-1/${act}`, {})
  const figures = (await anyone({ url }).get('/metrics')).body
  server.child.kill('SIGTERM')
  t.equal(await server.ended, 0)
  const log = server.said.filter((line) => line.startsWith('{')).join('\n')
  t.match(log, '/api/counters/:counter/next', 'for this to mean anything')
  const cookie = staff.headers.cookie?.split('=')[1]
  const secrets = {
    citizenId,
    phone,
    password,
    secret: ticket.secret,
    cookie,
    kiosk: 'demo-kiosk-isa-town',
    admin: 'admin-of-a-test',
    wrong: 'wrong-one-7',
  }
  for (const [what, secret] of Object.entries(secrets)) {
    t.ok(secret)
    t.notOk(log.includes(String(secret)), `no ${what} in the log`)
    t.notOk(figures.includes(secret), `no ${what} in the figures`)
  }
  t.notOk(figures.includes(ticket.id), 'figures name no ticket')
})

t.test('health and figures', async (t) => {
  const server = await startServer(t)
  t.match(await anyone(server).get('/health/live'), { status: 200, body: { status: 'ok' } })
  t.match(await anyone(server).get('/health/ready'), { status: 200, body: { status: 'ok' } })
  await press(server)
  const figures = await anyone(server).get('/metrics')
  t.match(
    figures.body,
    /dawr_http_request_seconds_count\{[^}]*route="\/api\/centres\/:centre\/tickets"/,
  )
  const outside = { 'x-forwarded-for': '203.0.113.9' }
  t.equal((await anyone(server).get('/metrics', outside)).status, 403)
  const admin = await signIn(server, 'admin')
  t.equal((await admin.get('/metrics', outside)).status, 200, 'an administrator from anywhere')
})

t.test(
  'a backup made while it writes is whole, and holds what was acknowledged before',
  async (t) => {
    const dataDir = temporaryFolder(t)
    const server = await startServer(t, { env: { DATA_DIR: dataDir } })
    for (let n = 0; n < 20; n++) await press(server)
    let busy = true
    const writing = (async () => {
      while (busy) await press(server)
    })()
    const target = join(dataDir, 'copy.db')
    const { stdout } = await execute(
      process.execPath,
      [join(import.meta.dirname, '../../src/backup.ts'), target],
      { env: { PATH: process.env.PATH, DATA_DIR: dataDir } },
    )
    busy = false
    await writing
    t.match(stdout, /whole; \d+ tickets, 2060 cards/)
    const copy = new Sqlite(target, { readonly: true })
    t.teardown(() => copy.close())
    const count = Number(copy.prepare('select count(*) from tickets').pluck().get())
    t.ok(count >= 20, `${count} tickets`)
  },
)

t.test('the OpenAPI names every route, with what it is for and how it refuses', async (t) => {
  const server = await startServer(t)
  const api = (await anyone(server).get('/api/openapi.json')).body
  t.match(api, { openapi: /^3\.1\./, info: { title: 'Dawr' } })
  t.equal((await anyone(server).get('/api/docs')).status, 200)
  const app = await buildApp(server.deps)
  await app.ready()
  await app.close()
  for (const { method, url } of app.policies) {
    if (method === 'HEAD' || !url.startsWith('/api') || url === '/api/openapi.json') continue
    const operation = api.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    t.match(operation, { summary: /\w/, tags: [/\w/] }, `${method} ${url}`)
    const problem = operation?.responses?.['4XX']?.content?.['application/problem+json']
    t.ok(problem?.schema, `${method} ${url} says how it refuses`)
    t.ok(Object.keys(operation?.responses ?? {}).some((status) => status.startsWith('2')))
  }
})
