import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Watch } from '../../src/live/events.ts'
import { ADMIN_PASSWORD, liveClient, type Server, startServer, watch } from '../running.ts'
import { freshAddress, givenRoles, type Role, roles, type Things } from './roles.ts'

/** Who may, in the words of the contract. */
const groups = {
  everybody: roles,
  staff: ['clerk', 'post', 'supervisor', 'admin'],
  'every staff': ['clerk', 'post', 'supervisor', 'admin', 'clerk elsewhere', 'admin elsewhere'],
  'post section': ['post', 'supervisor', 'admin'],
  supervisors: ['supervisor', 'admin'],
  administrators: ['admin'],
  'every administrator': ['admin', 'admin elsewhere'],
  visitor: ['visitor'],
  kiosk: ['kiosk'],
  lobby: ['lobby'],
  'every device': ['kiosk', 'lobby', 'kiosk elsewhere'],
  outsiders: ['nobody'],
} as const satisfies Record<string, readonly Role[]>
type Group = keyof typeof groups

interface Row {
  may: readonly Group[]
  /** What those are told who would be allowed to in another centre; 403 unless said. */
  elsewhere?: 404
  /** What those are told who show nothing that counts; 401 unless said. */
  stranger?: 403
  body?: (things: Things) => object
}

const everybody: Row = { may: ['everybody'] }
const atCounter = (body: object = {}): Row => ({ may: ['staff'], body: () => body })

/** Every route and who may. A GET stands for its HEAD too. */
const table: Record<string, Row> = {
  'GET /api/openapi.json': everybody,
  'GET /health/live': everybody,
  'GET /health/ready': everybody,
  // As asked from beyond the private network; within it, see operation.test.ts.
  'GET /metrics': { may: ['every administrator'], stranger: 403 },

  'POST /api/session': {
    ...everybody,
    body: () => ({ username: 'staff2', password: 'demo-dawr' }),
  },
  'GET /api/session': { may: ['every staff'] },
  'DELETE /api/session': { may: ['every staff'] },

  'POST /api/centres/:centre/devices': {
    may: ['administrators'],
    body: () => ({ kind: 'lobby', name: 'one more' }),
  },
  'GET /api/centres/:centre/devices': { may: ['supervisors'] },
  'DELETE /api/devices/:device': { may: ['administrators'], elsewhere: 404 },
  'GET /api/device': { may: ['every device'] },

  'GET /api/centres': everybody,
  'GET /api/centres/:centre': everybody,
  'GET /api/centres/:centre/board': everybody,
  'GET /api/centres/:centre/live': { may: ['supervisors'] },
  'GET /api/centres/:centre/join-code': { may: ['lobby', 'kiosk', 'staff'] },
  'POST /api/centres/:centre/close-day': { may: ['supervisors'] },

  'POST /api/centres/:centre/tickets': {
    may: ['outsiders', 'kiosk', 'staff'],
    body: () => ({ service: 'renew', requestId: crypto.randomUUID() }),
  },
  'GET /api/centres/:centre/tickets': { may: ['staff'] },
  'GET /api/tickets/:id': { may: ['visitor', 'kiosk', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/leave': { may: ['visitor', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/return': { may: ['visitor', 'kiosk', 'staff'], elsewhere: 404 },
  'POST /api/tickets/:id/unpark': { may: ['staff'], elsewhere: 404 },
  'POST /api/tickets/:id/print': { may: ['kiosk', 'staff'], elsewhere: 404 },

  'GET /api/counters/:counter': { may: ['staff'], elsewhere: 404 },
  'POST /api/counters/:counter/open': atCounter(),
  'POST /api/counters/:counter/next': atCounter(),
  'POST /api/counters/:counter/recall': atCounter(),
  'POST /api/counters/:counter/serve': atCounter(),
  'POST /api/counters/:counter/park': atCounter(),
  'POST /api/counters/:counter/no-show': atCounter(),
  'POST /api/counters/:counter/finish': atCounter(),
  'POST /api/counters/:counter/transfer': atCounter({ service: 'address' }),
  'POST /api/counters/:counter/pause': atCounter({ reason: 'prayer' }),
  'POST /api/counters/:counter/close': atCounter(),

  'POST /api/card-status': { ...everybody, body: () => ({ citizenId: '010203040' }) },
  'POST /api/centres/:centre/scans': {
    may: ['post section'],
    body: ({ serial }) => ({ serial, place: 'B-01-01-01' }),
  },
  'POST /api/centres/:centre/scans/:scan/undo': { may: ['post section'] },
  'POST /api/incidents/:incident': { may: ['post section'], body: () => ({ mine: true }) },
  'GET /api/centres/:centre/places/free': { may: ['post section'] },
  'GET /api/centres/:centre/cards': { may: ['post section'] },
  'GET /api/centres/:centre/post': { may: ['post section'] },
  'GET /api/cards/:serial': { may: ['post section'] },
  'POST /api/cards/:serial/handover': {
    may: ['staff'],
    body: ({ ticket }) => ({ ticketId: ticket, identity: 'card_holder' }),
  },
  'POST /api/centres/:centre/manifests': {
    may: ['post section'],
    body: () => ({ origin: 'plant', cards: [{ serial: 'ROLE-9', citizenId: '090909090' }] }),
  },
  'POST /api/manifests/:manifest/receive': {
    may: ['post section'],
    body: () => ({ serial: 'ROLE-2' }),
  },
  'POST /api/manifests/:manifest/close': { may: ['post section'] },
  'GET /api/centres/:centre/cards/due': { may: ['post section'] },
  'POST /api/centres/:centre/disposals': {
    may: ['post section'],
    body: () => ({ kind: 'return' }),
  },
  'GET /api/centres/:centre/disposals': { may: ['post section'] },
  'GET /api/disposals/:disposal': { may: ['post section'] },
  'POST /api/disposals/:disposal/scans': {
    may: ['post section'],
    body: ({ serial }) => ({ serial }),
  },
  'POST /api/disposals/:disposal/confirm': { may: ['post section'] },
  'POST /api/disposals/:disposal/countersign': {
    may: ['post section'],
    body: () => ({ username: 'admin', password: ADMIN_PASSWORD }),
  },
  'POST /api/centres/:centre/boxes': {
    may: ['post section'],
    body: () => ({ to: 'muharraq' }),
  },
  'GET /api/centres/:centre/boxes': { may: ['post section'] },
  'GET /api/boxes/:box': { may: ['post section'] },
  'POST /api/boxes/:box/scans': { may: ['post section'], body: () => ({ serial: 'ROLE-2' }) },
  'POST /api/boxes/:box/seal': { may: ['post section'], body: () => ({ seal: 'S-1' }) },
  'POST /api/boxes/:box/receive': { may: ['post section'], body: () => ({ serial: 'ROLE-2' }) },
  'POST /api/boxes/:box/close': { may: ['post section'] },
  'POST /api/picks/:pick/picked': { may: ['post section'] },
  'POST /api/picks/:pick/not-found': { may: ['post section'] },

  'POST /api/centres/:centre/stocktakes': {
    may: ['post section'],
    body: () => ({ place: 'B-02' }),
  },
  'GET /api/centres/:centre/stocktakes': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/scans': {
    may: ['post section'],
    body: () => ({ serial: 'ROLE-3', place: 'B-01-01-01' }),
  },
  'POST /api/stocktakes/:stocktake/pause': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/resume': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/close': { may: ['post section'] },
  'POST /api/stocktakes/:stocktake/abandon': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake/report': { may: ['post section'] },
  'GET /api/stocktakes/:stocktake/report.pdf': { may: ['post section'] },

  'GET /': everybody,
  'GET /lobby/:centre': everybody,
  'GET /kiosk/:centre': everybody,
  'GET /counter': everybody,
  'GET /post': everybody,
  'GET /join/:centre': everybody,
  'GET /t/:ticketId': everybody,
  'GET /card': everybody,
  'GET /supervisor': everybody,
  'GET /admin': everybody,
  'GET /assets/*': everybody,
}

/** What some routes need to be told in the query. */
const queries: Record<string, string> = {
  '/api/centres/:centre/tickets': '?number=A-001',
  '/api/centres/:centre/places/free': '?near=B',
  '/api/centres/:centre/cards': '?place=B-01-01-01',
}

const members = (may: readonly Group[]): ReadonlySet<Role> =>
  new Set(may.flatMap((group): readonly Role[] => groups[group]))

const isStranger = (role: Role) =>
  role === 'nobody' || role === 'wrong token' || role.endsWith('visitor')

/** The role that this one would be, did it work in the centre that is asked about. */
const here = (role: Role): Role | undefined => {
  if (role === 'kiosk elsewhere') return 'kiosk'
  if (role === 'clerk elsewhere') return 'clerk'
  return role === 'admin elsewhere' ? 'admin' : undefined
}

/** The status that turns a role away; null where it may. */
const refusalOf = ({ may, elsewhere, stranger }: Omit<Row, 'body'>, role: Role): number | null => {
  const allowed = members(may)
  if (allowed.has(role)) return null
  if (isStranger(role)) return stranger ?? 401
  const twin = here(role)
  return twin && allowed.has(twin) ? (elsewhere ?? 403) : 403
}

const pathOf = (url: string, things: Things): string => {
  const { centre, counter, ticket, serial, manifest, pick, stocktake, device, scan, incident } =
    things
  const { disposal, box } = things
  const params: Record<string, string> = {
    centre,
    counter,
    id: ticket,
    ticketId: ticket,
    serial,
    manifest,
    pick,
    stocktake,
    device,
    scan,
    incident,
    disposal,
    box,
  }
  const path = url.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`nothing stands for :${name} of ${url}`)
    return value
  })
  return path.replace('*', 'none.js') + (queries[url] ?? '')
}

const policiesOf = async (server: Server) => {
  const app = await buildApp(server.deps)
  await app.ready()
  await app.close()
  return app.policies
}

const ask = async (
  server: Server,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: object | undefined,
) => {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...freshAddress(),
      ...headers,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  return response.status
}

const checkRoute = async (
  t: Test,
  server: Server,
  route: { method: string; url: string; row: Row },
  given: Awaited<ReturnType<typeof givenRoles>>,
) => {
  const { method, url, row } = route
  const path = pathOf(url, given.things)
  const isPage = !url.startsWith('/api')
  // Who is turned away asks first, so that what is asked about is still there.
  const order = [...roles].sort(
    (a, b) => Number(refusalOf(row, a) === null) - Number(refusalOf(row, b) === null),
  )
  for (const role of order) {
    const headers = await given.headersOf(role)
    const status = await ask(server, method, path, headers, row.body?.(given.things))
    // Signing out ends the session, and signing in anew the one before.
    if (url === '/api/session') given.signedOut(role)
    const refusal = refusalOf(row, role)
    if (refusal !== null) t.equal(status, refusal, `${role} is turned away`)
    else
      t.notOk(
        [401, 403, ...(isPage ? [] : [404])].includes(status) || status >= 500,
        `${role} may: ${status}`,
      )
  }
}

t.test('every route lets in whom the table names, and nobody else', async (t) => {
  const server = await startServer(t)
  const policies = await policiesOf(server)
  const rowOf = (method: string, url: string) =>
    table[`${method === 'HEAD' ? 'GET' : method} ${url}`]
  const unnamed = policies.filter(({ method, url }) => !rowOf(method, url))
  t.strictSame(unnamed, [], 'no route is missing in the table')
  const registered = new Set(policies.map(({ method, url }) => `${method} ${url}`))
  t.strictSame(
    Object.keys(table).filter((route) => !registered.has(route)),
    [],
    'nor is one gone',
  )

  const given = await givenRoles(server)
  for (const { method, url } of policies) {
    const row = rowOf(method, url)
    if (row)
      await t.test(`${method} ${url}`, (t) => checkRoute(t, server, { method, url, row }, given))
  }
})

/** Every room and who may watch it. */
const rooms: Record<string, { row: Omit<Row, 'body'>; what(things: Things): Watch }> = {
  board: { row: { may: ['everybody'] }, what: ({ centre }) => ({ board: centre }) },
  ticket: {
    row: { may: ['visitor', 'kiosk', 'staff'], elsewhere: 404 },
    // A visitor's secret comes with their token here; with the ticket in live.test.ts.
    what: ({ ticket }) => ({ ticket }),
  },
  counter: { row: { may: ['staff'], elsewhere: 404 }, what: ({ counter }) => ({ counter }) },
  centre: { row: { may: ['staff'], elsewhere: 404 }, what: ({ centre }) => ({ centre }) },
  post: {
    row: { may: ['post section'], elsewhere: 404 },
    what: ({ centre }) => ({ post: centre }),
  },
}

const statusOfAnswer: Record<string, number> = {
  not_signed_in: 401,
  wrong_ticket_secret: 401,
  not_allowed: 403,
}

t.test('every room lets in whom the table names, and nobody else', async (t) => {
  const server = await startServer(t)
  const { things, headersOf } = await givenRoles(server)
  for (const role of roles) {
    const socket = await liveClient(t, server, await headersOf(role))
    for (const [name, { row, what }] of Object.entries(rooms)) {
      const answer = await watch(socket, what(things))
      const status = answer.ok ? null : (statusOfAnswer[answer.code] ?? 404)
      t.equal(status, refusalOf(row, role), `${role} and ${name}`)
    }
  }
})
