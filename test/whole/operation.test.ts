import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { temporaryFolder } from '../databases.ts'
import { anyone, caller, kiosk, press, signIn, startServer } from '../running.ts'
import { kill, type Process, startProcess } from './process.ts'

t.setTimeout(300_000)

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

const hasSaid = async ({ said }: Process, what: string) => {
  while (!said.some((line) => line.includes(what))) await new Promise(setImmediate)
}

t.test('asked to stop, it says that it is not ready, and answers on', async (t) => {
  const server = startProcess(t, { DATA_DIR: temporaryFolder(t), DRAIN_SEC: '5' })
  const url = await server.ready
  const before = await anyone({ url }).get('/api/centres')
  t.match(before.headers.get('connection'), 'keep-alive')
  t.match(before.headers.get('keep-alive'), 'timeout=2', 'half as long as it answers on')
  server.child.kill('SIGTERM')
  await hasSaid(server, '"msg":"stopping"')
  t.match(await anyone({ url }).get('/health/ready'), { status: 503, body: { code: 'stopping' } })
  t.equal((await anyone({ url }).get('/health/live')).status, 200)
  t.ok((await press({ url })).number)
  t.equal((await anyone({ url }).get('/api/centres')).headers.get('connection'), 'close')
  t.equal(await server.ended, 0)
})

t.test('a second signal ends it at once, but one press of Ctrl-C is one', async (t) => {
  const env = { DATA_DIR: temporaryFolder(t) }
  const pressed = startProcess(t, env)
  await pressed.ready
  pressed.child.kill('SIGINT')
  await hasSaid(pressed, '"msg":"stopping"')
  pressed.child.kill('SIGINT')
  t.equal(await pressed.ended, 0, 'npm passes on what the terminal has sent already')
  const impatient = startProcess(t, { ...env, DRAIN_SEC: '5' })
  await impatient.ready
  const asking = setInterval(() => impatient.child.kill('SIGINT'), 100)
  t.equal(await impatient.ended, 1)
  clearInterval(asking)
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

t.test('an address, a folder or a database that cannot be had stops it likewise', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const taken = await startServer(t)
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: new URL(taken.url).port }, /^PORT \d+ is taken/],
    [{ HOST: '203.0.113.7' }, /^HOST 203\.0\.113\.7 is no address/],
    [{ DATA_DIR: file }, /^DATA_DIR .* cannot hold the database/],
    [{ DATA_DIR: '/proc/dawr' }, /^DATA_DIR .* cannot hold the database/],
    [{ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' }, /^DATABASE_URL names .*ECONNREFUSED/],
  ]
  for (const [env, sentence] of cases) {
    const { said, ended } = startProcess(t, {
      DATA_DIR: temporaryFolder(t),
      DATA_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'error',
      ...env,
    })
    t.equal(await ended, 1, JSON.stringify(env))
    t.match(said[0], sentence)
    t.notMatch(said.join('\n'), 'secret')
  }
})

t.test('a key that does not fit the data stops the start', async (t) => {
  const env = { DATA_DIR: temporaryFolder(t) }
  const first = startProcess(t, env)
  await first.ready
  await kill(first)
  const other = startProcess(t, { ...env, DATA_KEY: randomBytes(32).toString('base64') })
  t.equal(await other.ended, 1)
  t.match(other.said.at(-1), /^DATA_KEY is not the one/)
})

t.test('a folder is one server’s, until that one ends, however it does', async (t) => {
  const env = { DATA_DIR: temporaryFolder(t) }
  const first = startProcess(t, env)
  await first.ready
  const second = startProcess(t, env)
  t.equal(await second.ended, 1)
  t.match(second.said.at(-1), /^DATA_DIR .* is used by another Dawr that is running/)
  t.equal((await press({ url: await first.ready })).number, 'A-001', 'the first one works on')
  await kill(first)
  const third = startProcess(t, env)
  t.equal((await press({ url: await third.ready })).number, 'A-002')
})

t.test('a database begun without the demo gets it only when SEED says so', async (t) => {
  const env = { DATA_DIR: temporaryFolder(t) }
  const centres = async (more: Record<string, string>) => {
    const server = await startServer(t, { env: { ...env, ...more } })
    const { body } = await anyone(server).get('/api/centres')
    await server.close()
    return body.length
  }
  t.equal(await centres({ SEED: 'none' }), 0)
  t.equal(await centres({ SEED: '' }), 0, 'by default it is left as it is')
  t.equal(await centres({ SEED: 'demo' }), 2)
})

t.test('files that hold people’s data are for one user alone', async (t) => {
  const dataDir = temporaryFolder(t)
  const server = startProcess(t, { DATA_DIR: dataDir })
  const ticket = await press({ url: await server.ready }, 'renew')
  t.ok(ticket.id)
  for (const name of readdirSync(dataDir))
    t.equal(statSync(join(dataDir, name)).mode & 0o077, 0, name)
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
  const ids: string[] = []
  for (const { method, url } of app.policies) {
    if (method === 'HEAD' || !url.startsWith('/api') || url === '/api/openapi.json') continue
    const operation = api.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    t.match(operation, { summary: /\w/, tags: [/\w/] }, `${method} ${url}`)
    const problem = operation?.responses?.['4XX']?.content?.['application/problem+json']
    t.ok(problem?.schema, `${method} ${url} says how it refuses`)
    t.ok(Object.keys(operation?.responses ?? {}).some((status) => status.startsWith('2')))
    t.ok(operation?.security.length > 0, `${method} ${url} says who may`)
    t.match(operation?.description, /For .+\.$/)
    ids.push(operation?.operationId)
  }
  t.equal(new Set(ids).size, ids.length, 'each has a name of its own')
  t.same(Object.keys(api.components.securitySchemes), ['session', 'device', 'ticket'])
  const bodyOf = (path: string) => api.paths[path].post.requestBody
  t.equal(bodyOf('/api/counters/{counter}/recall').required, false)
  t.equal(bodyOf('/api/centres/{centre}/tickets').required, true)
  t.same(bodyOf('/api/centres/{centre}/manifests').content['text/csv'].schema, { type: 'string' })
})
