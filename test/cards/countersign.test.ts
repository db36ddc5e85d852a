import { eq } from 'drizzle-orm'
import t from 'tap'
import { disposalById } from '../../src/cards/disposal.store.ts'
import { centreById } from '../../src/centres/centre.store.ts'
import { query, run } from '../../src/db/transact.ts'
import { createStaff } from '../../src/staff/staff.create.ts'
import type { Role } from '../../src/staff/staff.ts'
import { MORNING, onBothEngines } from '../databases.ts'
import { setUp, signedIn } from './app.ts'
import { cardOf, done, givenCard, givenCentre, scan } from './given.ts'

const DAY_MS = 24 * 3_600_000
const PASSWORD = 'correct horse battery'

await onBothEngines(
  t,
  'a second member signs a list with their own password',
  async (t, db, clock) => {
    const { app, centre, send, get } = await setUp(t, db, clock)
    await givenCentre(db, 'muharraq')
    const [row] = await db.read(centreById({ id: centre }))
    if (!row) throw new Error('there is no centre')
    const settings = { ...row.settings, cardExpiresAfterDays: 2 }
    await db.amend(function* () {
      yield* run(
        query((q, { centres }) =>
          q.update(centres).set({ settings }).where(eq(centres.id, centre)),
        ),
      )
    })
    for (const [at, serial] of ['X1', 'X2'].entries()) {
      await givenCard(db, centre, serial)
      done(await scan(db, centre, serial, `B-01-01-0${at + 1}`))
    }
    clock.set(MORNING + 15 * DAY_MS)
    const member = (username: string, role: Role, centreId: string | null) =>
      createStaff(db, {
        id: username,
        username,
        name: username,
        password: PASSWORD,
        roles: [role],
        skills: ['*'],
        centreId,
      })
    await member('layla', 'post', centre)
    await member('clerk', 'clerk', centre)
    await member('elsewhere', 'post', 'muharraq')
    await member('gone', 'post', centre)
    await db.amend(function* () {
      yield* run(
        query((q, { staff }) => q.update(staff).set({ active: false }).where(eq(staff.id, 'gone'))),
      )
    })
    const first = await signedIn(db, clock, 'post', centre)
    const made = await send(`/api/centres/${centre}/disposals`, { kind: 'destroy' }, first)
    const one = `/api/disposals/${made.body.id}`
    t.match(await send(`${one}/scans`, { serial: 'X1' }, first), { status: 200 })
    t.match((await get(one, undefined, first)).body.cards, [
      { place: 'B-01-01-01' },
      { place: 'B-01-01-02' },
    ])
    const sign = (username: string, password = PASSWORD, headers = first) =>
      send(`${one}/countersign`, { username, password }, headers)

    t.match(await sign('layla', 'wrong'), { status: 401, body: { code: 'bad_credentials' } })
    t.match(await sign('nobody'), { status: 401, body: { code: 'bad_credentials' } })
    t.match(await sign('gone'), { status: 401, body: { code: 'bad_credentials' } })
    t.match(await sign('clerk'), { status: 403, body: { code: 'not_allowed' } })
    t.match(await sign('elsewhere'), { status: 403, body: { code: 'not_allowed' } })
    const stranger = await signedIn(db, clock, 'post', 'muharraq')
    t.match(await sign('layla', PASSWORD, stranger), { status: 403 }, 'nor for a list of others')
    t.match(await db.read(disposalById({ id: made.body.id })), [
      { state: 'open', confirmedBy: null },
    ])

    const layla = await app.inject({
      method: 'POST',
      url: `${one}/countersign`,
      headers: first,
      payload: { username: 'Layla', password: PASSWORD },
    })
    t.equal(layla.headers['set-cookie'], undefined, 'nobody is signed in by it')
    t.match(layla.json(), {
      state: 'closed',
      confirmedBy: 'layla',
      cards: [
        { serial: 'X1', outcome: 'expired' },
        { serial: 'X2', outcome: 'not_scanned' },
      ],
    })
    t.equal((await cardOf(db, 'X1')).state, 'expired')
    t.equal((await get(one, undefined, first)).status, 200, 'the first one is signed in still')

    for (let n = 1; n <= 5; n++) await sign('layla', 'wrong')
    t.match(
      await sign('layla'),
      { status: 429, body: { code: 'locked_out' } },
      'guesses are counted',
    )
  },
)

await onBothEngines(t, 'who made a list cannot sign it as the second', async (t, db, clock) => {
  const { centre, send } = await setUp(t, db, clock)
  await createStaff(db, {
    id: 'maker',
    username: 'maker',
    name: 'maker',
    password: PASSWORD,
    roles: ['post'],
    skills: ['*'],
    centreId: centre,
  })
  await givenCard(db, centre, 'X1')
  await db.amend(function* () {
    yield* run(
      query((q, { disposals }) =>
        q.insert(disposals).values({
          id: 'list-1',
          centreId: centre,
          kind: 'return',
          state: 'open',
          madeBy: 'maker',
          madeAt: clock.now(),
          confirmedBy: null,
          closedAt: null,
        }),
      ),
    )
  })
  t.match(
    await send('/api/disposals/list-1/countersign', { username: 'maker', password: PASSWORD }),
    { body: { code: 'second_person_needed' } },
  )
})
