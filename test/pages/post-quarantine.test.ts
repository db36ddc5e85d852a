import t from 'tap'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { scan } from './scanner.ts'
import { freeSlot, openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)

t.test(
  'a card is put in quarantine by a scan, found there, and brought out to a slot',
  async (t) => {
    const { page, api } = await openAs(t, server, 'post1', '/post')
    const { serial, citizenId, place } = await shelvedCard(api)
    const { number } = await press(server, 'collect', { citizenId })
    const pick = page.locator('.pick', { hasText: number })
    await pick.getByRole('button', { name: 'Fetched' }).waitFor()
    const toFetch = page.locator('.picks__title .tag')
    const before = Number(await toFetch.textContent())

    await scan(page, 'Q1')
    await page
      .locator('.answer--hold', { hasText: 'Q1' })
      .getByText('Quarantine: 0 of 50')
      .waitFor()
    await scan(page, serial)
    await page.locator('.answer--good', { hasText: 'Q1' }).getByText('In quarantine:').waitFor()
    t.match((await api.get(`/api/cards/${serial}`)).body, { state: 'damaged', place: 'Q1' })

    await pick.getByText('In quarantine, cannot be given').waitFor()
    t.equal(await pick.getByRole('button', { name: 'Fetched' }).count(), 0)
    t.equal(Number(await toFetch.textContent()), before - 1, 'it is not to be fetched')
    await scan(page, number)
    await page.locator('.answer--told', { hasText: 'Q1' }).getByText('cannot be given').waitFor()

    await page.getByLabel('Serial, citizen id or place').fill(serial)
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.locator('.card-log .tag', { hasText: 'In quarantine' }).waitFor()
    await page.locator('.card-log').getByText('Put in quarantine').waitFor()
    await page.getByRole('tab', { name: 'Shelves' }).click()
    const shelf = page.locator('.shelves li', { hasText: 'Q1' })
    await shelf.getByText('1 of 50').waitFor()
    await page.getByRole('tab', { name: /Incidents/ }).click()
    const incident = page.locator('.incident', { hasText: serial })
    await incident.getByText('In quarantine').waitFor()
    await incident.getByText('In \u2068Q1').waitFor()
    t.same(await faultsOf(page), [])

    // The card alone is no fetch: it is in quarantine until a slot brings it out.
    await scan(page, serial)
    await page.locator('.answer--hold').getByText('It is in quarantine at').waitFor()
    await scan(page, place)
    await page.locator('.answer--good', { hasText: place }).getByText('In its place').waitFor()
    await incident.waitFor({ state: 'detached' })
    await pick.getByRole('button', { name: 'Fetched' }).waitFor()
    await page.getByRole('tab', { name: 'Shelves' }).click()
    await shelf.getByText('0 of 50').waitFor()
    const { body } = await api.get(`/api/cards/${serial}`)
    t.match(body.custody, [
      { action: 'released', to: place },
      { action: 'quarantined', to: 'Q1' },
    ])
  },
)

t.test('after quarantine, the free slot that is named for the next card is one', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const first = await shelvedCard(api)
  const full = await shelvedCard(api)
  const next = await shelvedCard(api)
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, first.serial)
  await scan(page, 'Q1')
  await page.locator('.answer--good', { hasText: 'Q1' }).waitFor()
  await scan(page, next.serial)
  await scan(page, full.place)
  const free = await freeSlot(api, full.place, next.serial)
  await page.locator('.answer--bad .answer__code', { hasText: free }).waitFor()
  t.pass()
})

t.test(
  'a card that was left out of its sealed box is put back, whichever is scanned first',
  async (t) => {
    const { page, api } = await openAs(t, server, 'post1', '/post')
    const cards = [await shelvedCard(api), await shelvedCard(api), await shelvedCard(api)]
    const [first, second, third] = cards
    if (!first || !second || !third) throw new Error('there are three of them')
    const box = (await api.post('/api/centres/isa-town/boxes', { to: 'muharraq' })).body.id
    for (const { serial } of cards) await api.post(`/api/boxes/${box}/scans`, { serial })
    t.equal((await api.post(`/api/boxes/${box}/seal`, { seal: 'S-1' })).status, 200)
    const good = (place: string) => page.locator('.answer--good', { hasText: place })

    await page.getByText('Scan a card or a slot').waitFor()
    await scan(page, first.serial)
    await page.locator('.answer--hold').getByText('was left out').waitFor()
    await scan(page, first.place)
    await good(first.place).getByText('was left out').waitFor()
    await scan(page, second.place)
    await scan(page, second.serial)
    await good(second.place).getByText('was left out').waitFor()

    const admin = await signIn(server, 'admin')
    t.equal((await admin.post(`/api/boxes/${box}/close`, {})).status, 200)
    t.match((await api.get(`/api/cards/${third.serial}`)).body, { code: 'not_allowed' })
    await scan(page, third.serial)
    await page.locator('.answer--hold', { hasText: third.serial }).waitFor()
    await scan(page, third.place)
    await good(third.place).getByText('It was missing and is found').waitFor()
    t.match((await api.get(`/api/cards/${third.serial}`)).body, {
      centre: 'isa-town',
      state: 'shelved',
      place: third.place,
    })
  },
)
