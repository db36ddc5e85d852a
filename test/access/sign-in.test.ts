import { parseOptions } from '@node-rs/argon2'
import { eq } from 'drizzle-orm'
import t from 'tap'
import { tokenHash } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import type { App } from '../../src/http.ts'
import { BROWSER_COOKIE } from '../../src/staff/known-browser.ts'
import { hashPassword } from '../../src/staff/password.ts'
import { createStaff } from '../../src/staff/staff.create.ts'
import {
  deleteExpiredSessions,
  sessionByToken,
  staffByUsername,
} from '../../src/staff/staff.store.ts'
import { lockMs, SESSION_MS } from '../../src/staff/staff.ts'
import { onBothEngines } from '../databases.ts'
import { buildAccessApp, givenMember, PASSWORD, signedIn, signInAs } from './app.ts'

const MINUTE_MS = 60_000

const whoAmI = (app: App, headers: Record<string, string>) =>
  app.inject({ url: '/api/session', headers })

const setActive = (db: Database, id: string, active: boolean) =>
  db.amend(function* () {
    yield* run(
      query((d, tables) => d.update(tables.staff).set({ active }).where(eq(tables.staff.id, id))),
    )
  })

/** Types a wrong password so many times. @returns the statuses */
const fail = async (app: App, username: string, times: number): Promise<number[]> => {
  const statuses: number[] = []
  for (let at = 0; at < times; at++)
    statuses.push((await signInAs(app, username, 'wrong')).statusCode)
  return statuses
}

t.test('a lock lasts 1, 2, 4, 8, and then 15 minutes', async (t) => {
  const minutes = [1, 4, 5, 6, 7, 8, 9, 10, 1000].map((failures) => lockMs(failures) / MINUTE_MS)
  t.same(minutes, [0, 0, 1, 2, 4, 8, 15, 15, 15])
})

t.test('a password is hashed with the parameters OWASP asks for, never twice alike', async (t) => {
  const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  t.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.match(parseOptions(one), { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 })
  t.not(one, two)
})

await onBothEngines(
  t,
  'signing in tells who one is, and signing out ends it',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    const id = await givenMember(db, { username: 'noor', centreId: 'isa-town' })
    const member = {
      id,
      username: 'noor',
      name: 'Noor Ali',
      roles: ['clerk'],
      skills: ['*'],
      centre: 'isa-town',
    }
    const answer = await signInAs(app, ' Noor ')
    t.equal(answer.statusCode, 200)
    t.same(answer.json(), member)
    const [cookie] = answer.cookies
    const headers = { cookie: `${cookie?.name}=${cookie?.value}` }
    t.same((await whoAmI(app, headers)).json(), member)

    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers })
    t.equal(out.statusCode, 204)
    t.equal(out.body, '')
    t.match(String(out.headers['set-cookie']), /^dawr_session=;.*Expires=Thu, 01 Jan 1970/)
    t.equal((await whoAmI(app, headers)).statusCode, 401)
  },
)

await onBothEngines(
  t,
  'a wrong password and an unknown name are the same answer',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const [wrong, unknown] = [await signInAs(app, 'noor', 'x'), await signInAs(app, 'nobody', 'x')]
    t.equal(wrong.statusCode, 401)
    t.match(wrong.json(), { code: 'bad_credentials' })
    t.same(unknown.json(), wrong.json())
    t.equal(wrong.headers['set-cookie'], undefined)
  },
)

await onBothEngines(t, 'how long a refusal takes does not tell either', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  for (const username of ['noor', 'nobody']) {
    const from = performance.now()
    await signInAs(app, username, 'wrong')
    // A timer may be a millisecond early by the other clock.
    t.ok(performance.now() - from > 98, `${username} is answered at a tenth of a second`)
  }
})

await onBothEngines(
  t,
  'five wrong passwords lock the account, for longer each time',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock, { env: {} })
    await givenMember(db, { username: 'noor' })
    t.same(await fail(app, 'noor', 5), [401, 401, 401, 401, 401])
    const locked = await signInAs(app, 'noor')
    t.equal(locked.statusCode, 429, 'the right password does not help')
    t.match(locked.json(), { code: 'locked_out', details: { minutes: 1 } })
    t.equal(locked.headers['retry-after'], '60')

    clock.advance(MINUTE_MS)
    t.same(await fail(app, 'noor', 2), [401, 429], 'one more failure locks at once')
    const [member] = await db.read(staffByUsername({ username: 'noor' }))
    t.equal(member?.lockedUntil, clock.now() + 2 * MINUTE_MS)
    t.equal(member?.failedSignIns, 6, 'what is tried during a lock counts for nothing')

    clock.advance(2 * MINUTE_MS)
    t.equal((await signInAs(app, 'noor')).statusCode, 200)
    t.same(await fail(app, 'noor', 4), [401, 401, 401, 401], 'and the count starts anew')
    t.equal((await signInAs(app, 'noor')).statusCode, 200)
  },
)

await onBothEngines(t, 'a lock does not tell whether there is an account', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  t.same(await fail(app, 'nobody', 6), await fail(app, 'noor', 6))
  t.same((await signInAs(app, 'nobody')).json(), (await signInAs(app, 'noor')).json())
  clock.advance(MINUTE_MS)
  t.same(await fail(app, 'nobody', 2), [401, 429])
})

await onBothEngines(t, 'a lock survives a restart', async (t, db, clock, reopen) => {
  await givenMember(db, { username: 'noor' })
  await fail(await buildAccessApp(t, db, clock), 'noor', 5)
  const app = await buildAccessApp(t, await reopen(clock), clock)
  t.match((await signInAs(app, 'noor')).json(), { code: 'locked_out' })
})

await onBothEngines(
  t,
  'nobody locks a member out of a browser where they signed in before',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock, { env: {} })
    for (const username of ['noor', 'ali']) await givenMember(db, { username })
    const browserOf = ({ cookies }: { cookies: { name: string; value: string }[] }) => {
      const { value } = cookies.find(({ name }) => name === BROWSER_COOKIE) ?? {}
      return { cookie: `${BROWSER_COOKIE}=${value}` }
    }
    const answer = await signInAs(app, 'noor')
    t.match(answer.cookies[1], { httpOnly: true, sameSite: 'Strict', path: '/api/session' })
    const alone = browserOf(answer)
    const shared = browserOf(await signInAs(app, 'ali', PASSWORD, alone))
    const lockedFor = async (username: string, headers = {}) =>
      (await signInAs(app, username, PASSWORD, headers)).json().details?.minutes ?? 0

    await fail(app, 'noor', 5)
    t.equal(await lockedFor('noor'), 1, 'elsewhere the account is locked')
    t.equal(await lockedFor('noor', alone), 0)
    t.equal(await lockedFor('noor', shared), 0, 'whoever else signed in there since')
    t.equal(await lockedFor('noor'), 1, 'and stays locked elsewhere')
    await fail(app, 'ali', 5)
    t.equal(await lockedFor('ali', alone), 1, 'ali had not signed in there yet')
    const [browser = '', proof = ''] = alone.cookie.split('=')[1]?.split('.') ?? []
    for (const value of ['', '.', browser, `${browser}x.${proof}`, `${proof}.${proof}`])
      t.equal(await lockedFor('noor', { cookie: `${BROWSER_COOKIE}=${value}` }), 1, value)

    clock.advance(MINUTE_MS)
    const wrong = () => signInAs(app, 'noor', 'wrong', shared)
    for (let at = 0; at < 4; at++) await wrong()
    t.equal(await lockedFor('noor', shared), 0, 'four wrong ones are forgiven')
    for (let at = 0; at < 5; at++) await wrong()
    t.equal(await lockedFor('noor', shared), 1, 'five are not, there')
    t.equal(await lockedFor('noor', alone), 1, 'it is one browser, whoever was the last')
    t.equal(await lockedFor('noor'), 0, 'elsewhere they count for nothing')
  },
)

await onBothEngines(t, 'guesses made side by side are counted one by one', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  await Promise.all(Array.from({ length: 12 }, () => signInAs(app, 'noor', 'wrong')))
  const [member] = await db.read(staffByUsername({ username: 'noor' }))
  t.equal(member?.failedSignIns, 5)
  t.equal(member?.lockedUntil, clock.now() + MINUTE_MS)
})

await onBothEngines(t, 'a session lasts twelve hours', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  const headers = await signedIn(app, 'noor')
  clock.advance(SESSION_MS - 1)
  t.equal((await whoAmI(app, headers)).statusCode, 200)
  clock.advance(1)
  t.equal((await whoAmI(app, headers)).statusCode, 401)
})

await onBothEngines(
  t,
  'sessions that have run out are deleted, others stay',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    await signedIn(app, 'noor')
    clock.advance(SESSION_MS / 2)
    const headers = await signedIn(app, 'noor')
    clock.advance(SESSION_MS / 2)
    t.equal(await db.amend(() => deleteExpiredSessions(clock.now())), 1)
    t.equal(await db.amend(() => deleteExpiredSessions(clock.now())), 0)
    t.equal((await whoAmI(app, headers)).statusCode, 200)
  },
)

await onBothEngines(
  t,
  'a member who is deactivated is out at once, and stays out',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    const id = await givenMember(db, { username: 'noor' })
    const headers = await signedIn(app, 'noor')
    t.equal((await whoAmI(app, headers)).statusCode, 200)
    await setActive(db, id, false)
    t.equal((await whoAmI(app, headers)).statusCode, 401)
    t.match((await signInAs(app, 'noor')).json(), { code: 'bad_credentials' })
  },
)

await onBothEngines(
  t,
  'signing in again ends the session that the browser had',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const before = await signedIn(app, 'noor')
    const again = await signInAs(app, 'noor', PASSWORD, before)
    t.equal(again.statusCode, 200)
    t.not(again.cookies[0]?.value, before.cookie.split('=')[1])
    t.equal((await whoAmI(app, before)).statusCode, 401)
  },
)

await onBothEngines(
  t,
  'a user name belongs to one person, however it is written',
  async (t, db) => {
    const noor = {
      id: 'one',
      username: 'Noor',
      name: 'Noor Ali',
      password: PASSWORD,
      roles: ['clerk'],
      skills: [],
      centreId: null,
    } as const
    t.equal(await createStaff(db, noor), true)
    t.equal(await createStaff(db, { ...noor, id: 'two', username: 'NOOR ' }), false)
    t.equal((await db.read(staffByUsername({ username: 'noor' })))[0]?.id, 'one')
  },
)

await onBothEngines(
  t,
  "the database keeps only the hash of a cookie's token",
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const token = (await signedIn(app, 'noor')).cookie.split('=')[1] ?? ''
    t.equal((await db.read(sessionByToken({ tokenHash: tokenHash(token) }))).length, 1)
    t.equal((await db.read(sessionByToken({ tokenHash: token }))).length, 0)
  },
)

t.test('the cookie', async (t) => {
  await onBothEngines(t, 'is for our own pages over HTTP alone', async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const [cookie] = (await signInAs(app, 'noor')).cookies
    t.match(cookie, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 43_200 })
    t.equal(cookie?.secure, undefined)
  })
  await onBothEngines(
    t,
    'is never sent in the clear where there is https',
    async (t, db, clock) => {
      const env = { PUBLIC_URL: 'https://dawr.example' }
      const app = await buildAccessApp(t, db, clock, { env })
      await givenMember(db, { username: 'noor' })
      t.match((await signInAs(app, 'noor')).cookies[0], { secure: true, sameSite: 'Strict' })
    },
  )
})

await onBothEngines(
  t,
  'nothing that is typed at the sign-in stands in the log',
  async (t, db, clock) => {
    const lines: string[] = []
    const app = await buildAccessApp(t, db, clock, { onLog: (line) => lines.push(line) })
    await givenMember(db, { username: 'noor' })
    const { cookie } = await signedIn(app, 'noor')
    await signInAs(app, 'noor', 'a-wrong-password')
    await whoAmI(app, { cookie })
    const text = lines.join('')
    t.match(text, /request completed/, 'there is a log')
    for (const secret of [PASSWORD, 'a-wrong-password', cookie.split('=')[1] ?? '', 'noor'])
      t.notOk(text.includes(secret), 'kept out')
  },
)

await onBothEngines(
  t,
  'what is no sign-in is refused and counts as no failure',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const bodies = [
      {},
      { username: 'noor' },
      { username: 'noor', password: '' },
      { username: 'noor', password: 'x'.repeat(201) },
      { username: { $ne: null }, password: 'x' },
      { username: 'noor', password: 'x', role: 'admin' },
    ]
    for (const payload of bodies) {
      const answer = await app.inject({ method: 'POST', url: '/api/session', payload })
      t.equal(answer.statusCode, 400)
    }
    t.equal((await db.read(staffByUsername({ username: 'noor' })))[0]?.failedSignIns, 0)
  },
)
