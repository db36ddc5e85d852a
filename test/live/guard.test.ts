import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { Server } from 'socket.io'
import t, { type Test } from 'tap'
import { openGuard } from '../../src/live/guard.ts'
import { openLog } from '../../src/log.ts'
import { joinedSocket, rawSocket } from './raw-socket.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** A bare socket.io server under guard; an address is what a client says it is. */
const guarded = async (t: Test, crowdMax = { clients: 100, perAddress: 100 }) => {
  const http = createServer()
  const guard = openGuard(({ headers }) => `${headers.from}`, openLog('silent'), crowdMax)
  const io = new Server(http, {
    allowRequest: (request, decide) => decide(null, guard.admits(request)),
  })
  guard.attend(io.engine)
  const live = io.of('/live')
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
  const { url, io } = await guarded(t, { clients: 4, perAddress: 3 })
  const open = async (from: string) => {
    const socket = await rawSocket(t, url, undefined, `From: ${from}\r\n`)
    const [, status] = (await socket.seen('HTTP/1.1 ')).split(' ')
    return { socket, status }
  }
  const lobby = [await open('lobby'), await open('lobby'), await open('lobby')]
  t.strictSame(
    lobby.map(({ status }) => status),
    ['101', '101', '101'],
  )
  t.equal((await open('lobby')).status, '400', 'the lobby is full')
  t.equal((await open('street')).status, '101')
  t.equal((await open('street')).status, '400', 'the process is full')
  const [first] = lobby
  first?.socket.tcp.destroy()
  while (io.engine.clientsCount === 4) await setImmediate()
  t.equal((await open('lobby')).status, '101', 'who leaves makes room')
})
