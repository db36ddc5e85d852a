import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { caller } from '../running.ts'
import { until } from '../until.ts'
import { startBalancer } from './balancer.ts'
import { gist, startLoad } from './load.ts'
import { type Machine, rowsOf, startSite } from './site.ts'

t.setTimeout(600_000)

/**
 * As it is by default: both kinds of clients use a connection again, who are told half of it, and a
 * machine may stand still for a moment between the end they were told and the real one.
 */
const DRAIN_SEC = 5

/** Asks it to stop, and starts it again when it has. */
const restart = async (t: Test, machine: Machine) => {
  machine.process.child.kill('SIGTERM')
  t.equal(await machine.process.ended, 0, `${machine.name} stopped in time, and in peace`)
  await machine.start()
}

t.test('every process is restarted under load, and nobody notices', async (t) => {
  const site = await startSite(t, { web: 2, workers: 2, env: { DRAIN_SEC: `${DRAIN_SEC}` } })
  const ports = site.web.map(({ port }) => port)
  const balancer = await startBalancer(t, ports)
  await Promise.all(ports.map((port) => balancer.seen(port, true)))
  const load = await startLoad(t, balancer.url, DRAIN_SEC)

  const working = (async () => {
    for (const worker of site.workers) await restart(t, worker)
  })()
  for (const web of site.web) {
    const left = balancer.seen(web.port, false)
    await restart(t, web)
    await left
    await balancer.seen(web.port, true)
  }
  await working
  const { answers, failures, tooBusy, pressed, called, sockets } = await load.stop()

  t.strictSame(failures, [], `of ${answers} requests none failed, ${tooBusy} met a busy machine`)
  t.ok(tooBusy < answers / 10, 'nearly all are served even where the machine has no time')
  t.equal(balancer.lost(), 0, 'no connection was without a process')
  t.ok(answers > 300 && pressed.size > 50 && called.length > 10, 'for this to mean anything')
  t.ok(
    sockets.every(({ cuts }) => cuts > 0),
    'and for every socket, too: its connection was cut',
  )

  for (const socket of sockets) {
    const { path, headers } = socket
    await until(
      () => caller(balancer.url, headers).get(path),
      ({ body }) => gist(body) === socket.shown,
    )
  }
  t.pass('every socket shows what is true now')

  const tickets = await rowsOf<{ id: string; number: string; calls: number }>(
    site.databaseUrl,
    `select id, number,
      (select count(*)::int from calls where ticket_id = tickets.id and kind = 'call') as calls
      from tickets`,
  )
  t.strictSame(
    new Map(tickets.map(({ id, number }) => [id, number])),
    pressed,
    'the tickets are those that were acknowledged',
  )
  t.strictSame(
    tickets.filter(({ calls }) => calls > 0).map(({ id }) => id),
    tickets.map(({ id }) => id).filter((id) => called.includes(id)),
    'and so are the calls',
  )
  t.equal(new Set(called).size, called.length, 'nobody was called to two counters')
  t.strictSame(
    tickets.filter(({ calls }) => calls > 1),
    [],
  )
  const ended = await until(
    () => rowsOf<{ state: string; copy: boolean }>(site.databaseUrl, 'select * from prints'),
    (prints) => prints.every(({ state }) => state === 'printed'),
  )
  t.equal(ended.length, pressed.size, 'a slip for each ticket')
  const pictures = readdirSync(join(site.dataDir, 'prints')).filter((name) => name.endsWith('.png'))
  t.equal(pictures.length, pressed.size, 'each came out once')
  await until(
    () => rowsOf<{ state: string }>(site.databaseUrl, 'select state from notices'),
    (notices) => notices.every(({ state }) => state !== 'queued' && state !== 'sending'),
  )
  const sent = await rowsOf<{ id: string }>(
    site.databaseUrl,
    "select id from notices where state = 'sent'",
  )
  const lines = readFileSync(join(site.dataDir, 'sms.jsonl'), 'utf8').trimEnd().split('\n')
  const ids = lines.map((line) => String(JSON.parse(line).noticeId))
  t.ok(ids.length > 0, 'for this to mean anything')
  t.strictSame(ids.sort(), sent.map(({ id }) => id).sort(), 'each message was sent once')
})
