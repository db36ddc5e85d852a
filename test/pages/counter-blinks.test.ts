import t from 'tap'
import { sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

/** One clerk at one counter: each check goes on where the one before ended. */
const server = await startServer(t)
const { page, api } = await openAs(t, server, 'staff1', '/counter')
await api.post('/api/counters/isa-town-1/open', {})
// They work there already, so that the page needs not be told where.
await page.reload()
await page.getByRole('button', { name: /^Call next/ }).waitFor()
for (let n = 0; n < 3; n++) await press(server)
await page.getByText('3 people wait for you').waitFor()

const now = async () => (await api.get('/api/counters/isa-town-1')).body
/** The server does what is asked, and its answer is lost. */
const loseAnswer = (path: string, at = '**/counters/isa-town-1') =>
  page.route(
    `${at}/${path}`,
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
const button = (name: RegExp) => page.locator('.actions').getByRole('button', { name })

t.test('a call whose answer is lost is one call', async (t) => {
  await loseAnswer('next')
  await page.keyboard.press('Space')
  await button(/Start serving/).waitFor()
  t.match(await now(), { waiting: 2, ticket: { number: 'A-001', recalls: 0 } })
  await page.locator('.actions__next[aria-disabled=false]').waitFor()
  t.equal(await page.getByRole('alert').getByText(/./).count(), 0, 'and no trouble is told')
})

t.test('a recall is done once, or said not to be done', async (t) => {
  await loseAnswer('recall')
  await page.keyboard.press('F2')
  await page.getByText('was called again').waitFor()
  t.equal((await now()).ticket.recalls, 1)
  await page.route('**/recall', (route) => route.abort(), { times: 3 })
  await page.keyboard.press('F2')
  await page.getByText('was not done').waitFor()
  t.equal((await now()).ticket.recalls, 1)
  await page.keyboard.press('F2')
  await page.getByText('Can be called once more').waitFor()
  await page.locator('.actions__side[aria-disabled=false]', { hasText: 'Call again' }).click()
  await page.getByText('Called again as often as allowed (3)', { exact: false }).waitFor()
  t.equal((await now()).ticket.recalls, 3)
  t.equal(await button(/Call again/).getAttribute('aria-disabled'), 'true')
})

t.test('a note goes with the visit, and its author changes it', async (t) => {
  await page.keyboard.press('Space')
  await button(/^Finish/).waitFor()
  await page.keyboard.press('F7')
  await page.getByRole('dialog').getByLabel('Note').fill('Photo to be taken again')
  t.same(await faultsOf(page), [], 'axe finds nothing where a note is written')
  await page.keyboard.press('Enter')
  const notes = page.locator('.notes')
  await notes.getByText('Photo to be taken again').waitFor()
  await notes.getByRole('button', { name: 'Correct' }).click()
  await page.getByRole('dialog').getByLabel('Note').fill('Photo: taken again')
  await loseAnswer('notes/*', '**/tickets/*')
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await notes.getByText('Photo: taken again').waitFor()
  await notes.getByText('corrected').waitFor()
  await notes.locator('button[aria-busy=true]').waitFor({ state: 'detached' })
  t.equal(await page.getByRole('alert').getByText(/./).count(), 0, 'and its answer was lost')
})

t.test('a transfer and an end whose answers are lost are told as done', async (t) => {
  const { id } = (await now()).ticket
  await loseAnswer('transfer')
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
  await loseAnswer('finish')
  await page.keyboard.press('Space')
  await page.getByText('is finished').waitFor()
  t.match(await now(), { ticket: null, waiting: 1 })
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
