import t from 'tap'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { scan } from './scanner.ts'
import { openAs, shelvedCard, untilIdle } from './staff.ts'

const server = await startServer(t)

t.test('a pressed button lives, and what was done before is not said of it', async (t) => {
  const { page, api } = await openAs(t, server, 'staff5', '/counter')
  await api.post('/api/counters/isa-town-5/open', {})
  await page.reload()
  await press(server)
  await api.post('/api/counters/isa-town-5/next')
  await page.getByRole('button', { name: /Call again/ }).click()
  const toast = page.locator('.toast')
  await toast.waitFor()
  const held = Promise.withResolvers<void>()
  await page.route('**/serve', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.locator('.actions__next[aria-disabled=false]').waitFor()
  await page.keyboard.press('Space')
  const busy = page.locator('.actions [aria-busy=true]')
  await busy.waitFor()
  t.match(await busy.textContent(), /Start serving/, 'it alone')
  const mark = await page.evaluate(`(() => {
    const { content, animationDelay } = getComputedStyle(document.querySelector('.actions [aria-busy=true]'), '::after')
    return { content, animationDelay }
  })()`)
  t.match(mark, { content: '""', animationDelay: '0.3s, 0.3s' })
  await toast.waitFor({ state: 'detached' })
  for (const key of ['F6', 'F7', 'F8']) await page.keyboard.press(key)
  t.equal(await page.getByRole('dialog').count(), 0, 'what could only be refused is not asked for')
  held.resolve()
  await toast.getByText('Serving').waitFor()

  await page.route('**/notes', (route) => route.abort())
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).click()
  const note = page.getByRole('dialog').getByRole('textbox')
  await note.fill('Comes back with the lease')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('was not done').waitFor()
  t.equal(await page.locator('.actions__side .dot').count(), 1)
  await page.reload()
  await page.unroute('**/notes')
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).waitFor()
  await page.keyboard.press('F7')
  t.equal(await note.inputValue(), 'Comes back with the lease', 'what was typed is there')
  await page.keyboard.press('Enter')
  await page.locator('.ticket__notes').getByText('Comes back with the lease').waitFor()
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).click()
  t.equal(await note.inputValue(), '')
  t.equal(await page.locator('.actions__side .dot').count(), 0)
  await note.fill('Her son waits outside')
  await page.reload()
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).click()
  t.equal(await note.inputValue(), 'Her son waits outside', 'nor is it lost while it is typed')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F7')
  t.equal(await note.inputValue(), 'Her son waits outside', 'nor by a key that was not meant')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.locator('.actions__side .dot').waitFor({ state: 'detached' })
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).click()
  t.equal(await note.inputValue(), '', 'what was given up is gone')

  await note.fill('Her son waits outside')
  const kept = () => page.evaluate('JSON.stringify(sessionStorage)')
  t.match(await kept(), /Her son/, 'for the next to mean anything')
  await api.post('/api/counters/isa-town-5/finish', {})
  await page.locator('.ticket--none').waitFor()
  t.notMatch(await kept(), /Her son/, 'it stays no longer than the visit')
  await page.getByRole('dialog').getByText('Her son waits outside').waitFor()
  await page.keyboard.press('Escape')
  await press(server)
  await api.post('/api/counters/isa-town-5/next')
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Note' }).click()
  await note.fill('Her son waits outside')
  t.match(await kept(), /Her son/)
  await api.delete('/api/session')
  await page.getByLabel('User name').waitFor()
  t.notMatch(await kept(), /Her son/, 'and no longer than its writer')
})

t.test('what was said not to be done is not done when it arrives after that', async (t) => {
  const { page, api } = await openAs(t, server, 'staff4', '/counter')
  await api.post('/api/counters/isa-town-4/open', {})
  await press(server)
  await api.post('/api/counters/isa-town-4/next')
  await page.reload()
  await untilIdle(page)
  const sent = new Set<string>()
  await page.route('**/recall', async (route) => {
    sent.add(route.request().postData() ?? '')
    await route.abort('connectionreset')
  })
  await page.keyboard.press('F2')
  await page.getByRole('alert').getByText('was not done').waitFor()
  t.equal(sent.size, 1, 'tried again, it is the same press')
  for (const body of sent)
    t.match(await api.post('/api/counters/isa-town-4/recall', JSON.parse(body)), {
      status: 409,
      body: { code: 'request_withdrawn' },
    })
  t.equal((await api.get('/api/counters/isa-town-4')).body.ticket.recalls, 0)

  await page.unroute('**/recall')
  await untilIdle(page)
  await page.keyboard.press('F2')
  await page.getByText('was called again').waitFor()
  t.equal((await api.get('/api/counters/isa-town-4')).body.ticket.recalls, 1, 'another press')
})

t.test('a scanned card is not answered beside what was said of the step before', async (t) => {
  const card = await shelvedCard(await signIn(server, 'post1'))
  const { page, api } = await openAs(t, server, 'staff7', '/counter')
  await api.post('/api/counters/isa-town-7/open', {})
  await press(server, 'collect', { citizenId: card.citizenId })
  await api.post('/api/counters/isa-town-7/next')
  await page.clock.install()
  await page.reload()
  await page.locator('.handover').getByText(card.serial).waitFor()
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Call again' }).click()
  const toast = page.locator('.toast', { hasText: 'was called again' })
  await toast.waitFor()
  // The clock stands, so that the words do not go by themselves.
  await page.clock.pauseAt(await page.evaluate<number>('Date.now() + 100'))
  t.equal(await toast.count(), 1)
  await scan(page, 'ZZ26-000001')
  await page.getByRole('alert').getByText('This serial is not known!').waitFor()
  t.equal(await toast.count(), 0)
})

t.test(
  'a scan whose answer is lost is asked about again, and the card before it put aside',
  async (t) => {
    const post = await signIn(server, 'post1')
    const [mine, other] = [await shelvedCard(post), await shelvedCard(post)]
    const { page, api } = await openAs(t, server, 'staff8', '/counter')
    await api.post('/api/counters/isa-town-8/open', {})
    // Nobody said whose card it is: the ticket names none.
    await press(server, 'collect')
    t.equal((await api.post('/api/counters/isa-town-8/next')).status, 200)
    await page.reload()
    const give = page.locator('.handover').getByRole('button', { name: 'Hand the card over' })
    await page.locator('.handover').waitFor()
    await scan(page, mine.serial)
    await give.waitFor()
    await page.route(
      '**/offer',
      async (route) => {
        await route.fetch()
        await route.abort('connectionreset')
      },
      { times: 1 },
    )
    await scan(page, other.serial)
    await page.locator('.handover').getByText(other.serial).waitFor()
    t.equal(await page.locator('.handover').getByText(mine.serial).count(), 0)
  },
)

for (const language of ['en', 'ar'])
  t.test(`the word of a lost connection moves nothing, ${language}`, async (t) => {
    const { page } = await openAs(t, server, 'staff5', '/counter', { language })
    await page.locator('.desk').waitFor()
    const places = () =>
      Promise.all(
        ['.staff-head', '.status-line', '.actions__next', '#why-off'].map((one) =>
          page.locator(one).boundingBox(),
        ),
      )
    const before = await places()
    await page.context().setOffline(true)
    const band = page.locator('.staff-band')
    await band.waitFor()
    t.same(await places(), before)
    t.ok(await band.evaluate((one) => one.scrollHeight <= one.clientHeight), 'all of it is read')
    t.same(await faultsOf(page), [])
    await page.context().setOffline(false)
    await band.waitFor({ state: 'detached' })
    await page.locator('.staff-head__centre').waitFor()
  })
