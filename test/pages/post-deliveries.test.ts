import type { Page } from 'playwright-core'
import t from 'tap'
import { type Caller, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { announceCards, openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)

const announce = async (page: Page, lines: readonly string[]): Promise<void> => {
  await page.getByLabel('Sent by').fill('plant')
  await page.locator('input[type=file]').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['serial,citizenId', ...lines].join('\n')),
  })
  await page.getByRole('button', { name: 'Announce' }).click()
}

const openDeliveries = async (page: Page): Promise<void> =>
  page.getByRole('tab', { name: /Deliveries/ }).click()

const button = (page: Page, name: string) => page.getByRole('button', { name })

t.test('a delivery is announced above the others, without scrolling', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  for (let n = 0; n < 6; n++) await announceCards(api, 1)
  await openDeliveries(page)
  await button(page, 'Scan this delivery in').nth(5).waitFor()
  t.equal(await page.evaluate('scrollY'), 0)
  const form = await button(page, 'Announce').boundingBox()
  t.ok(form && form.y + form.height < 600, 'the whole form is in sight')
})

t.test('lines that were not taken are named once, the others are announced', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { serial } = await shelvedCard(api)
  await openDeliveries(page)
  await announce(page, ['TS26-LINE1,900112345', 'TS26-LINE2,12', `${serial},900112345`])
  const wrong = page.getByRole('alert').filter({ hasText: '1 line was not taken' })
  await wrong.waitFor()
  t.same(await wrong.locator('.rejected__line').allInnerTexts(), [
    'Line 3\nTS26-LINE2 Not valid: the personal number',
  ])
  // Most of a corrected list is known: that is no alarm.
  const known = page.getByText('1 card was known from an earlier list and stays as it is')
  t.equal(await page.getByText(serial).count(), 1)
  t.notOk(await page.getByText(serial).isVisible())
  await known.click()
  t.same(await page.locator('details.rejected .rejected__line').allInnerTexts(), [
    `Line 4\n${serial} is known from an earlier delivery`,
  ])
  await page.getByText('Cards expected: 1').waitFor()
  t.equal(await button(page, 'Show all lines').count(), 0)
})

t.test('of many bad lines the first are shown, and all on demand', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  await openDeliveries(page)
  const bad = Array.from({ length: 30 }, (_, at) => `TS26-BAD${at},12`)
  await announce(page, ['TS26-GOOD1,900112346', ...bad])
  await page.getByRole('alert').getByText('30 lines were not taken').waitFor()
  t.equal(await page.locator('.rejected__line').count(), 5)
  await button(page, 'Show all lines').click()
  t.equal(await page.locator('.rejected__line').count(), 30)
})

t.test('what was said of a list ends with the next action', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  await openDeliveries(page)
  await announce(page, ['TS26-BAD,12'])
  const wrong = page.getByRole('alert').getByText('Line 2: the personal number is not valid')
  await wrong.waitFor()
  await page.getByLabel('Sent by').fill('plant 2')
  await wrong.waitFor({ state: 'detached' })
  await announce(page, ['TS26-NEXT1,900112347'])
  const note = page.getByText('Cards expected: 1')
  await note.waitFor()
  await button(page, 'Scan this delivery in').last().click()
  await note.waitFor({ state: 'detached' })
  await page.locator('.receiving').waitFor()
  t.pass('it is gone')
})

t.test('an announcement is not told any more once its delivery is ended', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  await openDeliveries(page)
  await announce(page, ['TS26-ENDED1,900112348', 'TS26-ENDED2,900112349'])
  const note = page.getByText('Cards expected: 2')
  await note.waitFor()
  const { manifests } = (await api.get('/api/centres/isa-town/post')).body
  const ours = manifests.find(({ expected }: { expected: number }) => expected === 2)
  await page.locator('.delivery', { hasText: '0 of 2 received' }).waitFor()
  await api.post(`/api/manifests/${ours.id}/close`, {})
  await note.waitFor({ state: 'detached' })
  t.pass('whoever ended it')
})

t.test('a delivery that is complete says so, and is closed where it was scanned', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { cards } = await announceCards(api, 2)
  await openDeliveries(page)
  await page.locator('.delivery', { hasText: '0 of 2 received' }).waitFor()
  await button(page, 'Scan this delivery in').last().click()
  const banner = page.locator('.receiving')
  await scan(page, cards[0]?.serial ?? '')
  await banner.getByText('1 of 2 received').waitFor()
  t.equal(await banner.getByRole('button', { name: 'Close the delivery' }).count(), 0)
  await scan(page, cards[1]?.serial ?? '')
  await banner.getByText('All of them are here').waitFor()
  await scan(page, cards[0]?.serial ?? '')
  await page.getByRole('alert').getByText('Duplicate').waitFor()
  await page.locator('.delivery').last().getByText('Complete').waitFor()
  await banner.getByRole('button', { name: 'Close the delivery' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('All cards were scanned.').waitFor()
  await dialog.getByRole('button', { name: 'Close the delivery' }).click()
  const report = page.getByRole('dialog')
  await report.getByText('Missing').waitFor()
  t.same(await report.locator('dt, dd').allInnerTexts(), [
    ...['Received', '2', 'Missing', '0', 'Surplus', '0', 'Scanned more than once', '1'],
  ])
  await report.getByRole('button', { name: 'Close' }).click()
  await banner.waitFor({ state: 'detached' })
  await page.getByText('Scan a card or a slot').waitFor()
})

t.test('all of many incidents can be reached and settled', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const { manifest } = await announceCards(api, 60)
  await api.post(`/api/manifests/${manifest}/close`, {})
  const { incidentCount } = (await api.get('/api/centres/isa-town/post')).body
  t.ok(incidentCount >= 60, 'for this test to mean anything')
  await page.getByRole('tab', { name: /Incidents/ }).click()
  await page.getByText(`50 of ${incidentCount} are shown`).waitFor()
  const incidents = page.locator('.incident')
  while ((await incidents.count()) < incidentCount) {
    const before = await incidents.count()
    await button(page, 'Show older ones').click()
    await incidents.nth(before).waitFor()
  }
  t.equal(await button(page, 'Show older ones').count(), 0)
  const oldest = incidents.last()
  const serial = await oldest.locator('.code').textContent()
  await oldest.getByRole('button', { name: 'Settled' }).click()
  await page.locator('.incident', { hasText: serial ?? '' }).waitFor({ state: 'detached' })

  // New ones push others out of the live view, and a colleague settles old ones.
  const next = await announceCards(api, 2)
  const all = await everyIncident(api)
  for (const { id } of all.slice(-2)) await api.post(`/api/incidents/${id}`, { state: 'closed' })
  await api.post(`/api/manifests/${next.manifest}/close`, {})
  const now = await everyIncident(api)
  t.equal(now.length, all.length)
  t.notSame(now, all)
  const codes = page.locator('.incident .code')
  await codes
    .last()
    .filter({ hasText: now.at(-1)?.serial ?? '' })
    .waitFor()
  await codes
    .first()
    .filter({ hasText: now[0]?.serial ?? '' })
    .waitFor()
  t.same(
    await codes.allTextContents(),
    now.map((one) => one.serial),
  )
})

/** All open incidents, newest first. */
const everyIncident = async (api: Caller): Promise<{ id: string; serial: string }[]> => {
  const found: { id: string; serial: string }[] = []
  for (let query = ''; ; ) {
    const answer = await api.get(`/api/centres/isa-town/incidents${query}`)
    found.push(...answer.body.incidents)
    if (answer.body.next === null) return found
    query = `?${new URLSearchParams({ after: answer.body.next })}`
  }
}
