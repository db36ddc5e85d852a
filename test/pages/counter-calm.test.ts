import t from 'tap'
import { press, signIn, startServer } from '../running.ts'
import { openAs, untilIdle } from './staff.ts'

const server = await startServer(t)

/** For so long after a call the next press may be meant for it still. */
const CALM_MS = 1_000

t.test('a second press within a second of a call does not serve as well', async (t) => {
  const { page, api } = await openAs(t, server, 'staff1', '/counter')
  const stands = async () => (await api.get('/api/counters/isa-town-1')).body.ticket?.state
  const next = page.locator('.actions__next')
  /** The button of the next thing, while the clock stands. */
  const shown = (name: string, isOff: boolean) =>
    page.locator(`.actions__next[aria-disabled=${isOff}]`, { hasText: name }).waitFor()
  let served = 0
  page.on('request', (one) => {
    if (one.url().endsWith('/serve')) served += 1
  })
  await api.post('/api/counters/isa-town-1/open', {})
  for (let n = 0; n < 2; n++) await press(server)
  await page.clock.install()
  await page.reload()
  await page.getByText('2 people wait for you').waitFor()
  await page.clock.pauseAt(await page.evaluate<number>('Date.now() + 1000'))

  await shown('Call next', false)
  await page.keyboard.press('Space')
  await shown('Start serving', true)
  await page.keyboard.press('Space')
  await page.getByText('did not count').waitFor()
  await next.click({ force: true })
  await page.clock.runFor(CALM_MS - 50)
  await shown('Start serving', true)
  await page.keyboard.press('Space')
  t.equal(served, 0, 'by key and by hand')
  t.equal(await stands(), 'called')

  await page.clock.runFor(100)
  await shown('Start serving', false)
  await page.keyboard.press('Space')
  await shown('Finish', true)
  t.equal(served, 1)
  t.equal(await stands(), 'serving')

  // The calm after a press of one's own; what comes from elsewhere holds nothing up.
  await page.clock.runFor(CALM_MS + 50)
  await shown('Finish', false)
  await api.post('/api/counters/isa-town-1/finish', {})
  await shown('Call next', false)
})

for (const language of ['en', 'ar'])
  t.test(`beside a failure what stands on a ticket is read whole, ${language}`, async (t) => {
    const { page, api } = await openAs(t, server, 'staff6', '/counter', { language })
    await api.post('/api/counters/isa-town-6/open', {})
    // Nobody is left who has waited longer than the two who come now.
    await (await signIn(server, 'supervisor')).post('/api/centres/isa-town/close-day', {})
    await press(server)
    await press(server)
    await api.post('/api/counters/isa-town-6/next')
    await api.post('/api/counters/isa-town-6/notes', {
      text: 'Photo to be taken again; his brother brings the lease at eleven from the other office.',
    })
    await page.reload()
    const words = page.locator('.ticket__words')
    const isWhole = () => words.evaluate((one) => one.scrollHeight <= one.clientHeight)
    await words.locator('.why').waitFor()
    t.ok(await isWhole())
    // Both took their tickets within the tenth of a minute that points are told to.
    const later = language === 'ar' ? 'لكنها جاءت بعدها' : 'but it came later'
    await words.getByText(later).waitFor()
    t.equal(await words.getByRole('button').count(), 2, 'no way to what is read already')
    await page.route('**/recall', (route) => route.abort())
    await untilIdle(page)
    await page.keyboard.press('F2')
    await page.locator('.desk__main .problem').waitFor()
    t.ok(await isWhole(), 'with a note and a failure')
    await page.locator('.desk__main .problem button').click()
    await words.locator('.why').waitFor()
    await api.post('/api/counters/isa-town-6/park', {})
    await api.post('/api/counters/isa-town-6/close', {})
  })

for (const { language, gone, note } of [
  { language: 'en', gone: 'is not at this counter any more', note: 'Your note was not kept' },
  { language: 'ar', gone: 'لم تعد عند هذه النافذة', note: 'لم تُحفظ ملاحظتك' },
])
  t.test(`a visit that ends elsewhere is missed by nobody, ${language}`, async (t) => {
    const { page, api } = await openAs(t, server, 'staff5', '/counter', { language })
    const at = '/api/counters/isa-town-5'
    await api.post(`${at}/open`, {})
    await page.reload()
    const supervisor = await signIn(server, 'supervisor')
    const dialog = page.getByRole('dialog')

    await press(server)
    await untilIdle(page)
    await page.keyboard.press('Space')
    await page.locator('.ticket--called').waitFor()
    await supervisor.post('/api/centres/isa-town/close-day')
    await dialog.getByText(gone).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    // Ended by the same member at another browser, while they write here.
    await press(server)
    await untilIdle(page)
    await page.keyboard.press('Space')
    await page.locator('.ticket--called').waitFor()
    await untilIdle(page)
    await page.keyboard.press('F7')
    await dialog.locator('textarea').fill('Comes back with the lease')
    await api.post(`${at}/serve`, {})
    await api.post(`${at}/finish`, {})
    await dialog.getByText(note).waitFor()
    await dialog.getByText('Comes back with the lease').waitFor()
    await page.keyboard.press('Escape')

    // What is ended here is no news.
    await press(server)
    await untilIdle(page)
    for (const step of ['.ticket--called', '.ticket--serving', '.ticket--none']) {
      await untilIdle(page)
      await page.keyboard.press('Space')
      await page.locator(step).waitFor()
    }
    await untilIdle(page)
    t.equal(await dialog.count(), 0)
    await api.post(`${at}/close`, {})
  })
