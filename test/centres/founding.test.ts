import t, { type Test } from 'tap'
import { anyone, kiosk, onBothServers, press, type Server, signIn } from '../running.ts'

const named = {
  name: { ar: 'مركز سترة', en: 'Sitra Centre' },
  timeZone: 'Asia/Riyadh',
  dayEndsAtMin: 120,
}

const founded = async (t: Test, server: Server) => {
  const admin = await signIn(server, 'admin')
  t.match(await admin.post('/api/centres', { id: 'sitra', ...named }), {
    status: 201,
    body: { id: 'sitra', changes: [] },
  })
  const alone = (await admin.get('/api/centres/sitra/setup')).body
  t.match(alone, {
    timeZone: 'Asia/Riyadh',
    services: [],
    counters: [],
    centre: named,
    closed: false,
  })
  const { changes } = (await admin.get('/api/centres/sitra/changes')).body
  t.match(changes, [{ kind: 'centre', before: null, after: named }])

  t.match(await admin.post('/api/centres', { id: 'sitra', ...named }), {
    status: 409,
    body: { code: 'centre_exists' },
  })
  const file = (await admin.get('/api/centres/isa-town/file')).body
  const copy = await admin.post('/api/centres', { id: 'hamad-town', ...named, file })
  t.equal(copy.status, 201)
  const source = (await admin.get('/api/centres/isa-town/setup')).body
  const made = (await admin.get('/api/centres/hamad-town/setup')).body
  t.strictSame(made.centre, { ...source.centre, ...named }, 'its own name, the hours of the other')
  t.strictSame(
    made.services.map(({ id }: { id: string }) => id),
    source.services.map(({ id }: { id: string }) => id),
  )
  t.equal(made.counters[0].id, 'hamad-town-1')
  const ticket = await anyone(server).post('/api/centres/hamad-town/tickets', {
    service: 'renew',
    requestId: 'first',
  })
  t.equal(ticket.body.number, 'A-001')
}

const notFounded = async (t: Test, server: Server) => {
  const admin = await signIn(server, 'admin')
  const file = (await admin.get('/api/centres/isa-town/file')).body
  const before = (await anyone(server).get('/api/centres')).body
  const faults = [
    [{ timeZone: 'Asia/Atlantis' }, 422, 'unknown_time_zone'],
    [{ timeZone: '+03:00' }, 400, 'malformed'],
    [{ id: 'Sitra' }, 400, 'malformed'],
    [{ name: { ar: 'سترة' } }, 400, 'malformed'],
    [{ file: { ...file, services: [...file.services, file.services[0]] } }, 422, 'twice_in_file'],
    [
      { file: { ...file, counters: [{ ...file.counters[0], capabilities: ['nothing'] }] } },
      422,
      'unknown_service',
    ],
  ] as const
  for (const [fault, status, code] of faults) {
    const answer = await admin.post('/api/centres', { id: 'jidhafs', ...named, ...fault })
    t.match(answer, { status, body: { code } })
  }
  t.strictSame((await anyone(server).get('/api/centres')).body, before)
  t.equal((await admin.get('/api/centres/jidhafs/setup')).status, 404)
  const newcomer = { name: 'Noor', roles: ['admin'], skills: ['*'] }
  const hired = await admin.post('/api/staff', {
    ...newcomer,
    username: 'noor',
    centre: 'isa-town',
  })
  const noor = await signIn(server, 'noor', hired.body.password)
  t.equal((await noor.post('/api/centres', { id: 'jidhafs', ...named })).status, 403)
  t.equal((await noor.put('/api/centres/isa-town/closed', { closed: true })).status, 403)
}

const closedForGood = async (t: Test, server: Server) => {
  const admin = await signIn(server, 'admin')
  const waiting = await press(server)
  const closed = await admin.put('/api/centres/isa-town/closed', { closed: true })
  t.match(closed, { status: 200, body: { closed: true } })
  t.match((await kiosk(server).get('/api/centres/isa-town')).body, { closed: true, open: false })
  t.match(
    (await anyone(server).get('/api/centres')).body.find(
      ({ id }: { id: string }) => id === 'isa-town',
    ),
    { closed: true },
    'lists say so',
  )
  const asked = { service: 'renew', requestId: 'too late' }
  for (const who of [kiosk(server), admin])
    t.match(await who.post('/api/centres/isa-town/tickets', asked), {
      status: 409,
      body: { code: 'centre_closed' },
    })
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open')
  const called = await clerk.post('/api/counters/isa-town-1/next')
  t.equal(called.body.ticket.number, waiting.number, 'who waits is called')
  await admin.put('/api/centres/isa-town/closed', { closed: false })
  t.equal((await press(server)).number, 'A-002')
  t.match((await admin.get('/api/centres/isa-town/changes')).body.changes, [
    { kind: 'centre', before: { closed: true }, after: { closed: false } },
    { kind: 'centre', before: { closed: false }, after: { closed: true } },
  ])
}

const moved = async (t: Test, server: Server) => {
  const admin = await signIn(server, 'admin')
  const { centre } = (await admin.get('/api/centres/isa-town/setup')).body
  const put = (timeZone: string) =>
    admin.put('/api/centres/isa-town/setup', { ...centre, timeZone })
  t.match(await put('Asia/Atlantis'), {
    status: 422,
    body: { code: 'unknown_time_zone', details: { field: 'timeZone' } },
  })
  t.equal((await put('Europe/Malta')).body.timeZone, 'Europe/Malta')
  const { timeZone: _, ...rest } = centre
  const kept = await admin.put('/api/centres/isa-town/setup', rest)
  t.equal(kept.body.timeZone, 'Europe/Malta', 'nothing said, nothing changed')
}

// One server for all of them: a start costs more than they do.
await onBothServers(t, 'a centre is founded, moved and closed', async (t, server) => {
  await t.test('a centre is founded, alone or as another one is', (t) => founded(t, server))
  await t.test('one fault, and there is no new centre', (t) => notFounded(t, server))
  await t.test('a closed centre gives out no tickets, and all else goes on', (t) =>
    closedForGood(t, server),
  )
  await t.test('the time zone of a centre can be changed', (t) => moved(t, server))
})
