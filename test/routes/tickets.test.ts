import t from 'tap'
import { query, run } from '../../src/db/transact.ts'
import type { CentreView } from '../../src/live/events.ts'
import { demoSettings } from '../../src/seed/demo.ts'
import {
  anyone,
  type Caller,
  caller,
  kiosk,
  liveClient,
  onBothServers,
  press,
  signIn,
  view,
  watch,
} from '../running.ts'

await onBothServers(t, 'a visit from the kiosk to the end', async (t, server) => {
  const staff = await signIn(server, 'staff1')

  const opened = await staff.post('/api/counters/isa-town-1/open', {})
  t.equal(opened.status, 200)
  t.equal(opened.body.state, 'open')
  t.equal((await staff.post('/api/counters/isa-town-1/next')).status, 204, 'nobody waits yet')

  const ticket = await press(server)
  t.match(ticket, { number: 'A-001', ahead: 0, state: 'waiting', url: /\/t\/[\w-]+#[\w-]+$/ })
  t.notOk(ticket.url.split('#')[0].includes(ticket.secret), 'the secret is in the fragment only')

  const visitor = caller(server.url, { authorization: `Bearer ${ticket.secret}` })
  t.match((await visitor.get(`/api/tickets/${ticket.id}`)).body, { state: 'waiting', ahead: 0 })

  const called = await staff.post('/api/counters/isa-town-1/next')
  t.equal(called.status, 200)
  t.match(called.body.ticket, { number: 'A-001', state: 'called', recallsLeft: 3 })
  t.match(called.body.reason, { policy: 'accumulating_priority', class: 'regular', runnerUp: null })
  t.match((await visitor.get(`/api/tickets/${ticket.id}`)).body, { state: 'called', counter: '1' })

  const board = await anyone(server).get('/api/centres/isa-town/board')
  t.match(board.body.calls[0], { number: 'A-001', counter: '1', recall: false })

  const again = await staff.post('/api/counters/isa-town-1/next')
  t.match(again.body, { status: 409, code: 'ticket_in_progress' })
  t.equal((await staff.post('/api/counters/isa-town-1/recall')).body.ticket.recalls, 1)
  t.match((await anyone(server).get('/api/centres/isa-town/board')).body.calls, [
    { number: 'A-001', recall: true },
  ])
  t.equal((await staff.post('/api/counters/isa-town-1/serve')).body.ticket.state, 'serving')
  const finished = await staff.post('/api/counters/isa-town-1/finish', { outcome: 'renewed' })
  t.equal(finished.body.ticket, null)
  t.equal((await visitor.get(`/api/tickets/${ticket.id}`)).body.state, 'served')
  t.match((await visitor.post(`/api/tickets/${ticket.id}/leave`)).body, {
    status: 409,
    code: 'ticket_ended',
  })
})

await onBothServers(t, 'no phone and no citizen id may be said as null', async (t, server) => {
  const ticket = await press(server, 'renew', { phone: null, citizenId: null })
  t.match(ticket, { number: 'A-001', state: 'waiting' })
})

await onBothServers(t, 'the same request gives the same ticket', async (t, server) => {
  const body = { service: 'renew', requestId: 'one-press' }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => kiosk(server).post('/api/centres/isa-town/tickets', body)),
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [...Array(9).fill(200), 201])
  t.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
  t.equal(new Set(answers.map(({ body }) => body.secret)).size, 1)
  const other = await anyone(server).post('/api/centres/isa-town/tickets', body)
  t.equal(other.status, 201, 'somebody else with the same request id gets a ticket of their own')
  t.equal(other.body.number, 'A-002')
})

await onBothServers(
  t,
  'so does that of a phone, whatever else it says by then',
  async (t, server) => {
    const from = (address: string) => caller(server.url, { 'x-forwarded-for': address })
    const take = async (address: string, body: object) => {
      const answer = await from(address).post('/api/centres/isa-town/tickets', body)
      return { status: answer.status, number: answer.body.number }
    }
    const first = { status: 201, number: 'A-001' }
    const again = { status: 200, number: 'A-001' }
    const requestId = '0b0f7a1e-6f0e-4f0e-9d51-5a4f6f1f2a10'
    t.strictSame(await take('10.8.0.1', { service: 'renew', requestId }), first)
    const withPhone = { service: 'renew', requestId, phone: '33887766' }
    t.strictSame(await take('10.8.0.1', withPhone), again, 'the phone was typed meanwhile')
    t.strictSame(await take('10.8.0.1', { service: 'address', requestId }), again)
    t.strictSame(
      await take('10.8.0.2', { service: 'renew', requestId }),
      again,
      'on another network',
    )

    const short = { service: 'renew', requestId: 'mine' }
    t.strictSame(await take('10.8.0.1', short), { status: 201, number: 'A-002' })
    t.strictSame(await take('10.8.0.1', short), { status: 200, number: 'A-002' })
    t.strictSame(
      await take('10.8.0.2', short),
      { status: 201, number: 'A-003' },
      'what can be guessed opens no stranger’s ticket',
    )
  },
)

await onBothServers(t, 'so many tickets a phone or a citizen from outside', async (t, server) => {
  const take = (asker: Caller, more: object) =>
    asker.post('/api/centres/isa-town/tickets', {
      service: 'renew',
      requestId: crypto.randomUUID(),
      ...more,
    })
  for (const more of [{ phone: '33887766' }, { citizenId: '010203040' }]) {
    for (let n = 0; n < 5; n++) t.equal((await take(anyone(server), more)).status, 201)
    const sixth = await take(anyone(server), more)
    t.match(sixth.body, { status: 429, code: 'too_many_tickets' })
    t.match(sixth.headers.get('retry-after'), /^\d+$/)
    t.equal((await take(kiosk(server), more)).status, 201, 'a kiosk is trusted')
  }
})

await onBothServers(t, 'park, bring back, transfer, no-show and return', async (t, server) => {
  const staff = await signIn(server, 'staff2')
  await staff.post('/api/counters/isa-town-2/open', {})
  const first = await press(server)
  const act = async (path: string, body?: unknown) => {
    const { status, body: view } = await staff.post(`/api/counters/isa-town-2/${path}`, body)
    t.equal(status, 200, path)
    return view
  }
  await act('next')
  const { ticket } = await act('notes', { text: 'Photo missing' })
  const notes = [{ text: 'Photo missing', counter: '2' }]
  t.match(await act('park'), { ticket: null, parked: [{ number: 'A-001', notes }] })
  const own = `/api/tickets/${first.id}/notes/${ticket.notes[0].id}`
  const beside = await liveClient(t, server, staff.headers)
  await watch(beside, { counter: 'isa-town-2' })
  const corrected = view(beside, 'counter', ({ parked }) =>
    parked.some(({ notes }) => notes.some(({ text }) => text === 'Photo taken')),
  )
  t.match((await staff.put(own, { text: 'Photo taken' })).body, [{ text: 'Photo taken' }])
  await corrected
  t.equal((await staff.post('/api/counters/isa-town-2/next')).status, 204)
  t.equal((await staff.post(`/api/tickets/${first.id}/unpark`)).body.state, 'waiting')
  await act('next')
  const moved = await act('transfer', { service: 'address' })
  t.equal(moved.ticket, null)
  const found = await staff.get('/api/centres/isa-town/tickets?number=a-1')
  t.match(found.body, { number: 'A-001', service: 'address', state: 'waiting' })
  t.match(found.body.notes, [{ text: 'Photo taken', counter: '2' }], 'for staff')
  t.match(found.body.visit.slice(0, 2), [{ kind: 'waiting' }, { kind: 'walking', counter: '2' }])
  await act('next')
  await act('no-show')
  const visitor = caller(server.url, { authorization: `Bearer ${first.secret}` })
  const seen = (await visitor.get(`/api/tickets/${first.id}`)).body
  t.match(seen, { state: 'no_show', returnUntil: /Z$/ })
  t.notMatch(seen, { notes: Array }, 'and for no visitor')
  t.equal((await visitor.post(`/api/tickets/${first.id}/return`)).body.state, 'waiting')
  t.equal((await visitor.post(`/api/tickets/${first.id}/leave`)).body.state, 'left')
})

await onBothServers(
  t,
  'refusals are problems in the language asked for, and change nothing',
  async (t, server) => {
    const guest = anyone(server)
    const at = '/api/centres/isa-town/tickets'
    const cases: [string, unknown, number, string][] = [
      [at, { service: 'none', requestId: 'x' }, 422, 'unknown_service'],
      [at, { requestId: 'x' }, 400, 'malformed'],
      [at, { service: 'renew', requestId: 'x', phone: '12345678901234' }, 400, 'bad_phone'],
      [at, { service: 'renew', requestId: 'x', class: 'priority' }, 422, 'class_not_allowed'],
      [at, { service: 'renew', requestId: 'x', citizenId: '12' }, 400, 'malformed'],
      ['/api/centres/nowhere/tickets', { service: 'renew', requestId: 'x' }, 404, 'unknown_centre'],
      ['/api/nothing', {}, 404, 'unknown_route'],
      ['/api/counters/isa-town-1/next', {}, 401, 'not_signed_in'],
    ]
    const before = (await guest.get('/api/centres/isa-town/board')).body
    for (const [path, body, status, code] of cases) {
      for (const language of ['ar', 'en']) {
        const answer = await guest.post(path, body, { 'accept-language': language })
        t.match(answer.body, {
          status,
          code,
          detail: language === 'ar' ? /[\u0600-\u06ff]/ : /[a-z]/,
        })
        t.equal(answer.status, status)
        t.match(answer.headers.get('content-type'), /problem\+json/)
      }
    }
    t.strictSame((await guest.get('/api/centres/isa-town/board')).body, before)
  },
)

await onBothServers(
  t,
  'a phone joins with the code of the lobby when the centre asks for it',
  async (t, server) => {
    const settings = { ...demoSettings, joinFromAnywhere: false, ticketsPerPhone: 2 }
    await server.deps.db.amend(function* () {
      yield* run(query((db, tables) => db.update(tables.centres).set({ settings })))
    })
    const take = (body: object) =>
      anyone(server).post('/api/centres/isa-town/tickets', {
        service: 'renew',
        requestId: crypto.randomUUID(),
        ...body,
      })
    t.match((await take({})).body, { status: 403, code: 'bad_join_code' })
    t.match((await take({ joinCode: 'guess' })).body, { status: 403, code: 'bad_join_code' })
    const { body } = await kiosk(server).get('/api/centres/isa-town/join-code')
    t.equal((await take({ joinCode: body.code })).status, 201)
    const phone = '٣٦٠٠١٢٣٤'
    t.equal((await take({ joinCode: body.code, phone })).status, 201)
    t.equal((await take({ joinCode: body.code, phone: '+97336001234' })).status, 201)
    const third = await take({ joinCode: body.code, phone: '3600 1234' })
    t.match(third.body, { status: 429, code: 'too_many_tickets' })
  },
)

await onBothServers(t, 'a ticket that waits when the day is closed says so', async (t, server) => {
  const supervisor = await signIn(server, 'supervisor')
  const [closed, gone] = [await press(server), await press(server)]
  const visitorOf = ({ secret }: { secret: string }) =>
    caller(server.url, { authorization: `Bearer ${secret}` })
  await visitorOf(gone).post(`/api/tickets/${gone.id}/leave`)
  const told = async () => (await supervisor.get('/api/centres/isa-town/close-day')).body.closed
  t.equal(await told(), null)
  const day = await supervisor.get('/api/centres/isa-town/close-day')
  t.equal(day.body.wouldEnd, 1, 'who is gone is none of them')
  t.same((await supervisor.post('/api/centres/isa-town/close-day')).body, { closed: 1 })
  t.match(await told(), { tickets: 1, by: 'مريم السيد · Maryam', at: /^\d{4}-/ })
  const seen = await visitorOf(closed).get(`/api/tickets/${closed.id}`)
  t.match(seen.body, { state: 'left', dayClosed: true })
  const left = (await visitorOf(gone).get(`/api/tickets/${gone.id}`)).body
  t.equal(left.state, 'left')
  t.equal(left.dayClosed, undefined)
})

await onBothServers(
  t,
  'a visitor counts as served once their visit has ended so',
  async (t, server) => {
    const staff = await signIn(server, 'staff2')
    const act = (path: string) => staff.post(`/api/counters/isa-town-2/${path}`, {})
    await act('open')
    const { id } = await press(server)
    for (const path of ['next', 'serve', 'park']) t.equal((await act(path)).status, 200, path)
    const supervisor = await signIn(server, 'supervisor')
    const watching = await liveClient(t, server, supervisor.headers)
    const servedOf = ({ services }: CentreView) =>
      services.find(({ service }) => service === 'renew')?.servedToday
    const parked = view(watching, 'centre')
    await watch(watching, { centre: 'isa-town' })
    t.equal(servedOf(await parked), 0, 'they are to come back')
    const finished = view(watching, 'centre', (seen) => servedOf(seen) === 1)
    t.equal((await staff.post(`/api/tickets/${id}/unpark`)).status, 200)
    for (const path of ['next', 'serve', 'finish']) t.equal((await act(path)).status, 200, path)
    t.ok(await finished)
  },
)
