import cookie from '@fastify/cookie'
import fastify, { type FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { v7 as uuid } from 'uuid'
import { openRenderer } from '../../printers/renderer.ts'
import { access, SESSION_COOKIE } from '../../src/access.ts'
import { boxRoutes } from '../../src/cards/box.routes.ts'
import { cardRoutes } from '../../src/cards/card.routes.ts'
import { disposalRoutes } from '../../src/cards/disposal.routes.ts'
import { figureRoutes } from '../../src/cards/figure.routes.ts'
import { incidentRoutes } from '../../src/cards/incident.routes.ts'
import { manifestRoutes } from '../../src/cards/manifest.routes.ts'
import { pickRoutes } from '../../src/cards/pick.routes.ts'
import { placeRoutes } from '../../src/cards/place.routes.ts'
import { stocktakeRoutes } from '../../src/cards/stocktake.routes.ts'
import { readConfig } from '../../src/config.ts'
import { tokenHash } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import type { Deps } from '../../src/deps.ts'
import { type App, problems } from '../../src/http.ts'
import { openIds } from '../../src/ids.ts'
import { openDoor } from '../../src/staff/staff.door.ts'
import type { Role } from '../../src/staff/staff.ts'
import { type HandSetClock, handSetClock, openDatabase } from '../databases.ts'
import { givenCentre, vault } from './given.ts'

const HOUR_MS = 3_600_000

/** The routes of cards behind their policies, with the ajv options of the real server. */
export const buildCardsApp = async (t: Test, db: Database, clock: HandSetClock): Promise<App> => {
  const log = pino({ level: 'silent' })
  const deps: Deps = {
    config: readConfig({ LOG_LEVEL: 'silent' }),
    db,
    clock,
    ids: openIds(Date),
    vault,
    log,
    publicUrl: () => 'http://127.0.0.1',
  }
  const renderer = openRenderer()
  const door = await openDoor(deps)
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: 64 * 1024,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array' } },
  })
  await app.register(cookie)
  await app.register(problems)
  await app.register(access, deps)
  const given = { ...deps, renderer, door }
  const all: ((app: App, deps: typeof given) => Promise<void>)[] = [
    cardRoutes,
    placeRoutes,
    manifestRoutes,
    figureRoutes,
    incidentRoutes,
    pickRoutes,
    stocktakeRoutes,
    disposalRoutes,
    boxRoutes,
  ]
  for (const routes of all) await app.register(routes, given)
  t.teardown(async () => {
    await app.close()
    await renderer.close()
  })
  return app
}

/** Somebody signed in: the cookie header of their session. */
export const signedIn = async (
  db: Database,
  clock: HandSetClock,
  role: Role,
  centreId: string | null,
): Promise<Record<string, string>> => {
  const id = `${role}-${uuid()}`
  await db.amend(function* () {
    yield* run(
      query((drizzle, t) =>
        drizzle.insert(t.staff).values({
          id,
          username: id,
          name: 'Noor',
          passwordHash: '-',
          roles: [role],
          skills: ['*'],
          centreId,
          active: true,
          failedSignIns: 0,
        }),
      ),
    )
    yield* run(
      query((drizzle, t) =>
        drizzle.insert(t.sessions).values({
          tokenHash: tokenHash(id),
          staffId: id,
          createdAt: clock.now(),
          expiresAt: clock.now() + HOUR_MS,
        }),
      ),
    )
  })
  return { cookie: `${SESSION_COOKIE}=${id}` }
}

/** A paired kiosk: its authorization header. */
export const pairedKiosk = async (
  db: Database,
  centreId: string,
): Promise<Record<string, string>> => {
  const token = `kiosk-${centreId}`
  await db.amend(function* () {
    yield* run(
      query((drizzle, t) =>
        drizzle.insert(t.devices).values({
          id: token,
          centreId,
          kind: 'kiosk',
          name: 'Kiosk',
          tokenHash: tokenHash(token),
          active: true,
        }),
      ),
    )
  })
  return { authorization: `Bearer ${token}` }
}

/** A centre with its post section signed in, and a way to call. */
export const setUp = async (t: Test, db: Database, clock: HandSetClock) => {
  const app = await buildCardsApp(t, db, clock)
  const centre = await givenCentre(db)
  const post = await signedIn(db, clock, 'post', centre)
  const call =
    (method: 'GET' | 'POST') =>
    async (url: string, body?: object, headers: Record<string, string> = post) => {
      const response = await app.inject({
        method,
        url,
        headers,
        ...(body !== undefined && { payload: body }),
      })
      return { status: response.statusCode, body: response.json() }
    }
  return { app, centre, post, get: call('GET'), send: call('POST') }
}

/** On the embedded database: what a route adds to its store does not depend on the engine. */
export const withApp = (
  name: string,
  body: (
    t: Test,
    db: Database,
    at: Awaited<ReturnType<typeof setUp>>,
    clock: HandSetClock,
  ) => Promise<void>,
) =>
  t.test(name, async (t) => {
    const clock = handSetClock()
    const db = await openDatabase(t, 'sqlite', clock)
    await body(t, db, await setUp(t, db, clock), clock)
  })
