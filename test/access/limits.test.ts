import t, { type Test } from 'tap'
import type { Database } from '../../src/db/transact.ts'
import type { App } from '../../src/http.ts'
import { type HandSetClock, handSetClock, openDatabase } from '../databases.ts'
import { buildCentre } from '../factories.ts'
import { buildAccessApp, givenMember, paired, signedIn, signInAs } from './app.ts'

/** These counts are in the process, so one engine says it all. */
const open = async (t: Test): Promise<{ app: App; db: Database; clock: HandSetClock }> => {
  const clock = handSetClock()
  const db = await openDatabase(t, 'sqlite', clock)
  return { app: await buildAccessApp(t, db, clock), db, clock }
}

interface Asking {
  method?: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  payload?: object
  from?: string
}

const ask = (app: App, { from = '203.0.113.7', method = 'GET', ...request }: Asking) =>
  app.inject({ method, ...request, remoteAddress: from })

/** How many of so many requests were not turned away as too many. */
const letThrough = async (app: App, times: number, asking: Asking): Promise<number> => {
  let through = 0
  for (let at = 0; at < times; at++) if ((await ask(app, asking)).statusCode !== 429) through++
  return through
}

t.test('an address reads 1,200 times a minute and writes 120 times', async (t) => {
  const { app } = await open(t)
  t.equal(await letThrough(app, 1210, { url: '/open' }), 1200)
  t.equal(await letThrough(app, 125, { url: '/open', method: 'POST' }), 120)
  const other = { url: '/open', from: '203.0.113.8' }
  t.equal(await letThrough(app, 3, other), 3, 'another address is another')
})

t.test('one turned away is told why and until when', async (t) => {
  const { app } = await open(t)
  await letThrough(app, 120, { url: '/issue', method: 'POST' })
  const headers = { 'accept-language': 'ar' }
  const answer = await ask(app, { url: '/issue', method: 'POST', headers })
  t.equal(answer.statusCode, 429)
  t.match(answer.headers['content-type'], /^application\/problem\+json/)
  const { details, ...problem } = answer.json<{ details: { seconds: number } }>()
  t.match(problem, { code: 'too_many_requests', status: 429, detail: /طلبات كثيرة/ })
  t.ok(details.seconds >= 1 && details.seconds <= 60)
  t.equal(answer.headers['retry-after'], String(details.seconds))
})

t.test('each kind of call is counted by itself', async (t) => {
  const { app } = await open(t)
  t.equal(await letThrough(app, 125, { url: '/issue', method: 'POST' }), 120)
  t.equal(await letThrough(app, 5, { url: '/open', method: 'POST' }), 5)
})

t.test('a network of IPv6 addresses counts as one', async (t) => {
  const { app } = await open(t)
  const from = (last: number) => ({
    url: '/issue',
    method: 'POST' as const,
    from: `2001:db8::${last}`,
  })
  for (let at = 0; at < 120; at++) await ask(app, from(at))
  t.equal((await ask(app, from(121))).statusCode, 429)
})

t.test('a paired device goes as fast as it likes, a wrong token does not', async (t) => {
  const { app, db } = await open(t)
  const centre = await buildCentre(db)
  await givenMember(db, { username: 'admin', roles: ['admin'] })
  const { token } = await paired(app, await signedIn(app, 'admin'), centre.id)
  const issueWith = (one: string) => ({
    url: '/issue',
    method: 'POST' as const,
    headers: { authorization: `Bearer ${one}` },
  })
  t.equal(await letThrough(app, 200, issueWith(token)), 200)
  t.equal(await letThrough(app, 125, issueWith('wrong')), 120)
  t.equal(await letThrough(app, 5, issueWith(token)), 5, 'from the same address')
})

t.test('those whom a route refuses are counted too', async (t) => {
  const { app } = await open(t)
  const headers = { authorization: 'Bearer wrong' }
  t.equal(await letThrough(app, 1210, { url: '/kiosk', headers }), 1200)
})

t.test('addresses where nothing is are counted too', async (t) => {
  const { app } = await open(t)
  t.equal(await letThrough(app, 1210, { url: '/nothing/here' }), 1200)
})

t.test('a member of staff asks 6,000 times a minute, from any address', async (t) => {
  const { app, db } = await open(t)
  await givenMember(db, { username: 'noor' })
  const url = '/centres/isa-town/staff'
  const asking = { url, method: 'POST' as const, headers: await signedIn(app, 'noor') }
  t.equal(await letThrough(app, 6005, asking), 6000)
  t.equal((await ask(app, { ...asking, from: '203.0.113.9' })).statusCode, 429)
  const again = { ...asking, headers: await signedIn(app, 'noor') }
  t.equal((await ask(app, again)).statusCode, 200, 'another session counts by itself')
})

t.test('an address tries to sign in 60 times a minute, whatever it shows', async (t) => {
  const { app, db } = await open(t)
  const centre = await buildCentre(db)
  await givenMember(db, { username: 'admin', roles: ['admin'] })
  const { token } = await paired(app, await signedIn(app, 'admin'), centre.id)
  const asking = {
    url: '/api/session',
    method: 'POST' as const,
    headers: { authorization: `Bearer ${token}` },
    payload: {},
  }
  t.equal(await letThrough(app, 62, asking), 60)
  t.equal((await signInAs(app, 'admin')).statusCode, 200, 'from elsewhere it still works')
})

t.test('from outside one asks for cards 10 times a minute', async (t) => {
  const { app } = await open(t)
  let through = 0
  for (let at = 0; at < 12; at++) {
    const payload = { citizenId: `9001000${String(at).padStart(2, '0')}`, proof: 'x' }
    const answer = await ask(app, { url: '/api/card-status', method: 'POST', payload })
    if (answer.statusCode === 200) through++
  }
  t.equal(through, 10)
})

t.test('health and figures are answered as often as they are asked for', async (t) => {
  const { app } = await open(t)
  t.equal(await letThrough(app, 1300, { url: '/health' }), 1300)
})
