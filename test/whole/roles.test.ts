import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Watch } from '../../src/live/events.ts'
import { liveClient, type Server, startServer, watch } from '../running.ts'
import { queries, type Row, table } from './policies.ts'
import {
  freshAddress,
  type Group,
  givenRoles,
  groups,
  type Role,
  roles,
  type Things,
} from './roles.ts'

const members = (may: readonly Group[]): ReadonlySet<Role> =>
  new Set(may.flatMap((group): readonly Role[] => groups[group]))

const isStranger = (role: Role) =>
  role === 'nobody' || role === 'wrong token' || role.endsWith('visitor')

/** The role that this one would be, did it work in the centre that is asked about. */
const here = (role: Role): Role | undefined => {
  const twin = role.replace(/ elsewhere$/, '')
  return roles.find((one) => one === twin && one !== role)
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
  const { disposal, box, place, print, handover, member, service, note } = things
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
    place,
    print,
    handover,
    member,
    service,
    kind: 'pick_not_found',
    note,
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
