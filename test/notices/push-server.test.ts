import t from 'tap'
import { query } from '../../src/db/transact.ts'
import { caller, press, type Server, signIn, startServer, startServerOn } from '../running.ts'
import { givenPushService } from './push-service.ts'

const visitorOf = (server: Server, secret: string) =>
  caller(server.url, { authorization: `Bearer ${secret}` })

const atCounter = async (server: Server) => {
  const staff = await signIn(server, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  return (what: string) => staff.post(`/api/counters/isa-town-1/${what}`, {})
}

/** A server for a test of its own: the push service must be known before it starts. */
for (const engine of ['sqlite', 'postgres'] as const)
  await t.test(
    `a phone is told of its call and recall, until it wants no more (${engine})`,
    async (t) => {
      const service = await givenPushService(t)
      const server = await startServerOn(t, engine, { PUSH_HOSTS: service.origin })
      const { id, secret, number } = await press(server, 'renew', { language: 'ar' })
      const visitor = visitorOf(server, secret)
      const path = `/api/tickets/${id}/push`
      const before = await visitor.get(path)
      t.match(before.body, { on: false })
      const subscription = service.subscribe()
      t.equal((await visitor.put(path, subscription)).status, 204)
      t.match((await visitor.get(path)).body, { on: true })
      t.notMatch(JSON.stringify((await visitor.get(`/api/tickets/${id}`)).body), /push|p256dh/)

      const counter = await atCounter(server)
      t.match((await counter('next')).body, { ticket: { number } })
      const called = await service.after(0)
      t.match(called, {
        key: before.body.key,
        urgency: 'high',
        payload: { ticket: id, language: 'ar', title: `حان دورك ${number}`, body: /النافذة 1$/ },
      })
      t.ok(called.ttl > 200 && called.ttl <= 300)
      await counter('recall')
      const recalled = await service.after(1)
      t.equal(recalled.topic, called.topic)
      t.not(recalled.payload.id, called.payload.id, 'so that the phone alarms anew')

      t.equal((await visitor.delete(path)).status, 204)
      t.match((await visitor.get(path)).body, { on: false })
      await counter('recall')
      const notices = await server.deps.db.read(query((q, t) => q.select().from(t.notices)))
      t.equal(notices.filter(({ kind }) => kind === 'push_called').length, 2)
      const stored = JSON.stringify([
        notices,
        await server.deps.db.read(query((q, t) => q.select().from(t.events))),
        await server.deps.db.read(query((q, t) => q.select().from(t.tickets))),
      ])
      t.notOk(stored.includes(subscription.keys.p256dh), 'stored nowhere in the clear')
      const figures = await (await fetch(`${server.url}/metrics`)).text()
      t.notOk(figures.includes(service.origin))
    },
  )

t.test('what is no browser of a known service is refused', async (t) => {
  const service = await givenPushService(t)
  const server = await startServer(t)
  const { id, secret } = await press(server)
  const visitor = visitorOf(server, secret)
  const put = async (body: object) => {
    const { status, body: said } = await visitor.put(`/api/tickets/${id}/push`, body)
    return `${status} ${said.code ?? ''}`.trim()
  }
  const { keys } = service.subscribe()
  const endpoint = 'https://fcm.googleapis.com/fcm/send/1'
  for (const elsewhere of [
    service.subscribe().endpoint,
    'https://169.254.169.254/latest',
    'https://push.evil.example/1',
    'http://fcm.googleapis.com/1',
    'x',
  ])
    t.equal(await put({ endpoint: elsewhere, keys }), '422 push_not_possible', elsewhere)
  const offTheCurve = { ...keys, p256dh: `${keys.p256dh.slice(0, 80)}AAAAAAA` }
  t.equal(await put({ endpoint, keys: offTheCurve }), '422 push_not_possible')
  for (const body of [
    { endpoint: `${endpoint}${'x'.repeat(1024)}`, keys },
    { endpoint, keys: { ...keys, p256dh: `${keys.p256dh}A` } },
    { endpoint, keys: { ...keys, auth: 'short' } },
    { endpoint, keys: { ...keys, auth: '<'.repeat(22) } },
    { endpoint, keys, more: 'x' },
    { endpoint },
  ])
    t.equal(await put(body), '400 malformed', JSON.stringify(body).slice(0, 80))
  const other = await press(server)
  const theirs = await visitor.put(`/api/tickets/${other.id}/push`, { endpoint, keys })
  t.match(theirs.body, { code: 'wrong_ticket_secret' })

  t.equal(await put({ endpoint, keys }), '204')
  await visitor.post(`/api/tickets/${id}/leave`)
  t.match((await visitor.get(`/api/tickets/${id}/push`)).body, { on: false }, 'gone with the visit')
  t.equal(await put({ endpoint, keys }), '409 ticket_ended')
})

t.test('a key that is given takes the place of the derived one', async (t) => {
  const service = await givenPushService(t)
  const VAPID_PRIVATE_KEY = Buffer.alloc(32, 9).toString('base64url')
  const env = {
    PUSH_HOSTS: service.origin,
    VAPID_PRIVATE_KEY,
    VAPID_SUBJECT: 'mailto:it@x.example',
  }
  const server = await startServer(t, { env })
  const { id, secret } = await press(server)
  const visitor = visitorOf(server, secret)
  const { body } = await visitor.get(`/api/tickets/${id}/push`)
  t.not(body.key, server.deps.vault.pushKeys().publicKey)
  await visitor.put(`/api/tickets/${id}/push`, service.subscribe())
  await (await atCounter(server))('next')
  t.match(await service.after(0), { key: body.key, subject: 'mailto:it@x.example' })
})
