import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { Server } from 'socket.io'
import t, { type Test } from 'tap'
import { openGuard } from '../../src/live/guard.ts'
import { openLog } from '../../src/log.ts'
import { joinedSocket, rawSocket } from './raw-socket.ts'

const KIB = 1024
const MIB = 1024 * KIB

const ROOMY = { clients: 100, perAddress: 100, reserve: 0, joining: 100 }

/** A bare socket.io server under guard; an address is what a client says it is. */
const guarded = async (t: Test, crowdMax = ROOMY) => {
  const http = createServer()
  const guard = openGuard(({ headers }) => `${headers.from}`, openLog('silent'), crowdMax)
  const io = new Server(http)
  guard.attend(io.engine)
  const live = io.of('/live')
  live.use((socket, next) => {
    if (guard.join(socket.conn, socket.handshake.headers.device !== undefined)) next()
    else socket.conn.close()
  })
  live.on('connection', (socket) => {
    socket.on('disconnect', () => guard.leave(socket.conn))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  t.teardown(async () => {
    guard.close()
    await io.close()
    http.closeAllConnections()
  })
  const address = http.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, live, io }
}

t.test('a client that does not read is cut off, and others go on', async (t) => {
  const { url, live, io } = await guarded(t)
  const slow = await joinedSocket(t, url)
  const quick = await joinedSocket(t, url)
  slow.tcp.pause()
  const view = 'v'.repeat(16 * KIB)
  let sent = 0
  // The network holds some for it, too: up to ten MiB on a usual system.
  while (live.sockets.size === 2 && sent * view.length < 64 * MIB) {
    live.emit('board', `${++sent} ${view}`)
    await quick.seen(`42/live,["board","${sent} `)
    quick.texts.length = 0
    await setImmediate()
  }
  t.equal(live.sockets.size, 1, `it was cut off after ${sent} views that it did not read`)
  t.equal(io.engine.clientsCount, 1, 'nothing is kept for it')
  live.emit('board', 'after')
  await quick.seen('42/live,["board","after"]')
  t.pass('the other one is served')
})

t.test('a client that says it lives, but fetches nothing, is cut off as well', async (t) => {
  const { url, live, io } = await guarded(t)
  const path = `${url}/socket.io/?EIO=4&transport=polling`
  const opened = await (await fetch(path)).text()
  const { sid } = JSON.parse(opened.slice(1))
  await fetch(`${path}&sid=${sid}`, { method: 'POST', body: '40/live,' })
  await (await fetch(`${path}&sid=${sid}`)).text()
  t.equal(live.sockets.size, 1)
  for (let n = 0; n < 300 && live.sockets.size > 0; n++) live.emit('board', 'v'.repeat(4 * KIB))
  t.equal(live.sockets.size, 0)
  t.equal(io.engine.clientsCount, 0)
})

t.test('so many clients and no more, in all and from one address', async (t) => {
  const { url, live } = await guarded(t, { ...ROOMY, clients: 4, perAddress: 3, reserve: 2 })
  /** Whether one more is let in, and its connection. */
  const come = async (from: string, headers = '') => {
    const socket = await rawSocket(t, url, undefined, `From: ${from}\r\n${headers}`)
    await socket.seen('0{')
    socket.send('40/live,')
    const isIn = await Promise.race([
      socket.seen('40/live,{').then(
        () => true,
        () => false,
      ),
      socket.ended.then(() => false),
    ])
    return { socket, isIn }
  }
  const lobby = [await come('lobby'), await come('lobby'), await come('lobby')]
  t.strictSame(
    lobby.map(({ isIn }) => isIn),
    [true, true, true],
  )
  t.notOk((await come('lobby')).isIn, 'the lobby is full')
  t.ok((await come('street')).isIn)
  t.notOk((await come('street')).isIn, 'the process is full')
  t.ok((await come('lobby', 'Device: screen\r\n')).isIn, 'but a screen comes in')
  const counter = await come('lobby', 'Device: counter\r\n')
  t.ok(counter.isIn)
  t.notOk((await come('lobby', 'Device: kiosk\r\n')).isIn, 'the reserve has its end, too')
  counter.socket.tcp.destroy()
  for (const { socket } of lobby.slice(0, 2)) socket.tcp.destroy()
  while (live.sockets.size > 3) await setImmediate()
  t.ok((await come('lobby')).isIn, 'who leaves makes room')
})

t.test('who connects and does not join keeps nobody out', async (t) => {
  const { url, io } = await guarded(t, { ...ROOMY, clients: 2, joining: 3 })
  const idle = await Promise.all(Array.from({ length: 3 }, () => rawSocket(t, url)))
  await Promise.all(idle.map((socket) => socket.seen('0{')))
  const client = await joinedSocket(t, url)
  t.ok(client, 'those who have not joined are not counted')
  await Promise.race(idle.map(({ ended }) => ended))
  t.pass('the oldest of them made room')
  client.send('41/live,')
  await Promise.race(idle.slice(1).map(({ ended }) => ended))
  t.pass('who left what it joined is one of them')
  const path = `${url}/socket.io/?EIO=4&transport=polling`
  for (let n = 0; n < 3; n++) await (await fetch(path)).text()
  await Promise.all([...idle, client].map(({ ended }) => ended))
  t.equal(io.engine.clientsCount, 3)
  while (io.engine.clientsCount > 0) await setTimeout(200)
  t.pass('after ten seconds they are let go, one that fetches nothing as well')
})
