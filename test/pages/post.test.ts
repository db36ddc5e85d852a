import t from 'tap'
import { press, startServer } from '../running.ts'
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
  await page.locator('.answer--bad').getByText(`Nearest free slot: \u2068${free}`).waitFor()
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
  t.match(card.custody, [{ action: 'undone', device: /^post-/ }, { action: 'shelved' }])
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

t.test('lines that were not taken are named, the others are announced', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { serial } = await shelvedCard(api)
  await page.getByRole('tab', { name: /Deliveries/ }).click()
  await page.getByLabel('Sent by').fill('plant')
  const lines = ['serial,citizenId', 'TS26-LINE1,900112345', 'TS26-LINE2,12', `${serial},900112345`]
  await page.locator('input[type=file]').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  })
  await page.getByRole('button', { name: 'Announce' }).click()
  const report = page.getByRole('alert')
  await report.getByText('2 lines were not taken').waitFor()
  await report.getByText('not valid: the personal number', { exact: false }).waitFor()
  await report.getByText('is known from an earlier delivery', { exact: false }).waitFor()
  await page.getByText('Cards expected: 1').waitFor()
  t.pass('all of it is said')
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
  await dialog.getByText('The slots beside it').waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await gone.waitFor({ state: 'detached' })
  await page.getByRole('tab', { name: /Incidents/ }).click()
  const incident = page.locator('.incident', { hasText: cards[2]?.serial ?? '' })
  await incident.getByRole('button', { name: 'Where to look' }).click()
  await incident.getByText('Its last places').waitFor()
})
