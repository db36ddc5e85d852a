import type { ServerResponse } from 'node:http'
import t from 'tap'
import { PHONE } from './given.ts'
import { givenAdapter } from './http-adapter.ts'
import { ARABIC_OF_TWO, message } from './smpp-given.ts'

t.test('a message is posted with its key and the token', async (t) => {
  const { requests, open } = await givenAdapter(t)
  const sent = await open().send(message('n-1', { text: ARABIC_OF_TWO, parts: 2 }))
  t.same(sent, { sent: true })
  t.match(requests, [
    {
      url: '/send?account=7',
      headers: {
        'idempotency-key': 'n-1',
        authorization: 'Bearer token',
        'content-type': 'application/json',
      },
    },
  ])
  t.same(requests[0]?.body, {
    noticeId: 'n-1',
    to: PHONE,
    text: ARABIC_OF_TWO,
    parts: 2,
    expiresAt: '2026-11-24T09:00:00.000Z',
  })
})

t.test('what each status says of the message', async (t) => {
  for (const [status, says] of [
    [200, { sent: true }],
    [202, { sent: true }],
    [409, { sent: true }],
    [307, { sent: false, why: 'http_307', unsure: false, final: false }],
    [401, { sent: false, why: 'http_401', unsure: false, final: false }],
    [422, { sent: false, why: 'http_422', unsure: false, final: true }],
    [500, { sent: false, why: 'http_500', unsure: true, final: false }],
  ] as const) {
    const { open } = await givenAdapter(t, (response) => {
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    t.same(await open().send(message('n-1')), says, `${status}`)
  }
})

t.test('one that wants it later is left alone until then', async (t) => {
  for (const status of [429, 503]) {
    const { requests, open } = await givenAdapter(t, (response) => {
      response.writeHead(status, { 'retry-after': '30' }).end()
    })
    const channel = open()
    t.same(await channel.send(message('n-1')), {
      sent: false,
      why: `http_${status}`,
      unsure: false,
    })
    t.same(await channel.send(message('n-2')), { sent: false, why: 'http_busy', unsure: false })
    t.equal(requests.length, 1)
  }
})

t.test('no answer leaves it open; made again, the request has the same key', async (t) => {
  let treat = (response: ServerResponse): unknown => response.destroy()
  const { requests, open } = await givenAdapter(t, (response) => treat(response))
  const [patient, hurried] = [open(), open({ timeoutMs: 100 })]
  t.match(await patient.send(message('n-1')), { sent: false, unsure: true }, 'cut')
  const unsure = message('n-1', { leftThrough: 'http' })
  treat = () => {}
  t.match(await hurried.send(unsure), { sent: false, why: 'http_timeout', unsure: true })
  treat = (response) => response.end()
  t.same(await patient.send(unsure), { sent: true })
  t.same([...new Set(requests.map(({ headers }) => headers['idempotency-key']))], ['n-1'])
})

t.test('one that is not there surely got nothing', async (t) => {
  const { open, stop } = await givenAdapter(t)
  await stop()
  const channel = open()
  t.same(await channel.send(message('n-1')), { sent: false, why: 'ECONNREFUSED', unsure: false })
})

t.test('closing does not wait for one that never answers', async (t) => {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const { open } = await givenAdapter(t, () => asked())
  const channel = open()
  const sending = channel.send(message('n-1'))
  await isAsked
  await channel.close()
  t.match(await sending, { sent: false, unsure: true })
})
