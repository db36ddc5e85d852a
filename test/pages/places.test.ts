import t from 'tap'
import { startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

t.test('shelves are made, moved and merged on the page', async (t) => {
  const server = await startServer(t)
  const { page, api } = await openAs(t, server, 'supervisor', '/post')
  await page.getByRole('tab', { name: 'Shelves' }).click()
  await page.getByLabel('The section’s code').fill('y')
  await page.getByRole('textbox', { name: 'Cabinets' }).fill('2')
  await page.getByLabel('Drawers in each cabinet').fill('2')
  await page.getByLabel('Slots in each drawer').fill('99999')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('alert').getByText('So many are not added at once').waitFor()
  await page.getByLabel('Slots in each drawer').fill('3')
  await page.getByText('Places in all: 19.').waitFor()
  t.same(await faultsOf(page), [])
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('All 19 added.').waitFor()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('nothing was added').waitFor()

  await page.getByLabel('The section’s code').fill('x')
  let isLost = false
  await page.route('**/places', async (route) => {
    if (isLost || route.request().method() !== 'POST') return route.fallback()
    isLost = true
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('All of them are there now: 19.').waitFor()

  const open = (code: string) =>
    page.locator('.row-button', { has: page.getByText(code, { exact: true }) }).click()
  await open('Y')
  await open('Y-01')
  await open('Y-01-02')
  await page.getByRole('button', { name: 'Move…', exact: true }).click()
  await page.getByLabel('Into the place').fill('Y-09')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('alert').getByText('There is no such place.').waitFor()
  await page.getByLabel('Into the place').fill('Y-02')
  t.same(await faultsOf(page), [])
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByText('is \u2068Y-02-03\u2069 now').waitFor()
  await page.getByText('Its code before').waitFor()
  t.same(await faultsOf(page), [])

  await page.getByRole('button', { name: 'Merge…' }).click()
  await page.getByLabel('Into the place').fill('Y-02-01')
  // The live view is quicker than the answer: the merged place is looked for, and is no more.
  const isOf = (code: string) => (url: URL) => url.searchParams.get('in') === code
  const refused = page.waitForResponse(
    (answer) => isOf('Y-02-03')(new URL(answer.url())) && !answer.ok(),
  )
  await page.route('**/places/Y-02-03/merge', async (route) => {
    const answer = await route.fetch()
    await refused
    await route.fulfill({ response: answer })
  })
  const look = Promise.withResolvers<void>()
  await page.route(isOf('Y-02-01'), async (route) => {
    await look.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByRole('status').getByText('was merged into').waitFor()
  const alert = page.getByRole('alert').getByText('was merged into')
  t.equal(await alert.count(), 0, 'what was done is no problem')
  look.resolve()
  await page.locator('.place-open').getByText('Y-02-01', { exact: true }).waitFor()
  const { body } = await api.get('/api/centres/isa-town/places?in=Y-01-02')
  t.match(body, { code: 'place_merged' })

  await page.getByRole('button', { name: 'Labels…' }).click()
  await page.getByLabel('Of which places?').selectOption('itself')
  const sheet = await page.getByRole('link', { name: /A4/ }).getAttribute('href')
  t.equal(sheet, '/api/centres/isa-town/places/Y-02-01/labels?scope=itself')
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  await page.getByText('Labels printed: 1.').waitFor()
})

t.test('who works in the post section moves places, and makes none', async (t) => {
  const server = await startServer(t)
  const { page } = await openAs(t, server, 'post1', '/post')
  await page.getByRole('tab', { name: 'Shelves' }).click()
  for (const code of ['A', 'A-01'])
    await page.locator('.row-button', { has: page.getByText(code, { exact: true }) }).click()
  await page.getByRole('button', { name: 'Move…', exact: true }).waitFor()
  t.equal(await page.getByRole('button', { name: 'Remove…' }).count(), 0)
  t.equal(await page.getByText('Add places').count(), 0)
})
