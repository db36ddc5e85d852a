import t from 'tap'
import type { BoardView } from '../../src/live/events.ts'
import { caller, liveClient, onBothServers, press, signIn, view, watch } from '../running.ts'

await onBothServers(
  t,
  'the lobby sees a call, the counter its ticket, the phone its turn',
  async (t, server) => {
    const staff = await signIn(server, 'staff1')
    await staff.post('/api/counters/isa-town-1/open', {})
    const ticket = await press(server)

    const lobby = await liveClient(t, server)
    const first = view(lobby, 'board')
    t.strictSame(await watch(lobby, { board: 'isa-town' }), { ok: true })
    t.match(await first, { calls: [], waiting: [{ service: 'renew', count: 1 }] })

    const phone = await liveClient(t, server)
    const greeting = view(phone, 'ticket')
    t.strictSame(await watch(phone, { ticket: ticket.id, secret: ticket.secret }), { ok: true })
    t.match(await greeting, { number: 'A-001', state: 'waiting' })

    const counter = await liveClient(t, server, staff.headers)
    t.strictSame(await watch(counter, { counter: 'isa-town-1' }), { ok: true })

    const board = view(lobby, 'board', ({ calls }) => calls.length > 0)
    const turn = view(phone, 'ticket', ({ state }) => state === 'called')
    const mine = view(counter, 'counter', (seen) => seen.ticket !== null)
    await staff.post('/api/counters/isa-town-1/next')
    t.match(await board, { calls: [{ number: 'A-001', counter: '1' }] })
    t.match(await turn, { counter: '1' })
    t.match(await mine, { ticket: { number: 'A-001', state: 'called' } })
  },
)

await onBothServers(t, 'who may not watch is told so, each time anew', async (t, server) => {
  const ticket = await press(server)
  const guest = await liveClient(t, server)
  const no = (code: string) => ({ ok: false, code })
  t.match(await watch(guest, { ticket: ticket.id, secret: 'guess' }), no('wrong_ticket_secret'))
  t.match(await watch(guest, { counter: 'isa-town-1' }), no('not_signed_in'))
  t.match(await watch(guest, { centre: 'isa-town' }), no('not_signed_in'))
  t.match(await watch(guest, { post: 'isa-town' }), no('not_signed_in'))
  t.match(await watch(guest, { board: 'nowhere' }), no('unknown_centre'))
  t.match(await watch(guest, { nothing: 'x' } as never), no('malformed'))

  const clerk = await signIn(server, 'staff1')
  const desk = await liveClient(t, server, clerk.headers)
  t.match(await watch(desk, { post: 'isa-town' }), no('not_allowed'))
  t.match(await watch(desk, { counter: 'muharraq-1' }), no('unknown_counter'))
  t.strictSame(await watch(desk, { counter: 'isa-town-1' }), { ok: true })
  await clerk.delete('/api/session')
  t.match(await watch(desk, { counter: 'isa-town-2' }), no('not_signed_in'), 'signed out meanwhile')
})

await onBothServers(t, 'a client cut off and back sees the truth', async (t, server) => {
  const staff = await signIn(server, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  await press(server)
  const lobby = await liveClient(t, server)
  lobby.on('connect', () => void watch(lobby, { board: 'isa-town' }))
  const before = view(lobby, 'board')
  await watch(lobby, { board: 'isa-town' })
  t.equal((await before).calls.length, 0)

  const after = view(lobby, 'board', ({ calls }) => calls.length > 0)
  lobby.io.engine.close()
  await staff.post('/api/counters/isa-town-1/next')
  t.match((await after).calls[0], { number: 'A-001', counter: '1' })
})

await onBothServers(
  t,
  'a burst is joined, its end is seen, and no view is older than the one before',
  async (t, server) => {
    const lobby = await liveClient(t, server)
    const seen: BoardView[] = []
    lobby.on('board', (board) => void seen.push(board))
    await watch(lobby, { board: 'isa-town' })
    const all = view(lobby, 'board', ({ waiting }) => waiting[0]?.count === 100)
    await Promise.all(Array.from({ length: 100 }, () => press(server)))
    await all
    t.ok(seen.length < 60, `${seen.length} views for 100 tickets`)
    const revisions = seen.map(({ revision }) => revision)
    t.strictSame(
      revisions,
      [...revisions].sort((a, b) => a - b),
    )
  },
)

await onBothServers(t, 'those who wait see their place move on', async (t, server) => {
  const staff = await signIn(server, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  await press(server)
  const second = await press(server)
  t.equal(second.ahead, 1)
  const phone = await liveClient(t, server)
  await watch(phone, { ticket: second.id, secret: second.secret })
  const moved = view(phone, 'ticket', ({ ahead }) => ahead === 0)
  await staff.post('/api/counters/isa-town-1/next')
  t.match(await moved, { number: 'A-002', state: 'waiting' })
  const asked = await caller(server.url, { authorization: `Bearer ${second.secret}` }).get(
    `/api/tickets/${second.id}`,
  )
  t.equal(asked.body.ahead, 0, 'the same over HTTP')
})

await onBothServers(t, 'a counter hears of who comes', async (t, server) => {
  const staff = await signIn(server, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  const desk = await liveClient(t, server, staff.headers)
  await watch(desk, { counter: 'isa-town-1' })
  const three = view(desk, 'counter', ({ waiting }) => waiting === 3)
  await Promise.all([press(server), press(server), press(server, 'address')])
  t.match(await three, { ticket: null })
})

await onBothServers(t, 'a client that asks without end is told to wait', async (t, server) => {
  const guest = await liveClient(t, server)
  // Fewer too many than would have it cut off.
  const answers = await Promise.all(
    Array.from({ length: 395 }, () => watch(guest, { board: 'isa-town' })),
  )
  const refused = answers.filter((answer) => !answer.ok)
  t.ok(refused.length > 0, `${refused.length} of 395`)
  t.match(refused[0], { code: 'too_many_requests' })
})

await onBothServers(t, 'a client watches so much and no more', async (t, server) => {
  const tickets = await Promise.all(Array.from({ length: 17 }, () => press(server)))
  const phone = await liveClient(t, server)
  const watchAll = () =>
    Promise.all(tickets.map(({ id, secret }) => watch(phone, { ticket: id, secret })))
  const outcomes = async () => (await watchAll()).map(({ ok }) => ok)
  const sixteen = [...Array.from({ length: 16 }, () => true), false]
  t.strictSame(await outcomes(), sixteen)
  t.strictSame(await outcomes(), sixteen, 'what is watched already may be asked for again')
  const [first] = tickets
  await phone.emitWithAck('unwatch', { ticket: first.id })
  const { id, secret } = tickets.at(-1)
  t.strictSame(await watch(phone, { ticket: id, secret }), { ok: true }, 'there is room again')
})

await onBothServers(t, 'who signed out is sent away from what they watched', async (t, server) => {
  const clerk = await signIn(server, 'staff1')
  const desk = await liveClient(t, server, clerk.headers)
  t.strictSame(await watch(desk, { counter: 'isa-town-1' }), { ok: true })
  const gone = new Promise((resolve) => desk.once('disconnect', resolve))
  await clerk.delete('/api/session')
  t.strictSame(await gone, 'io server disconnect')
})

await onBothServers(t, 'a stop waits for no view and leaves none behind', async (t, server) => {
  const lobby = await liveClient(t, server)
  await watch(lobby, { board: 'isa-town' })
  const pressed = Promise.allSettled(Array.from({ length: 30 }, () => press(server)))
  await view(lobby, 'board', ({ waiting }) => (waiting[0]?.count ?? 0) > 0)
  await server.close()
  await pressed
  t.pass('closed under load')
})
