import { join } from 'node:path'
import t from 'tap'
import { openChannels } from '../../src/notices/open-channels.ts'
import { temporaryFolder } from '../databases.ts'
import { caller, KIOSK_TOKEN, startServer } from '../running.ts'
import { linesOf, noticeOf, silent } from './given.ts'
import { givenAdapter } from './http-adapter.ts'
import { givenPeer, message, standing } from './smpp-given.ts'

t.test('from SMPP to HTTP to the file, each only when the one before surely failed', async (t) => {
  const peer = await givenPeer(t)
  let status = 202
  const adapter = await givenAdapter(t, (response) => response.writeHead(status).end())
  const dataDir = temporaryFolder(t)
  const smsUrls = [peer.url(), adapter.url, 'file:']
  const channel = openChannels({ smsUrls, dataDir }, { clock: standing, log: silent })
  t.teardown(() => channel.close())
  const counts = () => [
    peer.taken.length,
    adapter.requests.length,
    linesOf(join(dataDir, 'sms.jsonl')).length,
  ]
  await peer.stop()
  t.match(await channel.send(message('n-1')), { sent: true })
  t.same(counts(), [0, 1, 0])
  status = 401
  t.match(await channel.send(message('n-2')), { sent: true })
  t.same(counts(), [0, 2, 1])
  await peer.start()
  await peer.when(() => peer.binds.length === 1)
  t.match(await channel.send(message('n-3')), { sent: true })
  t.same(counts(), [1, 2, 1])
})

t.test('the whole server sends a ticket over SMPP, and takes its receipts', async (t) => {
  const peer = await givenPeer(t)
  const server = await startServer(t, { env: { SMS_URL: peer.url('from=97317000000') } })
  const kiosk = caller(server.url, { authorization: `Bearer ${KIOSK_TOKEN}` })
  const { status, body } = await kiosk.post('/api/centres/isa-town/tickets', {
    service: 'renew',
    requestId: 'r-1',
    phone: '36000001',
    language: 'ar',
  })
  t.equal(status, 201)
  await peer.when(() => peer.shown().length === 1)
  const [shown] = peer.shown()
  t.equal(shown?.to, '+97336000001')
  t.match(shown?.text, body.number)
  for (const part of peer.taken) t.equal(await peer.receipt(part), 0)
  t.match(await noticeOf(server.deps.db, `ticket_issued-${body.id}`), { state: 'delivered' })
  await server.close()
})
