import t from 'tap'
import { sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { scan } from './scanner.ts'
import { openAs, shelvedCard, untilIdle } from './staff.ts'

/** One clerk at one counter: each check goes on where the one before ended. */
const server = await startServer(t)
const { page, api } = await openAs(t, server, 'staff1', '/counter')
/** They work there already, so that the page needs not be told where. */
const moveTo = async (counter: number) => {
  await api.post(`/api/counters/isa-town-${counter}/open`, {})
  await page.reload()
  await page.getByRole('button', { name: /^Call next/ }).waitFor()
}
await page.clock.install()
await moveTo(1)
for (let n = 0; n < 3; n++) await press(server)
await page.getByText('3 people wait for you').waitFor()

const now = async () => (await api.get('/api/counters/isa-town-1')).body
/** The server does what is asked, and its answer is lost. */
const loseAnswer = (path: string, at = page) =>
  at.route(
    `**/${path}`,
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
/** As often as the page tries, it does not reach the server; then it says so. */
const neverArrive = async (path: string, press: () => Promise<void>) => {
  await page.route(`**/${path}`, (route) => route.abort())
  await press()
  await page.getByRole('alert').getByText('was not done').waitFor()
  await page.unroute(`**/${path}`)
}
const button = (name: RegExp) => page.locator('.actions').getByRole('button', { name })
/** The one next thing, once it may be pressed. */
const goOn = (name: string) =>
  page.locator('.actions__next[aria-disabled=false]', { hasText: name }).click()
const side = (name: string) =>
  page.locator('.actions__side[aria-disabled=false]', { hasText: name }).click()
const inDialog = (name: RegExp) => page.getByRole('dialog').getByRole('button', { name }).click()
const troubles = () => page.getByRole('alert').getByText(/./).count()

t.test('a call whose answer is lost is one call', async (t) => {
  await loseAnswer('isa-town-1/next')
  await page.keyboard.press('Space')
  await button(/Start serving/).waitFor()
  t.match(await now(), { waiting: 2, ticket: { number: 'A-001', recalls: 0 } })
  await untilIdle(page)
  t.equal(await troubles(), 0, 'and no trouble is told')
})

t.test('a recall is done once, or said not to be done', async (t) => {
  await loseAnswer('isa-town-1/recall')
  await page.keyboard.press('F2')
  await page.getByText('was called again').waitFor()
  t.equal((await now()).ticket.recalls, 1)
  await page.route('**/recall', (route) => route.abort(), { times: 3 })
  // A key does nothing while what was pressed before is still under way.
  const callAgain = page.locator('.actions__side[aria-disabled=false]', { hasText: 'Call again' })
  await callAgain.waitFor()
  await page.keyboard.press('F2')
  await page.getByText('was not done').waitFor()
  t.equal((await now()).ticket.recalls, 1)
  await callAgain.waitFor()
  await page.keyboard.press('F2')
  await page.getByText('Can be called once more').waitFor()
  await callAgain.click()
  await page.getByText('Called again as often as allowed (3)', { exact: false }).waitFor()
  t.equal((await now()).ticket.recalls, 3)
  t.equal(await button(/Call again/).getAttribute('aria-disabled'), 'true')
})

t.test('a note goes with the visit, and its author changes it', async (t) => {
  await page.keyboard.press('Space')
  await button(/^Finish/).waitFor()
  await untilIdle(page)
  await page.keyboard.press('F7')
  await page.getByRole('dialog').getByLabel('Note').fill('Photo to be taken again')
  t.same(await faultsOf(page), [], 'axe finds nothing where a note is written')
  await page.keyboard.press('Enter')
  const notes = page.locator('.notes')
  await notes.getByText('Photo to be taken again').waitFor()
  await notes.getByRole('button', { name: 'Correct' }).click()
  await page.getByRole('dialog').getByLabel('Note').fill('Photo: taken again')
  await loseAnswer('tickets/*/notes/*')
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await notes.getByText('Photo: taken again').waitFor()
  await notes.getByText('corrected').waitFor()
  await notes.locator('button[aria-busy=true]').waitFor({ state: 'detached' })
  t.equal(await page.getByRole('alert').getByText(/./).count(), 0, 'and its answer was lost')
  await page.getByText('is kept').waitFor()

  await loseAnswer('tickets/*/notes/*')
  await notes.getByRole('button', { name: 'Take back' }).click()
  const back = page.locator('.notes__back')
  await back.getByText('Note taken back: \u2068Photo: taken again').waitFor()
  t.same((await now()).ticket.notes, [])
  t.same(await faultsOf(page), [], 'a note that was taken back')
  await back.getByRole('button', { name: 'Undo' }).click()
  await notes.getByText('Photo: taken again').waitFor()
  await back.waitFor({ state: 'detached' })
  t.match((await now()).ticket.notes, [{ text: 'Photo: taken again' }])
})

t.test('a transfer and an end whose answers are lost are told as done', async (t) => {
  const { id } = (await now()).ticket
  await loseAnswer('isa-town-1/transfer')
  await untilIdle(page)
  await page.keyboard.press('F6')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Update address/ })
    .click()
  await page.getByText('was sent on to').waitFor()
  t.equal((await now()).ticket, null)
  const other = await signIn(server, 'staff2')
  await other.post('/api/counters/isa-town-2/open', { services: ['address'] })
  const { ticket } = (await other.post('/api/counters/isa-town-2/next')).body
  t.match(ticket, { id, notes: [{ text: 'Photo: taken again', counter: '1' }] })
  t.match(
    ticket.visit.map(({ kind }: { kind: string }) => kind),
    ['waiting', 'walking', 'serving', 'waiting'],
  )
  t.equal((await other.delete(`/api/tickets/${id}/notes/${ticket.notes[0].id}`)).status, 409)

  await page.locator('.actions__next[aria-disabled=false]', { hasText: 'Call next' }).click()
  await button(/Start serving/).waitFor()
  await page.locator('.actions__next[aria-disabled=false]').click()
  await button(/^Finish/).waitFor()
  await page.locator('.actions__next[aria-disabled=false]').waitFor()
  await loseAnswer('isa-town-1/finish')
  await page.keyboard.press('Space')
  await page.getByText('is finished').waitFor()
  t.match(await now(), { ticket: null, waiting: 1 })
})

t.test('who is served, set aside, missed and brought back is so once', async (t) => {
  await goOn('Call next')
  await neverArrive('isa-town-1/serve', () => goOn('Start serving'))
  const { id, number } = (await now()).ticket
  t.match(await now(), { ticket: { state: 'called' } })
  await loseAnswer('isa-town-1/serve')
  await goOn('Start serving')
  await page.getByText(`Serving \u2068${number}\u2069`).waitFor()
  t.match(await now(), { ticket: { id, state: 'serving' } })

  await loseAnswer('isa-town-1/park')
  await side('Park')
  await page.getByText('is parked').waitFor()
  t.match(await now(), { ticket: null, parked: [{ id }], waiting: 0 })
  const bringBack = () => page.getByRole('button', { name: 'Bring back' }).click()
  await neverArrive('unpark', bringBack)
  t.match(await now(), { parked: [{ id }], waiting: 0 })
  await loseAnswer('unpark')
  await bringBack()
  await page.getByText('waits again').waitFor()
  t.match(await now(), { parked: [], waiting: 1 })

  await goOn('Call next')
  await loseAnswer('isa-town-1/no-show')
  await side('No-show')
  await page.getByText('did not come').waitFor()
  t.match(await now(), { ticket: null, waiting: 0 })
  await page.keyboard.press('/')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
  const letReturn = () => page.getByRole('button', { name: 'Back into the queue' }).click()
  await neverArrive('return', letReturn)
  t.match(await now(), { waiting: 0 })
  await loseAnswer('return')
  await letReturn()
  await page
    .locator('.found')
    .getByText(/^Waits/)
    .waitFor()
  t.match(await now(), { waiting: 1 })
  t.equal(await troubles(), 0)
  await page.keyboard.press('Escape')
})

t.test(
  'brought back and called already elsewhere, a ticket is not said to be parked',
  async (t) => {
    await goOn('Call next')
    await side('Park')
    const bringBack = page.getByRole('button', { name: 'Bring back' })
    const colleague = await signIn(server, 'staff3')
    await colleague.post('/api/counters/isa-town-3/open', {})
    await page.route(
      '**/unpark',
      async (route) => {
        await route.fetch()
        await colleague.post('/api/counters/isa-town-3/next')
        await route.abort('connectionreset')
      },
      { times: 1 },
    )
    await bringBack.click()
    await page.getByText('waits again').waitFor()
    await bringBack.waitFor({ state: 'detached' })
    t.equal(await troubles(), 0)
  },
)

t.test('a counter pauses, goes on, closes and opens once', async (t) => {
  await loseAnswer('isa-town-1/pause')
  await side('Pause')
  await inDialog(/Prayer/)
  await page.getByText('Reason: \u2068Prayer\u2069').waitFor()
  t.match(await now(), { state: 'paused', pauseReason: 'prayer' })
  await loseAnswer('isa-town-1/open')
  await goOn('Go on working')
  await button(/^Call next/).waitFor()
  t.match(await now(), { state: 'open' })

  await loseAnswer('isa-town-1/close')
  await side('Close')
  await inDialog(/Close/)
  const open = page.getByRole('button', { name: 'Open the counter' })
  await open.waitFor()
  t.match(await now(), { state: 'closed', staff: null })
  await neverArrive('isa-town-1/open', () => open.click())
  t.match(await now(), { state: 'closed' })
  await loseAnswer('isa-town-1/open')
  await open.click()
  await button(/^Call next/).waitFor()
  t.match(await now(), { state: 'open', ticket: null })
  t.equal(await troubles(), 0)
})

t.test('a card is handed over once, and said to be', async (t) => {
  const post = await signIn(server, 'post1')
  const { serial, citizenId } = await shelvedCard(post)
  await press(server, 'collect', { citizenId })
  await moveTo(7)
  await goOn('Call next')
  await goOn('Start serving')
  await button(/^Finish/).waitFor()
  const desk = page.locator('.handover')
  await desk.getByText(serial).waitFor()
  await scan(page, serial)
  await desk.getByLabel('The owner in person, by the photo').check()
  await desk.getByLabel('Pickup code').fill(server.deps.vault.pickupCode(serial))
  const give = () => desk.getByRole('button', { name: 'Hand the card over' }).click()
  const handovers = async () =>
    (await post.get(`/api/cards/${serial}`)).body.custody.filter(
      ({ action }: { action: string }) => action === 'handed_over',
    ).length
  await neverArrive('handover', give)
  t.equal(await handovers(), 0)
  await loseAnswer('handover')
  await give()
  await desk.getByText('The card is handed over').waitFor()
  t.equal(await handovers(), 1)
  t.equal(await troubles(), 0)
  await desk.getByRole('button', { name: /Finish/ }).click()
  await page.getByText('is finished').waitFor()
  await moveTo(1)
})

t.test('after 20 seconds away the page is what the counter became meanwhile', async (t) => {
  const [mine, theirs] = [await press(server), await press(server)]
  await goOn('Call next')
  await goOn('Start serving')
  await page.locator('.actions__next[aria-disabled=false]', { hasText: 'Finish' }).waitFor()
  const finish = '**/isa-town-1/finish'
  // A connection that is open may carry one more request while the network goes.
  await page.route(finish, (route) => route.abort())
  await page.context().setOffline(true)
  // Pressed before anybody knows that there is no way: it is asked what became of it.
  await page.keyboard.press('Space')
  await page.getByText('the buttons work again', { exact: false }).waitFor()
  t.equal((await now()).ticket.id, mine.id, 'it did not get through')
  await api.post('/api/counters/isa-town-1/finish', {})
  await api.post('/api/counters/isa-town-1/next')
  await page.clock.fastForward(20_000)
  await page.locator('.ticket__number', { hasText: mine.number }).waitFor()
  await page.keyboard.press('Space')
  await page.context().setOffline(false)
  await page.locator('.ticket__number', { hasText: theirs.number }).waitFor()
  await page.getByRole('alert').getByText('was not done').waitFor()
  await page.unroute(finish)
  t.match(await now(), { ticket: { id: theirs.id, state: 'called' } }, 'nothing was done to them')
  await goOn('Start serving')
  await goOn('Finish')
  await page.getByText(`\u2068${theirs.number}\u2069 is finished`).waitFor()
  await press(server)
  await page.getByText('1 person waits for you').waitFor()
})

t.test('a session goes on at another browser, with the counter as it stands', async (t) => {
  await page.locator('.actions__next[aria-disabled=false]', { hasText: 'Call next' }).click()
  await button(/Start serving/).waitFor()
  const { number } = (await now()).ticket
  await page.getByRole('button', { name: /^Signed in/ }).click()
  await page.getByRole('button', { name: 'Go on at another computer' }).click()
  t.same(await faultsOf(page), [], 'axe finds nothing beside the code')
  const code = (await page.locator('.move-code').textContent()) ?? ''
  const context = await page
    .context()
    .browser()
    ?.newContext({ viewport: { ...sizes.counter } })
  if (!context) throw new Error('the page has a browser')
  t.teardown(() => context.close())
  const there = await context.newPage()
  await there.goto(`${server.url}/counter?lang=en`)
  await there.getByRole('button', { name: 'Go on with a code' }).click()
  await there.getByLabel('User name').fill('staff1')
  await there.getByLabel('Code').fill(code)
  t.same(await faultsOf(there), [], 'nor where it is typed')
  await loseAnswer('session/move', there)
  await there.getByRole('button', { name: 'Go on here' }).click()
  await there.locator('.ticket__number', { hasText: number }).waitFor()
  await page.getByText('Your session goes on at another browser').waitFor()
  t.equal((await api.get('/api/session')).body.code, 'session_moved')

  await there.getByRole('button', { name: /^Signed in/ }).click()
  await there.getByRole('button', { name: 'Change my password' }).click()
  t.same(await faultsOf(there), [], 'nor where a password is changed')
  await there.getByLabel('Present password').fill('demo-dawr')
  await there.getByLabel('New password', { exact: true }).fill('three brown camels')
  await there.getByLabel('The new one once more').fill('three brown camels')
  await there.getByRole('button', { name: 'Change the password' }).click()
  await there.getByText('The password is changed').waitFor()
  await signIn(server, 'staff1', 'three brown camels')

  await there.goto(`${server.url}/counter?lang=ar`)
  await there.locator('.ticket__number', { hasText: number }).waitFor()
  await context.setOffline(true)
  await there.getByText('تعمل الأزرار من جديد حين يعود الاتصال', { exact: false }).waitFor()
  t.equal(await there.locator('.actions__next').getAttribute('aria-disabled'), 'true')
  await context.setOffline(false)
  await there.locator('.actions__next[aria-disabled=false]').waitFor()
})
