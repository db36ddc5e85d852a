import t from 'tap'
import { isForeign } from '../../src/access.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre } from '../factories.ts'
import {
  buildAccessApp,
  givenMember,
  OWN_ORIGIN,
  paired,
  signedIn,
  signInAs,
  ticketSecret,
} from './app.ts'

t.test('a page of another site is told by its headers', async (t) => {
  const ours = ['dawr.example', '10.0.0.5:3000']
  const at = (origin: string, site?: string) =>
    isForeign({ origin, ...(site && { 'sec-fetch-site': site }) }, ours)
  t.equal(isForeign({}, ours), false, 'no browser')
  t.equal(at('https://dawr.example'), false)
  t.equal(at('http://10.0.0.5:3000', 'same-origin'), false)
  t.equal(at('http://10.0.0.5:8080'), true, 'another port is another site')
  t.equal(at('https://evil.example'), true)
  t.equal(at('https://dawr.example.evil.example'), true)
  t.equal(at('null'), true)
  t.equal(at('https://dawr.example', 'cross-site'), true)
})

await onBothEngines(
  t,
  'a write from another site is refused, a read is not',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock, { env: { PUBLIC_URL: 'https://dawr.example' } })
    await givenMember(db, { username: 'noor' })
    const { cookie } = await signedIn(app, 'noor')
    const url = '/centres/isa-town/staff'
    const write = (origin: string) =>
      app.inject({ method: 'POST', url, headers: { cookie, origin, 'accept-language': 'en' } })
    const foreign = await write('https://evil.example')
    t.equal(foreign.statusCode, 403)
    t.match(foreign.json(), { code: 'foreign_origin' })
    t.equal((await write(OWN_ORIGIN)).statusCode, 200, 'the host it was asked under')
    t.equal((await write('https://dawr.example')).statusCode, 200, 'the public address')
    t.equal((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode, 200)
    const read = await app.inject({ url, headers: { cookie, origin: 'https://evil.example' } })
    t.equal(read.statusCode, 200, 'its answer cannot be read there')
    t.equal(read.headers['access-control-allow-origin'], undefined)
    const signIn = await signInAs(app, 'noor', undefined, { origin: 'https://evil.example' })
    t.equal(signIn.statusCode, 403, 'nobody is signed in behind their back')
  },
)

await onBothEngines(t, 'staff and devices act in their own centre', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const [here, there] = [await buildCentre(db), await buildCentre(db)]
  await givenMember(db, { username: 'noor', centreId: here.id })
  await givenMember(db, { username: 'mobile', roles: ['clerk'], centreId: null })
  const status = async (username: string, centreId: string) =>
    (
      await app.inject({
        url: `/centres/${centreId}/staff`,
        headers: await signedIn(app, username),
      })
    ).statusCode
  t.equal(await status('noor', here.id), 200)
  t.equal(await status('noor', there.id), 403)
  t.equal(await status('mobile', there.id), 200, 'who works in no one centre works in all')
})

await onBothEngines(t, 'each is let in where the route names them', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const centre = await buildCentre(db)
  await givenMember(db, { username: 'admin', roles: ['admin'] })
  const admin = await signedIn(app, 'admin')
  const kiosk = (await paired(app, admin, centre.id, 'kiosk')).token
  const lobby = (await paired(app, admin, centre.id, 'lobby')).token
  const as = async (url: string, headers: Record<string, string>) =>
    (await app.inject({ url, headers })).statusCode
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  t.equal(await as('/kiosk', bearer(kiosk)), 200)
  t.equal(await as('/kiosk', bearer(lobby)), 403, 'another kind of device')
  t.equal(await as('/kiosk', admin), 403, 'an administrator is no kiosk')
  t.equal(await as('/kiosk', bearer('wrong')), 401)
  t.equal(await as('/kiosk', { authorization: 'Basic eDp5' }), 401)
  t.equal(await as('/kiosk', {}), 401)
  t.equal(await as('/tickets/one', bearer(ticketSecret('one'))), 200)
  t.equal(await as('/tickets/two', bearer(ticketSecret('one'))), 401, "another's ticket")
  t.equal(await as('/tickets/one', admin), 403)
  t.equal(await as('/tickets/one', { ...admin, ...bearer('wrong') }), 401, 'a bearer goes first')
  t.equal(await as('/open', { cookie: 'dawr_session=wrong' }), 200)
  t.equal(await as('/nothing', admin), 404)
})

await onBothEngines(t, 'a refusal comes before the body is read', async (t, db, clock) => {
  const app = await buildAccessApp(t, db, clock)
  const answer = await app.inject({
    method: 'POST',
    url: '/centres/isa-town/staff',
    headers: { 'content-type': 'application/json' },
    payload: '{"not": json',
  })
  t.equal(answer.statusCode, 401)
})

await onBothEngines(
  t,
  'a route that does not say who may stops the start',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    t.throws(() => app.get('/forgotten', async () => ({})), /GET \/forgotten does not say who may/)
    await t.rejects(async () => {
      await app.register(async (feature) => {
        feature.get('/hidden', { config: {} }, async () => ({}))
      })
      await app.ready()
    }, /GET \/hidden does not say who may/)
  },
)

await onBothEngines(
  t,
  'all routes and their policies can be walked through',
  async (t, db, clock) => {
    const app = await buildAccessApp(t, db, clock)
    await app.ready()
    const policyOf = (method: string, url: string) =>
      app.policies.find((one) => one.method === method && one.url === url)?.may
    t.same(policyOf('POST', '/api/session'), { anyone: true })
    t.same(policyOf('DELETE', '/api/devices/:device'), { staff: ['admin'] })
    t.same(policyOf('HEAD', '/api/device'), { device: ['kiosk', 'lobby'] })
  },
)

await onBothEngines(
  t,
  'pages load from our own server and are framed by nobody',
  async (t, db, clock) => {
    const plain = (await (await buildAccessApp(t, db, clock)).inject('/open')).headers
    const policy = String(plain['content-security-policy'])
    t.match(policy, /default-src 'self';/)
    t.match(policy, /connect-src 'self' ws:\/\/localhost;/)
    t.match(policy, /frame-ancestors 'none'/)
    t.notMatch(policy, /unsafe|https:|upgrade-insecure/)
    t.equal(plain['strict-transport-security'], undefined, 'not where there is no https')

    const env = { PUBLIC_URL: 'https://dawr.example' }
    const secure = (await (await buildAccessApp(t, db, clock, { env })).inject('/open')).headers
    t.match(secure['strict-transport-security'], /max-age=31536000/)
    t.match(secure['content-security-policy'], /connect-src 'self' wss:\/\/dawr\.example;/)
  },
)
