import t from 'tap'
import { signature } from '../cards/signature.ts'
import { press, signIn, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { announceCards, freeSlot, openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)

t.test('a scan replaces what stands in the search field', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const first = await shelvedCard(api)
  const second = await shelvedCard(api)
  const field = page.getByLabel('Serial, citizen id or place')
  await field.focus()
  await scan(page, first.serial)
  await page.locator('.card-log', { hasText: first.serial }).waitFor()
  await scan(page, second.serial)
  await page.locator('.card-log', { hasText: second.serial }).waitFor()
  t.equal(await field.inputValue(), second.serial)
})

t.test('an unknown card is refused before its slot is scanned', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, 'XX26-000099')
  await page.getByRole('alert').getByText('This centre does not know the card').waitFor()
  await scan(page, 'A-01-01-01')
  await page.getByText('Now scan the card').waitFor()
  t.pass('the card was not kept for the slot')
})

t.test('a card and its slot may be scanned without a pause', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { cards } = await announceCards(api, 1)
  const place = await freeSlot(api, 'B-01-01-01')
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, cards[0]?.serial ?? '')
  await scan(page, place)
  await page.locator('.answer--good', { hasText: place }).waitFor()
  t.equal((await api.get(`/api/cards/${cards[0]?.serial}`)).body.place, place)
})

t.test('a full slot keeps the card in hand, and the nearest free one is named', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const full = await shelvedCard(api)
  const { cards } = await announceCards(api, 1)
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, cards[0]?.serial ?? '')
  await scan(page, full.place)
  await page.getByText('You still hold card', { exact: false }).waitFor()
  const free = await freeSlot(api, full.place, cards[0]?.serial)
  const answer = page.locator('.answer--bad')
  await answer.getByText('Nearest free slot:').waitFor()
  t.equal(await answer.locator('.answer__code').textContent(), free, 'the free slot is the big one')
  const said = (await answer.textContent()) ?? ''
  t.equal(said.split(full.place).length, 2, 'the full one is said once')
  await scan(page, free)
  await page.locator('.answer--good', { hasText: free }).waitFor()
  t.equal((await api.get(`/api/cards/${cards[0]?.serial}`)).body.place, free)
})

t.test("a ticket's number shows its card, or says that it has none", async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { citizenId, place, serial } = await shelvedCard(api)
  const pickup = await press(server, 'collect', { citizenId })
  const without = await press(server, 'collect')
  await page.locator('.pick', { hasText: pickup.number }).waitFor()
  await scan(page, pickup.number)
  await page.locator('.answer--told', { hasText: place }).getByText(serial).waitFor()
  await scan(page, without.number)
  await page.locator('.answer--told').getByText('there is no card to fetch').waitFor()
  await scan(page, 'C-999')
  await page.getByRole('alert').getByText('There is no such ticket').waitFor()

  const toFetch = page.locator('.picks__title .tag')
  const before = Number(await toFetch.textContent())
  await scan(page, serial)
  await page.locator('.answer--good', { hasText: serial }).waitFor()
  await page.locator('.pick--picked', { hasText: pickup.number }).waitFor()
  t.equal(Number(await toFetch.textContent()), before - 1, 'a fetched card is not counted')
})

t.test('a fetched card is kept at hand until it is handed over or put back', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { citizenId, place, serial } = await shelvedCard(api)
  const { number } = await press(server, 'collect', { citizenId })
  await page.locator('.pick', { hasText: number }).waitFor()
  await scan(page, serial)
  const fetched = page.locator('.answer--good', { hasText: 'Fetched for' })
  await fetched.getByText('Keep it at hand').waitFor()
  await page.locator('.pick--picked', { hasText: number }).waitFor()
  t.equal(await fetched.count(), 1, 'it stays as long as it is true')
  await api.post('/api/centres/isa-town/scans', { serial, place })
  await fetched.waitFor({ state: 'detached' })
  await page.locator('.earlier__one', { hasText: serial }).last().waitFor()
})

t.test(
  'a fetched card goes to the counter that calls, and is told of until it is given',
  async (t) => {
    const own = await startServer(t)
    const { page, api } = await openAs(t, own, 'post1', '/post')
    const { citizenId, serial } = await shelvedCard(api)
    const { id, number } = await press(own, 'collect', { citizenId })
    await page.locator('.pick', { hasText: number }).waitFor()
    await scan(page, serial)
    const fetched = page.locator('.answer--good', { hasText: 'Fetched for' })
    await fetched.getByText('Keep it at hand').waitFor()
    const clerk = await signIn(own, 'staff7')
    await clerk.post('/api/counters/isa-town-7/open', {})
    await clerk.post('/api/counters/isa-town-7/next')
    await fetched.getByText('Take it to counter \u20687\u2069').waitFor()
    await clerk.post('/api/counters/isa-town-7/serve', {})
    const handover = { ticketId: id, identity: 'card_holder', signature: signature() }
    t.equal((await clerk.post(`/api/cards/${serial}/handover`, handover)).status, 200)
    await fetched.waitFor({ state: 'detached' })
  },
)

t.test('a slot says that it is empty, or what lies in it', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { place, serial } = await shelvedCard(api)
  const free = await freeSlot(api, 'B-01-01-01')
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, free)
  await page.locator('.answer--hold', { hasText: free }).getByText('The slot is empty').waitFor()
  await scan(page, place)
  await page.locator('.answer--hold', { hasText: place }).getByText(serial).waitFor()
  await scan(page, 'B-99-99-99')
  await page.locator('.answer--bad').getByText('There is no such place.').waitFor()
  t.pass('before its card is scanned')
})

t.test('what was said of a delivery ends with its scanning', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { cards } = await announceCards(api, 1)
  await page.getByRole('tab', { name: /Deliveries/ }).click()
  await page.getByRole('button', { name: 'Scan this delivery in' }).last().click()
  await scan(page, 'A-01-01-01')
  await page.getByRole('alert').getByText('This is no card of the delivery').waitFor()
  await scan(page, cards[0]?.serial ?? '')
  await page.locator('.answer--good', { hasText: 'Received' }).waitFor()
  await scan(page, cards[0]?.serial ?? '')
  await page.getByRole('alert').getByText('Duplicate: scanned before').waitFor()
  await page.locator('.receiving').getByRole('button', { name: 'End scanning' }).click()
  await page.getByText('Scan a card or a slot').waitFor()
  t.equal(await page.locator('.answer--bad').count(), 0)

  await page.getByRole('tab', { name: /Incidents/ }).click()
  await page
    .getByRole('tabpanel')
    .getByText(/Isa Town centre.*Received/)
    .waitFor()
})

t.test('the tabs stand in one row', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  await page.getByRole('tab').last().waitFor()
  const boxes = await Promise.all(
    (await page.getByRole('tab').all()).map((tab) => tab.boundingBox()),
  )
  t.equal(new Set(boxes.map((box) => box?.y)).size, 1)
})

t.test(
  'scans without a network are kept, over a reload too, and sent in their order',
  async (t) => {
    const first = await startServer(t)
    const { page, api } = await openAs(t, first, 'post1', '/post')
    const { cards } = await announceCards(api, 2)
    const [one, two] = cards.map(({ serial }) => serial)
    const place = await freeSlot(api, 'B-01-01-01')
    await page.getByText('Scan a card or a slot').waitFor()
    await first.close()
    for (const code of [place, one, place, two]) await scan(page, code ?? '')
    await page
      .locator('.answer--told', { hasText: two ?? '' })
      .getByText('Kept on this')
      .waitFor()
    await page.getByText('2 scans wait to be sent').waitFor()
    await startServer(t, { env: { PORT: new URL(first.url).port, DATA_DIR: first.dataDir } })
    await page.locator('.earlier__one--good', { hasText: place }).waitFor()
    await page
      .locator('.answer--bad', { hasText: two ?? '' })
      .getByText('is full')
      .waitFor()
    t.equal(await page.locator('.kept').count(), 0)
    t.equal((await api.get(`/api/cards/${one}`)).body.place, place)
  },
)

t.test('a scan that was a slip of the hand is taken back', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { cards } = await announceCards(api, 1)
  const serial = cards[0]?.serial ?? ''
  const place = await freeSlot(api, 'B-01-01-01')
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, serial)
  await scan(page, place)
  await page.locator('.answer--good', { hasText: place }).waitFor()
  await page.getByRole('button', { name: 'Undo this scan' }).click()
  await page.locator('.answer--good', { hasText: 'Taken back' }).getByText(serial).waitFor()
  t.equal(await page.getByRole('button', { name: 'Undo this scan' }).count(), 0)
  const card = (await api.get(`/api/cards/${serial}`)).body
  t.match(card, { state: 'expected', place: null })
  t.match(card.custody, [{ action: 'undone', device: /^station-/ }, { action: 'shelved' }])
})

t.test('an incident is taken on, noted and settled', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { manifest } = await announceCards(api, 1)
  const serial = 'TS26-SURPLUS'
  await api.post(`/api/manifests/${manifest}/receive`, { serial })
  await page.getByRole('tab', { name: /Incidents/ }).click()
  const incident = page.locator('.incident', { hasText: serial })
  await incident.getByText('Nobody looks into it yet').waitFor()
  await incident.getByRole('button', { name: 'Take it on' }).click()
  await incident.getByText('With').waitFor()
  await incident.getByLabel('What was found?').fill('it belongs to Muharraq')
  await incident.getByRole('button', { name: 'Keep' }).click()
  await incident.getByRole('button', { name: 'Keep' }).waitFor({ state: 'detached' })
  await incident.getByRole('button', { name: 'Settled' }).click()
  await incident.waitFor({ state: 'detached' })
  t.pass('it is off the list')
})

t.test('cards are fetched walk by walk, and one that is not there is searched for', async (t) => {
  const own = await startServer(t)
  const { page, api } = await openAs(t, own, 'post1', '/post')
  const { cards } = await announceCards(api, 3)
  const slots = ['B-01-01-01', 'A-01-01-01', 'B-02-01-01']
  const numbers: string[] = []
  for (const [at, { serial, citizenId }] of cards.entries()) {
    const place = await freeSlot(api, slots[at] ?? '')
    await api.post('/api/centres/isa-town/scans', { serial, place })
    numbers.push((await press(own, 'collect', { citizenId, phone: '36001234' })).number)
  }
  const [first = '', second = '', third = ''] = numbers
  await page.locator('.pick', { hasText: third }).waitFor()
  t.same(await page.locator('.pick .pick__number').allTextContents(), [first, third, second])
  t.match(await page.locator('.walk__title').allTextContents(), [
    /Section .*B.* 2 cards/,
    /A.* 1 card/,
  ])

  const gone = page.locator('.pick', { hasText: third })
  await gone.getByRole('button', { name: 'Not here' }).click()
  await page.getByRole('button', { name: 'Yes, not here' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Its last place').waitFor()
  const places = await dialog.locator('.search-list__place > strong').allTextContents()
  t.equal(new Set(places).size, places.length, 'each place is named once')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await gone.waitFor({ state: 'detached' })
  await page.getByRole('tab', { name: /Incidents/ }).click()
  const incident = page.locator('.incident', { hasText: cards[2]?.serial ?? '' })
  await incident.getByRole('button', { name: 'Where to look' }).click()
  await incident.getByText('Its last place').waitFor()
})
