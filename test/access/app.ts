import cookie from '@fastify/cookie'
import fastify, { type FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import type { Test } from 'tap'
import { v7 as uuid } from 'uuid'
import { access, may, SESSION_COOKIE } from '../../src/access.ts'
import { cardStatusRoutes } from '../../src/cards/card-status.routes.ts'
import { readConfig } from '../../src/config.ts'
import { openVault } from '../../src/crypto.ts'
import type { Database } from '../../src/db/transact.ts'
import type { Clock, Deps } from '../../src/deps.ts'
import { deviceRoutes } from '../../src/devices/device.routes.ts'
import type { DeviceKind } from '../../src/devices/device.ts'
import { type App, problems } from '../../src/http.ts'
import { openIds } from '../../src/ids.ts'
import { limits } from '../../src/limits.ts'
import { security } from '../../src/security.ts'
import { hashPassword } from '../../src/staff/password.ts'
import { sessionRoutes } from '../../src/staff/session.routes.ts'
import { openDoor } from '../../src/staff/staff.door.ts'
import { staffRoutes } from '../../src/staff/staff.routes.ts'
import { insertStaff, type NewMember } from '../../src/staff/staff.store.ts'

export const PASSWORD = 'demo-dawr'
export const OWN_ORIGIN = 'http://localhost'
const vault = openVault(Buffer.alloc(32, 7))

/** Hashing takes its time, and who is called what makes no difference to the hash. */
const passwordHash = hashPassword(PASSWORD)

interface Options {
  env?: Record<string, string>
  /** Where the log goes, line by line; nowhere by default. */
  onLog?: (line: string) => void
}

/** People, devices, limits and headers as in the real server, with a few routes to try them on. */
export const buildAccessApp = async (
  t: Test,
  db: Database,
  clock: Clock,
  { env = {}, onLog }: Options = {},
): Promise<App> => {
  const log = onLog ? pino({ level: 'trace' }, { write: onLog }) : pino({ level: 'silent' })
  const config = readConfig({ ...env })
  const deps: Deps = {
    config,
    db,
    clock,
    ids: openIds(Date),
    vault,
    log,
    publicUrl: () => config.publicUrl ?? OWN_ORIGIN,
  }
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    trustProxy: 'loopback',
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array' } },
  })
  await app.register(cookie)
  await app.register(problems)
  await app.register(security, deps)
  await app.register(access, deps)
  await app.register(limits, deps)
  const door = await openDoor(deps)
  for (const routes of [staffRoutes, sessionRoutes, deviceRoutes, cardStatusRoutes])
    await app.register(routes, { ...deps, door })
  app.get('/open', { config: { may: may.anyone } }, async ({ asker }) => ({ kind: asker.kind }))
  app.post('/open', { config: { may: may.anyone } }, async () => ({}))
  app.post('/issue', { config: { may: may.anyone, limit: 'issue' } }, async () => ({}))
  app.get('/health', { config: { may: may.anyone, limit: 'none' } }, async () => ({}))
  app.get('/centres/:centre/staff', { config: { may: may.allStaff } }, async () => ({}))
  app.post('/centres/:centre/staff', { config: { may: may.allStaff } }, async () => ({}))
  app.get('/kiosk', { config: { may: { device: ['kiosk'] } } }, async () => ({}))
  app.get('/tickets/:id', { config: { may: { visitor: true } } }, async () => ({}))
  t.teardown(() => app.close())
  return app
}

export const ticketSecret = vault.ticketSecret

/** A member of staff with the password above. */
export const givenMember = async (
  db: Database,
  { username, ...member }: Partial<NewMember> & { username: string },
): Promise<string> => {
  const id = uuid()
  const hashed = await passwordHash
  await db.amend(() =>
    insertStaff({
      id,
      username,
      name: 'Noor Ali',
      passwordHash: hashed,
      roles: ['clerk'],
      skills: ['*'],
      centreId: null,
      ...member,
    }),
  )
  return id
}

export const signInAs = (
  app: App,
  username: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
) =>
  app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'accept-language': 'en', ...headers },
    payload: { username, password },
  })

/** The cookie header of somebody who has just signed in. */
export const signedIn = async (app: App, username: string): Promise<{ cookie: string }> => {
  const answer = await signInAs(app, username)
  const token = answer.cookies.find(({ name }) => name === SESSION_COOKIE)?.value
  if (!token) throw new Error(`${username} cannot sign in: ${answer.body}`)
  return { cookie: `${SESSION_COOKIE}=${token}` }
}

/** Pairs a device as an administrator does. @returns its id and its token */
export const paired = async (
  app: App,
  admin: { cookie: string },
  centreId: string,
  kind: DeviceKind = 'kiosk',
): Promise<{ id: string; token: string }> => {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/centres/${centreId}/devices`,
    headers: admin,
    payload: { kind, name: `${kind} by the door` },
  })
  if (answer.statusCode !== 201) throw new Error(`no device was paired: ${answer.body}`)
  return answer.json<{ id: string; token: string }>()
}
