import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { caller, type LiveClient, liveClient, press, signIn, view, watch } from '../running.ts'
import { until } from '../until.ts'
import { kill } from './process.ts'
import { rowsOf, startSite, watchBoard } from './site.ts'

t.setTimeout(120_000)

const shows = (lobby: LiveClient, number: string) =>
  view(lobby, 'board', ({ calls }) => calls.some((call) => call.number === number))

const SECOND_MS = 1000

/** Two processes for the web and one that works; where the first two are reached. */
const twoAndOne = async (t: Test) => {
  const site = await startSite(t, { web: 2, workers: 1 })
  const [first, second] = site.web
  if (!first || !second) throw new Error('there are two')
  return { site, first, second, here: first.url, there: second.url }
}

t.test('a call made in one process shows in the lobby of the other within a second', async (t) => {
  const { site, here, there } = await twoAndOne(t)
  const staff = await signIn({ url: here }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const lobby = await watchBoard(t, there)
  const tickets = []
  for (let n = 0; n < 10; n++)
    tickets.push(
      await press({ url: n % 2 ? here : there }, 'renew', n < 4 ? { phone: `3600123${n}` } : {}),
    )
  for (const { number } of tickets) {
    const shown = shows(lobby, number)
    const at = performance.now()
    const called = await staff.post('/api/counters/isa-town-1/next')
    t.equal(called.body.ticket.number, number)
    await shown
    const tookMs = Math.round(performance.now() - at)
    t.ok(tookMs < SECOND_MS, `${number} after ${tookMs} ms`)
    await staff.post('/api/counters/isa-town-1/serve')
    await staff.post('/api/counters/isa-town-1/finish', {})
  }
  const ended = await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from prints'),
    (prints) => prints.every(({ state }) => state === 'printed'),
  )
  t.equal(ended.length, tickets.length)
  const pictures = readdirSync(join(site.dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  t.equal(pictures.length, tickets.length, 'each slip came out once')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from notices'),
    (notices) => notices.every(({ state }) => state !== 'queued' && state !== 'sending'),
  )
  const lines = readFileSync(join(site.dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n')
  const ids = lines.map((line) => String(JSON.parse(line).noticeId))
  t.equal(new Set(ids).size, ids.length, 'no SMS came twice')
  const sent = await rowsOf<{ id: string }>(
    site.databaseUrl,
    "select id from notices where state = 'sent'",
  )
  t.same(sent.map(({ id }) => id).sort(), ids.sort(), 'and none is missing')
})

t.test(
  'a number opened on a phone through one process goes from a kiosk at the other',
  async (t) => {
    const { here, there } = await twoAndOne(t)
    const { id, secret } = await press({ url: here })
    const kiosk = await liveClient(t, { url: there })
    await watch(kiosk, { ticket: id, secret })
    const told = view(kiosk, 'ticket', ({ onPhone }) => onPhone === true)
    const phone = caller(here, { authorization: `Bearer ${secret}` })
    t.equal((await phone.put(`/api/tickets/${id}/on-phone`, undefined)).status, 204)
    t.match(await told, { id, onPhone: true, state: 'waiting' })
  },
)

t.test('when a process is killed, its clients see the truth at the other', async (t) => {
  const { first, here, there } = await twoAndOne(t)
  const lobby = await watchBoard(t, here)
  const staff = await signIn({ url: there }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const ticket = await press({ url: here })
  await kill(first.process)
  t.match((await staff.post('/api/counters/isa-town-1/next')).body.ticket, {
    number: ticket.number,
  })
  lobby.disconnect()
  const at = performance.now()
  const again = await liveClient(t, { url: there })
  const truth = shows(again, ticket.number)
  await watch(again, { board: 'isa-town' })
  await truth
  t.ok(performance.now() - at < SECOND_MS, 'within a second')
  const visitor = caller(there, { authorization: `Bearer ${ticket.secret}` })
  t.equal((await visitor.get(`/api/tickets/${ticket.id}`)).body.state, 'called')
})

t.test('with Redis killed the hall goes on, and nothing is lost or doubled', async (t) => {
  const { site, here, there } = await twoAndOne(t)
  const staff = await signIn({ url: here }, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const [local, remote] = [await watchBoard(t, here), await watchBoard(t, there)]
  await site.redis.kill()
  const tickets = [
    await press({ url: here }),
    await press({ url: here }, 'renew', { phone: '36001234' }),
  ]
  const [first] = tickets
  const shown = shows(local, first.number)
  const recovered = shows(remote, first.number)
  const called = await staff.post('/api/counters/isa-town-1/next')
  t.equal(called.body.ticket.number, first.number)
  await shown
  t.pass('the screen of the process that called goes on without Redis')
  await site.redis.start()
  await recovered
  t.pass('the other one sees it as soon as Redis is back')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from prints'),
    (prints) => prints.length === 2 && prints.every(({ state }) => state === 'printed'),
  )
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from notices'),
    (notices) => notices.length > 0 && notices.every(({ state }) => state === 'sent'),
  )
  const pictures = readdirSync(join(site.dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  t.equal(pictures.length, 2, 'each slip once')
  t.equal(readFileSync(join(site.dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n').length, 1)
})
