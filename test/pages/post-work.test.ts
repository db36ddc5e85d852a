import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { type Caller, type Server, signIn, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { announceCards, openAs } from './staff.ts'

const server = await startServer(t)

/** What axe finds wrong with a page, its best practices included. */
const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.map(({ help, nodes }) => help + nodes[0].html))',
  )
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

/** A drawer of the demo and what lies in it. */
const drawer = 'D-03-08'
const cardsIn = async (api: Caller, place: string) =>
  (await api.get(`/api/centres/isa-town/cards?place=${place}`)).body.cards as {
    serial: string
    place: string
  }[]

t.test('a stocktake, from its beginning to its signed reports', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const cards = await cardsIn(api, drawer)
  const [first, second, third] = cards
  if (!first || !second || !third) throw new Error('the demo has too few cards in that drawer')
  await tab(page, 'Stocktake')
  await page.getByText('no stocktake in this centre yet').waitFor()
  // A scan fills the field in, and its Enter begins.
  await page.getByLabel('Code of the place').focus()
  await scan(page, drawer)
  await page.getByText(`0 of ${cards.length} scanned`).first().waitFor()
  await page.getByText('Scan a slot, then its cards').waitFor()

  await scan(page, first.serial)
  await page.getByRole('alert').getByText('Scan the slot first').waitFor()
  for (const [code, why] of [
    ['A-01-01-01', 'is outside this stocktake'],
    [`${drawer}-99`, 'There is no such place'],
    ['Q1', 'This is no slot'],
  ] as const) {
    await scan(page, code)
    await page.locator('.answer--bad', { hasText: code }).getByText(why).waitFor()
  }
  await scan(page, first.serial)
  await page.getByRole('alert').getByText('Scan the slot first').waitFor()
  await scan(page, first.place)
  await page.locator('.answer--told', { hasText: first.place }).waitFor()
  await scan(page, first.serial)
  await page.locator('.answer--good', { hasText: first.serial }).getByText('In its place').waitFor()
  await scan(page, second.serial)
  await page.getByRole('alert').getByText('This is not its place').waitFor()
  await page.locator('.answer--bad').getByText(`Put back to \u2068${second.place}`).waitFor()
  await scan(page, 'ZZ26-999999')
  await page.getByRole('alert').getByText('does not know the card').waitFor()
  await page.getByText('Other cards scanned: 1').waitFor()
  t.equal(
    (await api.get(`/api/cards/${second.serial}`)).body.place,
    second.place,
    'it is not moved',
  )

  // Somebody else scans too, elsewhere.
  const other = await signIn(server, 'post2')
  const { id } = (await api.get('/api/centres/isa-town/stocktakes')).body.stocktakes[0]
  const { serial, place } = third
  await other.post(`/api/stocktakes/${id}/scans`, { serial, place })
  await page.getByText(`3 of ${cards.length} scanned`).first().waitFor()
  t.same(await faultsOf(page), [])

  // Paused, a scan is an ordinary one again.
  await button(page, 'Pause').click()
  await page.getByText('Scan a card or a slot').waitFor()
  await scan(page, second.serial)
  await scan(page, second.place)
  await page.locator('.answer--good', { hasText: 'It was here already' }).waitFor()
  await page.reload()
  await tab(page, 'Stocktake')
  await button(page, 'Go on scanning').click()
  await page.getByText('Scan a slot, then its cards').waitFor()

  // Put back into its slot, it is found, and on the list no more.
  await page.locator('.side-line', { hasText: second.serial }).waitFor()
  await scan(page, second.place)
  await scan(page, second.serial)
  await page.locator('.answer--good', { hasText: second.serial }).waitFor()
  await page.getByText('No card lies in a wrong place').waitFor()

  const missing = cards.length - 3
  await button(page, 'Give up').click()
  await button(page, 'Cancel').click()
  await button(page, 'Close').click()
  const question = page.getByRole('dialog')
  await question.getByText(`Nobody saw ${missing} cards`).waitFor()
  await question.getByLabel('Type how many are missing').fill(String(missing + 1))
  await question.getByRole('button', { name: 'Close' }).click()
  await question.getByText(`The number shown is ${missing}`).waitFor()
  await question.getByLabel('Type how many are missing').fill(String(missing))
  // Somebody sees one more while the question stands: it is asked again, with the number of now.
  const late = cards[3]
  if (late)
    await other.post(`/api/stocktakes/${id}/scans`, { serial: late.serial, place: late.place })
  await question.getByRole('button', { name: 'Close' }).click()
  await question.getByText('The number has changed').waitFor()
  await question.getByText(`Nobody saw ${missing - 1} card`).waitFor()
  t.same(await faultsOf(page), [])
  await question.getByLabel('Type how many are missing').fill(String(missing - 1))
  await question.getByRole('button', { name: 'Close' }).click()
  await page.locator('.side-title .tag', { hasText: 'Closed' }).waitFor()
  await page.locator('.figure--missing', { hasText: String(missing - 1) }).waitFor()
  t.match((await api.get(`/api/stocktakes/${id}`)).body, {
    state: 'closed',
    counts: { missing: missing - 1 },
  })
  for (const [name, ending] of [
    ['Signed CSV', 'csv'],
    ['Signed PDF', 'pdf'],
  ] as const) {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    t.match(
      (await download).suggestedFilename(),
      new RegExp(`^stocktake-${drawer}-.*\\.${ending}$`),
    )
  }
  await button(page, 'All stocktakes').click()
  await page.locator('.side-line', { hasText: drawer }).getByText('Closed').waitFor()
})

/** A received card of the centre, to be packed. */
const receivedCards = async (t: Test, api: Caller, count: number): Promise<string[]> => {
  const { manifest, cards } = await announceCards(api, count)
  for (const { serial } of cards)
    t.equal((await api.post(`/api/manifests/${manifest}/receive`, { serial })).status, 200)
  return cards.map(({ serial }) => serial)
}

const openThere = async (t: Test, at: Server) => {
  const opened = await openAs(t, at, 'supervisor', '/post')
  await opened.page.getByLabel('Centre').selectOption('muharraq')
  return opened
}

t.test('a box from one centre to another, and what did not come out of it', async (t) => {
  const { page, api } = await openAs(t, server, 'post1', '/post')
  const there = await openThere(t, server)
  const [one = '', two = ''] = await receivedCards(t, api, 2)
  await tab(page, 'Boxes')
  await button(page, 'Open a box').click()
  await page.getByText('Fill this in.').waitFor()
  await page.getByLabel('To the centre').selectOption('muharraq')
  await button(page, 'Open a box').click()
  await page.getByText('Scan each card that you put in the box').waitFor()
  await scan(page, 'A-01-01-01')
  await page.getByRole('alert').getByText('Scan the card itself').waitFor()
  for (const serial of [one, two]) {
    await scan(page, serial)
    await page.locator('.answer--good', { hasText: serial }).waitFor()
  }
  await page.getByText('2 cards in it').waitFor()
  await page.getByLabel('Number of the seal').focus()
  await scan(page, 'SEAL-7731')
  const question = page.getByRole('dialog', { name: /SEAL-7731/ })
  await question.getByText('2 cards leave for').waitFor()
  await question.getByRole('button', { name: 'Seal the box' }).click()
  await page.getByText('The other centre sees it coming').waitFor()
  t.same(await faultsOf(page), [])

  await tab(there.page, 'Boxes')
  await there.page.getByRole('region', { name: 'Coming here' }).getByText('SEAL-7731').waitFor()
  await button(there.page, 'Receive').click()
  await button(there.page, 'The seal is whole: open and scan').click()
  await there.page.getByText('Scan each card that you take out of the box').waitFor()
  await scan(there.page, one)
  await there.page.locator('.answer--good', { hasText: one }).waitFor()
  await scan(there.page, 'ZZ26-888888')
  await there.page.locator('.answer--bad', { hasText: 'ZZ26-888888' }).waitFor()
  await there.page.getByText('1 of 2 taken out').waitFor()
  await button(there.page, 'End unpacking').click()
  const end = there.page.getByRole('dialog')
  await end.getByText('1 card did not come out of the box').waitFor()
  await end.getByRole('button', { name: 'End unpacking' }).click()
  await there.page.locator('.side-line', { hasText: two }).getByText('Missing').waitFor()
  t.same(await faultsOf(there.page), [])
  await tab(there.page, 'Incidents')
  const lost = there.page.locator('.incident', { hasText: two })
  await lost.getByText(/Delivery from .*Plant/).waitFor()
  t.match((await there.api.get(`/api/cards/${one}`)).body, { centre: 'muharraq' })
})

t.test('a list of uncollected cards, confirmed by a second member where it was made', async (t) => {
  let laterMs = 0
  const later = await startServer(t, { clock: { now: () => Date.now() + laterMs } })
  laterMs = 80 * 86_400_000
  const { page, api } = await openAs(t, later, 'post1', '/post')
  await page.getByRole('tab', { name: /^Uncollected ?\d+$/ }).waitFor()
  await tab(page, 'Uncollected')
  const chosen = page.locator('.side-scroll .side-line')
  await chosen.first().waitFor()
  const serials = [0, 1].map((at) => chosen.nth(at).locator('.code').first().textContent())
  const [one = '', two = ''] = (await Promise.all(serials)).map((serial) => serial ?? '')
  await page.getByLabel(one).check()
  await page.getByLabel(two).check()
  await page.getByText('The list takes the 2 chosen cards').waitFor()
  t.same(await faultsOf(page), [])
  await button(page, 'List to destroy').click()
  await page.getByText('0 of 2 scanned').waitFor()
  t.ok(await button(page, 'Confirm by a second member').isDisabled(), 'nothing was scanned')

  // Made by mistake: given up, and its cards may go on another one.
  await button(page, 'Give the list up').click()
  await button(page, 'Cancel').click()
  await button(page, 'Give the list up').click()
  await button(page, 'Yes, give it up').click()
  await page.locator('.side-title .tag', { hasText: 'Given up' }).waitFor()
  await page.getByText('Given up without being confirmed').waitFor()
  t.equal(await page.getByText('Confirmed by').count(), 0)
  t.same(await faultsOf(page), [])
  await button(page, 'All lists').click()
  await page.locator('.side-line', { hasText: '0 of 2 scanned' }).getByText('Given up').waitFor()
  await page.getByLabel(one).check()
  await page.getByLabel(two).check()
  await button(page, 'List to destroy').click()
  await page.getByText('0 of 2 scanned').waitFor()

  await scan(page, one)
  await page.locator('.answer--good', { hasText: one }).getByText('On the list').waitFor()
  await page.locator('.side-line', { hasText: one }).getByText('Scanned', { exact: true }).waitFor()
  t.equal(await button(page, 'Give the list up').count(), 0, 'what was scanned is not given up')

  await button(page, 'Confirm by a second member').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 card was not scanned').waitFor()
  const sign = async (username: string, password: string) => {
    await dialog.getByLabel('The second person’s user name').fill(username)
    await dialog.getByLabel('Their password').fill(password)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
  }
  await sign('post1', 'demo-dawr')
  await dialog.getByRole('alert').waitFor()
  await sign('post2', 'wrong')
  await dialog.getByText('The user name or password is wrong').waitFor()
  t.same(await faultsOf(page), [])
  await sign('post2', 'demo-dawr')
  await page.locator('.side-line', { hasText: one }).getByText('Ended').waitFor()
  await page.locator('.side-line', { hasText: two }).getByText('stays on its shelf').waitFor()
  await page.getByText(/Confirmed by .*Layla/).waitFor()
  await page.getByText(/Signed in: .*Salman/).waitFor()
  const states = [one, two].map((serial) => api.get(`/api/cards/${serial}`))
  t.match(await Promise.all(states), [
    { body: { state: 'expired' } },
    { body: { state: 'shelved' } },
  ])
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  t.match((await download).suggestedFilename(), /^destroy-.*\.csv$/)
})
