import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { refusalCodes } from '../../src/errors.ts'
import { demoSettings } from '../../src/seed/demo.ts'
import { type Engine, engines } from '../databases.ts'
import { anyone, press, type Server, signIn, startServerOn } from '../running.ts'
import { type Fit, fitted } from './fitting.ts'
import { NO_PUSH_HOST } from './recipes.ts'
import { type Fuzzed, type OpenApi, requestsTo } from './requests.ts'
import { freshAddress, type Given, givenRoles, type Role } from './roles.ts'
import { isOfJob, unexplained, type Written, watchWrites } from './writes.ts'

/** More for a night: DAWR_FUZZ_REQUESTS=100000. */
const REQUESTS = Number(process.env.DAWR_FUZZ_REQUESTS ?? 1000)
/** A session may ask 600 times a minute. */
const SESSION_REQUESTS_MAX = 200

interface Got {
  status: number
  type: string
  body: string
}

const codes: ReadonlySet<unknown> = new Set(refusalCodes)
t.setTimeout(120_000 + REQUESTS * 200)

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const send = (server: Server, { method, path, body }: Fuzzed, headers: Record<string, string>) =>
  new Promise<Got>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
    const asked = request({
      agent,
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
    })
    asked.once('error', reject)
    asked.once('response', (response) => {
      const said: Buffer[] = []
      response.on('data', (piece: Buffer) => said.push(piece))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(said).toString(),
        }),
      )
    })
    asked.end(body)
  })

/** What is wrong with an answer; null for nothing. */
const faultOf = ({ method }: Fuzzed, { status, type, body }: Got): string | null => {
  if (status >= 500 || status < 200) return `answered ${status}: ${body}`
  if (status < 400 || method === 'HEAD') return null
  if (!type.startsWith('application/problem+json'))
    return `${status} as ${type}: ${body.slice(0, 300)}`
  const problem = JSON.parse(body)
  if (!codes.has(problem.code) || problem.status !== status) return `no problem of ours: ${body}`
  return typeof problem.detail === 'string' && problem.detail.length > 3 ? null : 'no sentence'
}

/** A working morning: counters are open and tickets wait, so that good requests find something. */
const givenMorning = async (server: Server): Promise<Given> => {
  const given = await givenRoles(server)
  for (const [name, at] of [
    ['staff1', 1],
    ['staff2', 2],
    ['staff7', 7],
  ] as const)
    await (await signIn(server, name)).post(`/api/counters/isa-town-${at}/open`, {})
  for (let n = 0; n < 10; n++) await press(server)
  const admin = await signIn(server, 'admin')
  // Some cards have lain too long, so that there is something to send back.
  const settings = { ...demoSettings, cardExpiresAfterDays: 20 }
  await admin.put('/api/centres/isa-town/settings', settings)
  return given
}

/** From so many requests on chance, too, has done nearly everything, and refused all. */
const REACHES_ALL = 20_000
/** Everybody may, and nothing is asked for that could be wrong. */
const neverRefused = ['GET /health/live', 'GET /health/ready', 'GET /api/centres']
/** Everybody may: refused only of a centre that is not there. */
const refusedElsewhere = ['GET /api/centres/{centre}', 'GET /api/centres/{centre}/board']

/** How often a fitting request is tried until one succeeds. */
const FITTING_MAX = 6

const fuzz = async (t: Test, engine: Engine) => {
  t.setTimeout(60_000 + REQUESTS * 100)
  const server = await startServerOn(t, engine, { PUSH_HOSTS: NO_PUSH_HOST })
  const given = await givenMorning(server)
  const api: OpenApi = (await anyone(server).get('/api/openapi.json')).body
  const asked = new Map<Role, number>()
  const statuses = new Map<number, number>()

  const headersOf = async ({ role, headers }: Fuzzed) => {
    const before = asked.get(role) ?? 0
    asked.set(role, before + 1)
    if (before % SESSION_REQUESTS_MAX === 0) given.signedOut(role)
    return { ...freshAddress(), ...(await given.headersOf(role)), ...headers }
  }

  const writes = await watchWrites(server)
  const succeeded = new Set<string>()
  const refused = new Set<string>()

  const answerTo = async (one: Fuzzed, headers: Record<string, string>) => {
    await writes()
    let got = await send(server, one, headers)
    while (got.status === 503 && JSON.parse(got.body).code === 'overloaded')
      got = await send(server, one, headers)
    return { got, written: await writes() }
  }

  /** What was written by a refused request; asked again where a job wrote meanwhile. */
  const writtenBy = async (one: Fuzzed, headers: Record<string, string>, first: Written[]) => {
    let written = first
    while (isOfJob(written)) {
      const { got, written: again } = await answerTo(one, headers)
      if (got.status < 400) return []
      written = again
    }
    return unexplained(written, one.operation)
  }

  /** A request that fits what there is now; null: there is nothing of the kind. */
  const fittingOf = async (operation: string, fit: Fit): Promise<Fuzzed | null> => {
    const [method = ''] = operation.split(' ')
    const one = await fitted({ server, given }, operation, fit)
    if (!one) return null
    const type = one.body !== null && { 'content-type': 'application/json' }
    return { ...one, operation, method, headers: { ...type, ...one.headers }, fit: null }
  }

  const holds = async (made: Fuzzed) => {
    const one = (made.fit && (await fittingOf(made.operation, made.fit))) ?? made
    const headers = await headersOf(one)
    const { got, written } = await answerTo(one, headers)
    statuses.set(got.status, (statuses.get(got.status) ?? 0) + 1)
    if (one.path.startsWith('/api/session')) given.signedOut(one.role)
    const fault = faultOf(one, got)
    if (fault !== null) throw new Error(fault)
    ;(got.status < 400 ? succeeded : refused).add(one.operation)
    if (got.status >= 400) {
      const wrong = await writtenBy(one, headers, written)
      if (wrong.length > 0)
        throw new Error(`refused with ${got.status}, and yet written: ${JSON.stringify(wrong)}`)
    }
  }
  const operations = Object.entries(api.paths).flatMap(([path, byMethod]) =>
    Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const missing = (from: ReadonlySet<string>, but: readonly string[] = []) =>
    operations.filter((one) => !from.has(one) && !but.includes(one))

  /** Each operation is refused once, and carried out once, without a chance in it. */
  const eachOnce = async (operation: string) => {
    const ask = async (fit: Fit) => {
      const one = await fittingOf(operation, fit)
      if (one) await holds(one)
    }
    await ask({ n: 0, spoilt: { at: 0, value: {} }, role: 'wrong token' })
    for (let n = 0; n < FITTING_MAX && !succeeded.has(operation); n++)
      await ask({ n, spoilt: null, role: null })
  }
  for (const operation of operations) await eachOnce(operation)
  t.same(missing(succeeded), [], 'whatever can be asked was done')
  t.same(missing(refused, [...neverRefused, ...refusedElsewhere]), [], 'and refused')

  succeeded.clear()
  refused.clear()
  await fc.assert(fc.asyncProperty(requestsTo(api, given.things), holds), { numRuns: REQUESTS })
  t.pass(`${REQUESTS} requests`)
  t.comment(
    `of ${operations.length} operations ${operations.length - missing(succeeded).length} succeeded, ${operations.length - missing(refused).length} were refused; not: ${[...missing(succeeded), ...missing(refused)].join(', ')}`,
  )
  if (REQUESTS >= REACHES_ALL) {
    // One may be without what it needs for all of a run: chance took the last printer away early on.
    t.ok(missing(succeeded).length <= 1, 'all but one succeeded also among the others')
    t.same(missing(refused, neverRefused), [], 'and were refused')
  }
  const count = (from: number) =>
    [...statuses]
      .filter(([status]) => Math.floor(status / 100) === from)
      .reduce((sum, [, n]) => sum + n, 0)
  t.comment(JSON.stringify(Object.fromEntries([...statuses].sort())))
  t.ok(count(2) > REQUESTS / 20, `for this to mean anything, some must be good: ${count(2)}`)
  t.equal((await anyone(server).get('/health/ready')).status, 200)
}

for (const engine of engines)
  t.test(`whatever is sent, the answer is a reason, and a no changes nothing (${engine})`, (t) =>
    fuzz(t, engine),
  )

for (const engine of engines)
  t.test(`a text that no database keeps is malformed wherever it stands (${engine})`, async (t) => {
    const server = await startServerOn(t, engine)
    const admin = await signIn(server, 'admin')
    await admin.post('/api/counters/isa-town-1/open', {})
    await press(server)
    await admin.post('/api/counters/isa-town-1/next')
    await admin.post('/api/counters/isa-town-1/serve')
    const centre = '/api/centres/isa-town'
    const bodiesWith = (text: string): [string, object][] => [
      ['/api/session', { username: text, password: 'x' }],
      [`${centre}/tickets`, { service: 'renew', requestId: text }],
      [`${centre}/tickets`, { service: 'renew', requestId: 'x', joinCode: text }],
      [`${centre}/devices`, { kind: 'kiosk', name: text }],
      [`${centre}/manifests`, { origin: text, cards: [{ serial: 'N-1', citizenId: '010203040' }] }],
      ['/api/counters/isa-town-1/finish', { outcome: text }],
      ['/api/counters/isa-town-1/pause', { reason: text }],
      ['/api/card-status', { citizenId: '010203040', proof: text }],
    ]
    const writes = await watchWrites(server)
    for (const [path, body] of ['a\0b', 'a\ud800b'].flatMap(bodiesWith)) {
      const answer = await admin.post(path, body)
      t.match(answer.body, { status: 400, code: 'malformed' }, `${path} ${JSON.stringify(body)}`)
    }
    const asked = await admin.get(`${centre}/tickets?number=%00`)
    t.match(asked.body, { status: 400, code: 'malformed' })
    t.match((await admin.get('/t/%00')).body, { status: 400, code: 'malformed' })
    t.same(unexplained(await writes(), ''), [], 'nothing changed')
    const good = await admin.post('/api/counters/isa-town-1/pause', { reason: 'صلاة 🕌' })
    t.equal(good.body.pauseReason, 'صلاة 🕌', 'whole letters are kept')
  })

t.test('what is no HTTP at all is turned away, and the server goes on', async (t) => {
  const server = await startServerOn(t, 'sqlite')
  const { hostname, port } = new URL(server.url)
  const rubbish = [
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    'GET /api/centres HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: -1\r\n\r\n',
    'POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\n${'x: y\r\n'.repeat(5000)}\r\n`,
    'GET /api/centres HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n',
  ]
  for (const text of rubbish) {
    const socket = connect(Number(port), hostname)
    let said = ''
    socket.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    // The server may cut the connection while it is still being written to.
    socket.on('error', () => undefined)
    socket.write(text)
    await new Promise((closed) => socket.once('close', closed))
    t.match(said, /^(HTTP\/1.1 (4\d\d|505) |$)/, JSON.stringify(text.slice(0, 40)))
  }
  t.equal((await anyone(server).get('/health/ready')).status, 200)
})
