import t from 'tap'
import { demoCitizenId } from '../../src/seed/demo.ts'
import {
  anyone,
  type Caller,
  kiosk,
  liveClient,
  press,
  signIn,
  startServer,
  view,
  watch,
} from '../running.ts'

const citizenId = '010203040'

t.test('a card from the delivery to its owner, on the whole server', async (t) => {
  const server = await startServer(t)
  const post = await signIn(server, 'post1')
  const clerk = await signIn(server, 'staff7')
  const status = async () => (await kiosk(server).post('/api/card-status', { citizenId })).body

  t.same(await status(), { state: 'unknown' })
  const list = { origin: 'plant', cards: [{ serial: 'NEW-1', citizenId, phone: '36001234' }] }
  const announced = await post.post('/api/centres/isa-town/manifests', list)
  t.equal(announced.status, 201)
  t.same(await status(), { state: 'not_here', centre: 'isa-town' })
  t.equal(
    (
      await kiosk(server).post('/api/centres/isa-town/tickets', {
        service: 'collect',
        requestId: 'too-early',
        citizenId,
      })
    ).body.code,
    'card_not_ready',
  )

  const manifest = `/api/manifests/${announced.body.id}`
  t.equal((await post.post(`${manifest}/receive`, { serial: 'NEW-1' })).body.outcome, 'received')
  const { place } = (await post.get('/api/centres/isa-town/places/free?near=B')).body
  const shelved = await post.post('/api/centres/isa-town/scans', { place, serial: 'NEW-1' })
  t.match(shelved, { status: 200, body: { state: 'shelved', place, section: 'B' } })
  t.same((await post.post(`${manifest}/close`)).body, {
    received: 1,
    missing: 0,
    surplus: 0,
    duplicate: 0,
  })
  const { keptUntil, ...where } = await status()
  t.same(where, { state: 'ready', centre: 'isa-town', section: 'B' })
  t.match(keptUntil, /^\d{4}-\d\d-\d\d$/)
  const guess = await anyone(server).post('/api/card-status', { citizenId, proof: '000000' })
  t.same(guess.body, { state: 'unknown' })

  const ticket = await press(server, 'collect', { citizenId })
  const pick = (await post.get('/api/centres/isa-town/post')).body.picks[0]
  t.match(pick, { number: ticket.number, serial: 'NEW-1', place, state: 'open', counter: null })
  t.equal((await post.post(`/api/picks/${pick.id}/picked`)).body.state, 'picked')

  t.equal((await clerk.post('/api/counters/isa-town-7/open', {})).status, 200)
  const called = await clerk.post('/api/counters/isa-town-7/next')
  t.match(called.body.ticket, { id: ticket.id, card: { serial: 'NEW-1', pick: 'picked' } })
  t.match((await post.get('/api/centres/isa-town/post')).body.picks, [{ counter: '7' }])

  const [other] = (await post.get('/api/centres/isa-town/cards?place=B')).body.cards
  const handover = { ticketId: ticket.id, identity: 'card_holder', oldCard: true }
  const wrong = await clerk.post(`/api/cards/${other.serial}/handover`, handover)
  t.match(wrong, { status: 422, body: { code: 'wrong_card' } })
  const given = await clerk.post('/api/cards/NEW-1/handover', handover)
  t.match(given, { status: 200, body: { state: 'handed_over', place: null } })
  await clerk.post('/api/counters/isa-town-7/serve')
  t.equal((await clerk.post('/api/counters/isa-town-7/finish', {})).status, 200)

  t.same(await status(), { state: 'collected', centre: 'isa-town' })
  t.same((await post.get('/api/centres/isa-town/post')).body.picks, [])
  const { custody } = (await post.get('/api/cards/NEW-1')).body
  t.same(
    custody.map(({ action }: { action: string }) => action),
    ['handed_over', 'picked', 'shelved', 'received'],
  )
})

t.test('the demo centres have their cards on their shelves', async (t) => {
  const server = await startServer(t)
  const admin = await signIn(server, 'admin')
  const cardsIn = async (centre: string): Promise<number> => {
    const { sections } = (await admin.get(`/api/centres/${centre}/post`)).body
    return sections.reduce((sum: number, section: { cards: number }) => sum + section.cards, 0)
  }
  t.equal(await cardsIn('isa-town'), 2000)
  t.equal(await cardsIn('muharraq'), 60)
  const status = await kiosk(server).post('/api/card-status', { citizenId: demoCitizenId })
  t.match(status.body, { state: 'ready', centre: 'isa-town' })
})

t.test('a card has one visitor: who asks again is told of their ticket', async (t) => {
  const server = await startServer(t)
  const post = await signIn(server, 'post1')
  const clerk = await signIn(server, 'staff7')
  const list = { origin: 'plant', cards: [{ serial: 'NEW-1', citizenId }] }
  await post.post('/api/centres/isa-town/manifests', list)
  const { place } = (await post.get('/api/centres/isa-town/places/free?near=A')).body
  await post.post('/api/centres/isa-town/scans', { place, serial: 'NEW-1' })
  const ask = (asker: Caller) =>
    asker.post('/api/centres/isa-town/tickets', {
      service: 'collect',
      requestId: crypto.randomUUID(),
      citizenId,
    })
  const first = (await ask(kiosk(server))).body
  t.match((await ask(kiosk(server))).body, {
    status: 409,
    code: 'card_has_ticket',
    details: { number: first.number },
  })
  t.equal((await ask(anyone(server))).status, 201, 'outside nobody learns of it')
  t.equal((await post.get('/api/centres/isa-town/post')).body.picks.length, 1)

  await clerk.post('/api/counters/isa-town-7/open', {})
  const called = (await clerk.post('/api/counters/isa-town-7/next')).body.ticket
  t.equal(called.id, first.id)
  await clerk.post('/api/counters/isa-town-7/no-show')
  const second = await ask(kiosk(server))
  t.equal(second.status, 201, 'one who did not come may ask anew')
  t.match((await post.get('/api/centres/isa-town/post')).body.picks, [
    { number: second.body.number },
  ])
})

t.test('a card is given at the counter of its ticket, also where that names no card', async (t) => {
  const server = await startServer(t)
  const post = await signIn(server, 'post1')
  const [clerk, stranger] = [await signIn(server, 'staff7'), await signIn(server, 'staff1')]
  const other = '020304050'
  const cards = [
    { serial: 'NEW-1', citizenId },
    { serial: 'NEW-2', citizenId: other },
  ]
  await post.post('/api/centres/isa-town/manifests', { origin: 'plant', cards })
  for (const { serial } of cards) {
    const { place } = (await post.get('/api/centres/isa-town/places/free?near=A')).body
    await post.post('/api/centres/isa-town/scans', { place, serial })
  }
  await clerk.post('/api/counters/isa-town-7/open', {})
  const giveNext = async (asker: Caller, serial: string, identity = 'card_holder') => {
    const { ticket } = (await clerk.get('/api/counters/isa-town-7')).body
    return asker.post(`/api/cards/${serial}/handover`, { ticketId: ticket.id, identity })
  }
  await press(server, 'collect')
  await clerk.post('/api/counters/isa-town-7/next')
  t.match((await giveNext(stranger, 'NEW-1')).body, { status: 409, code: 'counter_taken' })
  t.equal((await giveNext(clerk, 'NEW-1', '   ')).status, 400, 'identity is shown somehow')
  t.equal((await giveNext(clerk, 'NEW-1')).status, 200, 'the ticket named no card')
  await clerk.post('/api/counters/isa-town-7/serve')
  t.equal((await clerk.get('/api/counters/isa-town-7')).body.ticket.card.serial, 'NEW-1')
  await clerk.post('/api/counters/isa-town-7/finish', {})

  await press(server, 'collect', { citizenId: other })
  await clerk.post('/api/counters/isa-town-7/next')
  t.equal((await giveNext(post, 'NEW-2')).status, 200, 'the post section gives at any counter')
})

t.test('a card that is found again is fetched for its visitor after all', async (t) => {
  const server = await startServer(t)
  const post = await signIn(server, 'post1')
  const ticket = await press(server, 'collect', { citizenId: demoCitizenId, phone: '36001234' })
  const phone = await liveClient(t, server)
  await watch(phone, { ticket: ticket.id, secret: ticket.secret })
  const picks = async () => (await post.get('/api/centres/isa-town/post')).body.picks
  const [{ id, serial, place }] = await picks()
  const told = view(phone, 'ticket', ({ cardNotFound }) => cardNotFound === true)
  await post.post(`/api/picks/${id}/not-found`)
  t.match(await told, { state: 'parked', number: ticket.number }, 'the phone says so at once')
  const bearer = { authorization: `Bearer ${ticket.secret}` }
  const own = async () => (await anyone(server).get(`/api/tickets/${ticket.id}`, bearer)).body
  t.match(await own(), { cardNotFound: true })
  t.same(await picks(), [])
  const again = view(phone, 'ticket', ({ cardNotFound }) => cardNotFound === undefined)
  const found = await post.post('/api/centres/isa-town/scans', { place, serial })
  t.match(await again, { state: 'waiting' }, 'and says no more when it is found')
  t.notOk('cardNotFound' in (await own()))
  t.match(found.body, { warnings: ['was_missing'] })
  t.match(await picks(), [{ id, number: ticket.number, state: 'open', place }])
  t.equal((await post.post(`/api/picks/${id}/picked`)).body.state, 'picked')
})
