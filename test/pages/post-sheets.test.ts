import t from 'tap'
import { startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { announceCards, openAs, shelvedCard } from './staff.ts'

t.test('scans of a stocktake are kept while the server is away, and sent in order', async (t) => {
  const first = await startServer(t)
  const { page, api } = await openAs(t, first, 'post1', '/post')
  const one = await shelvedCard(api)
  const two = await shelvedCard(api)
  const begun = await api.post('/api/centres/isa-town/stocktakes', { place: 'A' })
  await page.getByRole('tab', { name: 'Stocktake' }).click()
  await page.getByRole('button', { name: /^Go on/ }).click()
  await page.getByText('Scan a slot, then its cards').waitFor()

  await first.close()
  // The second card is first seen in a wrong slot: what counts is where it was seen last.
  for (const code of [one.place, one.serial, two.serial, two.place, two.serial])
    await scan(page, code)
  await page.getByText('3 scans wait to be sent').waitFor()
  await page.getByText('it can be ended after them').waitFor()
  t.ok(await page.getByRole('button', { name: 'Close', exact: true }).isDisabled())

  await startServer(t, { env: { PORT: new URL(first.url).port, DATA_DIR: first.dataDir } })
  await page.locator('.answer--good', { hasText: two.serial }).getByText('In its place').waitFor()
  t.equal(await page.locator('.kept').count(), 0)
  const path = `/api/stocktakes/${begun.body.id}`
  const { body } = await api.get(`${path}?list=found`)
  t.same(
    body.cards.map(({ serial }: { serial: string }) => serial).toSorted(),
    [one.serial, two.serial].toSorted(),
  )
  t.match(body.counts, { found: 2, misplaced: 0, unknown: 0 })
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('dialog').waitFor()
})

t.test('cards are packed without a network, and one that may not go is told later', async (t) => {
  const first = await startServer(t)
  const { page, api } = await openAs(t, first, 'post1', '/post')
  const card = await shelvedCard(api)
  const made = await api.post('/api/centres/isa-town/boxes', { to: 'muharraq' })
  t.equal(made.status, 201, 'there is a centre to send to')
  await page.getByRole('tab', { name: 'Boxes' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Scan each card that you put in the box').waitFor()

  await first.close()
  for (const code of [card.serial, 'ZZ26-999999', card.serial]) await scan(page, code)
  await page.getByText('3 scans wait to be sent').waitFor()
  await page.getByRole('tab', { name: 'Find a card' }).click()
  await startServer(t, { env: { PORT: new URL(first.url).port, DATA_DIR: first.dataDir } })
  await page.locator('.earlier__one--bad', { hasText: 'ZZ26-999999' }).waitFor()
  await page.locator('.kept').waitFor({ state: 'detached' })
  const { body } = await api.get(`/api/boxes/${made.body.id}`)
  t.match(body.cards, [{ serial: card.serial }], 'twice sent is once packed')
  t.equal(body.cards.length, 1)
})

t.test(
  'a delivery is scanned in without a network, and is not ended before that is sent',
  async (t) => {
    const first = await startServer(t)
    const { page, api } = await openAs(t, first, 'post1', '/post')
    const { manifest, cards } = await announceCards(api, 3)
    const [one = '', two = ''] = cards.map(({ serial }) => serial)
    await page.getByRole('tab', { name: /Deliveries/ }).click()
    await page.locator('.delivery', { hasText: '0 of 3 received' }).getByText('Scan this').click()

    await first.close()
    for (const code of [one, two, 'ZZ26-777777']) await scan(page, code)
    await page.getByText('3 scans wait to be sent').waitFor()
    t.ok(await page.getByRole('button', { name: 'Close the delivery' }).last().isDisabled())
    await page.getByText('it can be ended after them').waitFor()

    await startServer(t, { env: { PORT: new URL(first.url).port, DATA_DIR: first.dataDir } })
    await page.locator('.answer--bad', { hasText: 'ZZ26-777777' }).getByText('Surplus').waitFor()
    await page.locator('.earlier__one--good', { hasText: two }).waitFor()
    await page.locator('.kept').waitFor({ state: 'detached' })
    await page.locator('.receiving').getByText('2 of 3 received').waitFor()
    const closed = await api.post(`/api/manifests/${manifest}/close`, {})
    t.match(closed.body, { received: 2, missing: 1, surplus: 1, duplicate: 0 })
  },
)

t.test('a scan out of a delivery whose answer was lost counts once', async (t) => {
  const own = await startServer(t)
  const { page, api } = await openAs(t, own, 'post1', '/post')
  const { manifest, cards } = await announceCards(api, 1)
  const serial = cards[0]?.serial ?? ''
  await page.getByRole('tab', { name: /Deliveries/ }).click()
  await page.locator('.delivery', { hasText: '0 of 1 received' }).getByText('Scan this').click()
  let lost = 0
  await page.route(`**/api/manifests/${manifest}/receive`, async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    // It is carried out, and the way back breaks.
    await route.fetch()
    await route.abort()
  })
  await scan(page, serial)
  await page.locator('.answer--good', { hasText: serial }).getByText('Received').waitFor()
  t.equal(lost, 1)
  const closed = await api.post(`/api/manifests/${manifest}/close`, {})
  t.match(closed.body, { received: 1, missing: 0, duplicate: 0 })
})
