import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { demoFolder } from '../databases.ts'
import { anyone, kiosk, type LiveClient, liveClient, view, watch } from '../running.ts'
import { startProcess } from '../whole/process.ts'
import { joinedSocket, rawSocket } from './raw-socket.ts'

t.setTimeout(180_000)

const MIB = 1024 * 1024
const server = startProcess(t, { DATA_DIR: await demoFolder(t) })
const url = await server.ready

const get = (path: string) => anyone({ url }).get(path)

/** The resident memory of the server, in MiB. */
const memoryMib = async (): Promise<number> => {
  const figures: string = (await get('/metrics')).body
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(figures)?.[1]
  return Number(bytes) / MIB
}

/** What everybody else has a right to meanwhile: answers, tickets, and views of what changes. */
const othersAreServed = async (t: Test, lobby: LiveClient) => {
  t.equal((await get('/health/ready')).status, 200)
  const before = (await get('/api/centres/isa-town/board')).body.revision
  const shown = view(lobby, 'board', ({ revision }) => revision > before)
  const order = { service: 'renew', requestId: `among-hostile-${before}` }
  const pressed = await kiosk({ url }).post('/api/centres/isa-town/tickets', order)
  t.equal(pressed.status, 201)
  await shown
  t.pass('others are served')
}

/** Opens a connection, says something by hand, and gives what came back until the end. */
const say = async (t: Test, ...parts: string[]) => {
  const { hostname, port } = new URL(url)
  const tcp = connect(Number(port), hostname)
  t.teardown(() => void tcp.destroy())
  let heard = ''
  tcp.on('data', (chunk) => {
    heard += chunk
  })
  // What a server that has heard enough does to one who goes on talking.
  tcp.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => tcp.on('close', () => resolve(heard)))
  for (const part of parts) tcp.write(part)
  return { tcp, ended }
}

const lobbyOf = async (t: Test): Promise<LiveClient> => {
  const lobby = await liveClient(t, { url })
  await watch(lobby, { board: 'isa-town' })
  return lobby
}

t.test('who floods is cut off: askings, unknown namespaces, pings, pongs, rubbish', async (t) => {
  const lobby = await lobbyOf(t)
  const memory = await memoryMib()
  const floods: Record<string, string> = {
    askings: '42/live,1["watch",{"board":"isa-town"}]',
    'askings that are none': '42/live,1["watch",{"board":{"a":1}}]',
    namespaces: '40/nowhere,',
    pings: '2',
    pongs: '3',
    'events nobody knows': '42/live,["no-such-event",1]',
    'broken packets': '4{{{{',
  }
  await Promise.all(
    Object.entries(floods).map(async ([what, packet]) => {
      const socket = await joinedSocket(t, url)
      for (let n = 0; n < 2000; n++) socket.send(packet)
      await socket.ended
      t.pass(what)
    }),
  )
  await othersAreServed(t, lobby)
  const grown = (await memoryMib()) - memory
  t.ok(grown < 100, `${grown.toFixed(0)} MiB more`)
})

t.test('many clients of one address share what they may ask, and others do not', async (t) => {
  const lobby = await lobbyOf(t)
  const joined = (from: string) => joinedSocket(t, url, `X-Forwarded-For: ${from}\r\n`)
  const ask = (id: number) => `42/live,${id}["watch",{"board":"isa-town"}]`
  // Each stays below its own limit; together they are a machine that pretends to be many.
  const crowd = await Promise.all(Array.from({ length: 80 }, () => joined('203.0.113.9')))
  await Promise.all(
    crowd.map(async (socket) => {
      for (let id = 1; id <= 240; id++) socket.send(ask(id))
      // One that was told to wait too often is cut off instead.
      await Promise.race([socket.seen('43/live,240[').catch(() => undefined), socket.ended])
    }),
  )
  const answers = crowd.flatMap(({ texts }) => texts.filter((text) => text.startsWith('43/live,')))
  const served = answers.filter((text) => text.includes('{"ok":true}'))
  t.ok(served.length < crowd.length * 240, `${served.length} were served`)
  const deaf = await joined('203.0.113.9')
  for (let id = 1; id <= 900; id++) deaf.send(ask(id))
  await deaf.ended
  t.pass('one that does not hear is cut off')
  const neighbour = await joined('203.0.113.10')
  neighbour.send(ask(1))
  t.equal(await neighbour.seen('43/live,1['), '43/live,1[{"ok":true}]')
  await othersAreServed(t, lobby)
})

t.test('what is too large is refused: frames, bodies, headers, addresses', async (t) => {
  const lobby = await lobbyOf(t)
  const socket = await joinedSocket(t, url)
  socket.send(`42/live,["watch",{"board":"${'x'.repeat(8000)}"}]`)
  await socket.ended
  t.pass('a frame')
  const path = `${url}/socket.io/?EIO=4&transport=polling`
  const { sid } = JSON.parse((await (await fetch(path)).text()).slice(1))
  const body = `40/live,${'x'.repeat(8000)}`
  t.equal((await fetch(`${path}&sid=${sid}`, { method: 'POST', body })).status, 413)
  const order = { service: 'renew', requestId: 'x', citizenId: 'x'.repeat(70_000) }
  t.equal((await anyone({ url }).post('/api/centres/isa-town/tickets', order)).status, 413)
  const long = 'x'.repeat(20_000)
  t.match(
    await (await say(t, `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${long}\r\n\r\n`)).ended,
    / 431 /,
  )
  t.match(await (await say(t, `GET /${long} HTTP/1.1\r\nHost: a\r\n\r\n`)).ended, / 431 /)
  const many = Array.from({ length: 5000 }, (_, n) => `x${n}: 1\r\n`).join('')
  t.match(await (await say(t, `GET / HTTP/1.1\r\nHost: a\r\n${many}\r\n`)).ended, / 431 /)
  t.match(await anyone({ url }).get(`/api/tickets/${'x'.repeat(5000)}`), { status: 404 })
  await othersAreServed(t, lobby)
})

t.test('whoever keeps the server waiting is not waited for', async (t) => {
  const lobby = await lobbyOf(t)
  const memory = await memoryMib()
  const crowd = <R>(open: () => Promise<R>) => Promise.all(Array.from({ length: 50 }, open))
  const kept = {
    'says nothing': await crowd(() => say(t)),
    'dribbles its headers': await crowd(() => say(t, 'GET / HTTP/1.1\r\nHost: a\r\n')),
    'dribbles its body': await crowd(() =>
      say(
        t,
        'POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      ),
    ),
    'upgrades to nothing': await crowd(() => rawSocket(t, url, '/nowhere')),
    'joins no namespace': await crowd(() => rawSocket(t, url)),
    'joins the wrong one': await crowd(async () => {
      const socket = await rawSocket(t, url)
      socket.send('40')
      socket.send('40/nowhere,')
      return socket
    }),
  }
  await othersAreServed(t, lobby)
  let isOver = false
  const dribbling = (async () => {
    while (!isOver) {
      for (const { tcp } of kept['dribbles its headers']) tcp.write('x: 1\r\n')
      await pause(500)
    }
  })()
  for (const [what, connections] of Object.entries(kept)) {
    await Promise.all(connections.map(({ ended }) => ended))
    t.pass(what)
  }
  isOver = true
  await dribbling
  await othersAreServed(t, lobby)
  const grown = (await memoryMib()) - memory
  t.ok(grown < 150, `${grown.toFixed(0)} MiB more`)
})

t.test('answers that nobody reads do not pile up', async (t) => {
  const lobby = await lobbyOf(t)
  const memory = await memoryMib()
  const asking = 'GET /api/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n'
  const bytes = (await (await fetch(`${url}/api/openapi.json`)).text()).length
  const asked = 5 * 200 * bytes
  t.ok(asked > 200 * MIB, `for this to mean anything: ${(asked / MIB).toFixed()} MiB are asked for`)
  for (let n = 0; n < 5; n++) {
    const { tcp } = await say(t)
    tcp.pause()
    tcp.write(asking.repeat(200))
  }
  await othersAreServed(t, lobby)
  const grown = (await memoryMib()) - memory
  t.ok(grown < 100, `${grown.toFixed(0)} MiB more`)
})
