import t from 'tap'
import { anyone, kiosk, press, signIn, startServer } from '../running.ts'

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
  t.same((await post.post(`${manifest}/close`)).body, { received: 1, missing: 0, surplus: 0 })
  t.same(await status(), { state: 'ready', centre: 'isa-town', section: 'B' })
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
})
