import t from 'tap'
import { query } from '../../src/db/transact.ts'
import type { App } from '../../src/http.ts'
import { MOVE_MS, SESSION_MS } from '../../src/staff/staff.ts'
import { onBothEngines } from '../databases.ts'
import { buildAccessApp, givenMember, PASSWORD, signedIn, signInAs } from './app.ts'

type Headers = Record<string, string>

const ask = (app: App, path: string, payload: object, headers: Headers = {}) =>
  app.inject({ method: 'POST', url: `/api/session/${path}`, headers, payload })
const whoAmI = async (app: App, headers: Headers) =>
  (await app.inject({ url: '/api/session', headers })).json()
const codeOf = async (app: App, headers: Headers): Promise<string> =>
  (await ask(app, 'code', {}, headers)).json().code
const move = (app: App, code: string, username = 'noor') => ask(app, 'move', { username, code })
/** Another code of six digits. */
const notThis = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

await onBothEngines(
  t,
  'a session goes on elsewhere, once, to its old end',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const old = await signedIn(app, 'noor')
    clock.advance(60_000)
    const code = await codeOf(app, old)
    t.match(code, /^\d{6}$/)
    const rows = JSON.stringify(
      await db.read(query((q, tables) => q.select().from(tables.sessions))),
    )
    t.notMatch(rows, new RegExp(`"${code}"`), 'the code itself is not kept')
    const [one, two] = await Promise.all([move(app, code), move(app, code)])
    t.same([one.statusCode, two.statusCode].sort(), [200, 401], 'one of two gets it')
    const [cookie] = (one.statusCode === 200 ? one : two).cookies
    t.equal(cookie?.maxAge, (SESSION_MS - 60_000) / 1000, 'the end stays what it was')
    t.match(await whoAmI(app, { cookie: `${cookie?.name}=${cookie?.value}` }), { username: 'noor' })
    t.match(await whoAmI(app, old), { code: 'session_moved', status: 401 })
    clock.advance(SESSION_MS)
    t.match(await whoAmI(app, old), { code: 'not_signed_in' })
  },
)

await onBothEngines(
  t,
  'a code whose answer was lost may be shown again by the same request, and by no other',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const old = await signedIn(app, 'noor')
    const code = await codeOf(app, old)
    const shown = (requestId: string, over: object = {}) =>
      ask(app, 'move', { username: 'noor', code, requestId, ...over })
    const first = await shown('request-of-the-one-browser')
    const again = await shown('request-of-the-one-browser')
    t.same([first.statusCode, again.statusCode], [200, 200])
    const [cookie] = again.cookies
    t.equal(cookie?.value, first.cookies[0]?.value, 'the same session')
    t.match(await whoAmI(app, { cookie: `${cookie?.name}=${cookie?.value}` }), { username: 'noor' })
    t.match(await whoAmI(app, old), { code: 'session_moved' })
    t.equal((await shown('request-of-some-other-one')).statusCode, 401)
    t.equal((await shown('request-of-the-one-browser', { code: notThis(code) })).statusCode, 401)
    t.equal((await shown('short')).statusCode, 400)
    await app.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    })
    t.equal((await shown('request-of-the-one-browser')).statusCode, 401, 'and not once it ended')
  },
)

await onBothEngines(t, 'a code runs out, and a new one ends the old', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  const old = await signedIn(app, 'noor')
  const first = await codeOf(app, old)
  const second = await codeOf(app, old)
  if (first !== second) t.equal((await move(app, first)).statusCode, 401)
  clock.advance(MOVE_MS)
  t.match((await move(app, second)).json(), { code: 'bad_move_code' })
  t.match(await whoAmI(app, old), { username: 'noor' }, 'and the session stays where it is')
})

await onBothEngines(t, 'guesses lock the account as wrong passwords do', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  await givenMember(db, { username: 'noor' })
  const code = await codeOf(app, await signedIn(app, 'noor'))
  for (const username of ['noor', 'nobody']) {
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await move(app, notThis(code), username)).statusCode)
    t.same(statuses, [401, 401, 401, 401, 401, 429], username)
  }
  t.equal((await move(app, code)).statusCode, 429, 'the right one does not help then')
})

await onBothEngines(
  t,
  'a new password of one’s own ends the other sessions',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await givenMember(db, { username: 'noor' })
    const [here, there] = [await signedIn(app, 'noor'), await signedIn(app, 'noor')]
    const change = (password: string, newPassword: string) =>
      ask(app, 'password', { password, newPassword }, here)
    t.match((await change('wrong', 'three brown camels')).json(), { code: 'bad_credentials' })
    t.match((await change(PASSWORD, PASSWORD)).json(), { code: 'password_unchanged' })
    for (const easy of ['short', 'aaaaaaaabbbb', 'password1234', 'qwertyuiop12', 'Noor01011990'])
      t.match((await change(PASSWORD, easy)).json(), { code: 'password_too_easy' }, easy)
    t.equal((await change(PASSWORD, 'three brown camels')).statusCode, 204)
    t.match(await whoAmI(app, here), { username: 'noor' })
    t.match(await whoAmI(app, there), { code: 'not_signed_in' })
    t.equal((await signInAs(app, 'noor')).statusCode, 401)
    t.equal((await signInAs(app, 'noor', 'three brown camels')).statusCode, 200)
  },
)
