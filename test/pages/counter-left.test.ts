import t, { type Test } from 'tap'
import { query } from '../../src/db/transact.ts'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs, shelvedCard, untilIdle } from './staff.ts'

const server = await startServer(t)

/** The page of a clerk at an open counter. */
const atCounter = async (t: Test, username: string, counter: number) => {
  const { page, api } = await openAs(t, server, username, '/counter')
  await api.post(`/api/counters/isa-town-${counter}/open`, {})
  // They work there, so that the page goes there by itself.
  await page.reload()
  await page.locator('.desk').waitFor()
  return { page, api }
}

t.test(
  'the key for the next thing does nothing in a dialog that it was not meant for',
  async (t) => {
    const { page } = await atCounter(t, 'staff5', 5)
    await press(server)
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: /Start serving/ }).waitFor()
    await untilIdle(page)
    for (const key of ['F6', 'F8']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press(' ')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    const { body } = await (await signIn(server, 'staff5')).get('/api/counters/isa-town-5')
    t.match(body, { state: 'open', ticket: { state: 'called' } })
  },
)

t.test('who signs out with a visitor is asked, and a supervisor frees the counter', async (t) => {
  const { page } = await atCounter(t, 'staff6', 6)
  await press(server)
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: /Start serving/ }).waitFor()
  const signOut = page.getByRole('button', { name: 'Sign out' })
  await signOut.click()
  await page.getByText(/is still at counter .6/).waitFor()
  t.same(await faultsOf(page), [])
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /Start serving/ }).waitFor()
  await signOut.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Password').waitFor()

  const above = await openAs(t, server, 'supervisor', '/counter')
  await above.page.getByRole('button', { name: /^Counter \W?6\b/ }).click()
  await above.page.locator('.taken').waitFor()
  t.same(await faultsOf(above.page), [])
  const dialog = above.page.getByRole('dialog')
  const ask = async (step: string) => {
    await above.page.locator('.taken').getByRole('button', { name: step }).click()
    await dialog.waitFor()
  }
  const counter = async () => (await above.api.get('/api/counters/isa-town-6')).body
  await ask('Park')
  t.same(await faultsOf(above.page), [])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { ticket } = await counter()
  t.match(ticket, { state: 'called' }, 'nothing was done')
  for (const step of ['Park', 'Close counter']) {
    await ask(step)
    await dialog.getByRole('button', { name: step }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await above.page.locator('.taken').waitFor({ state: 'detached' })
  t.match(await counter(), { state: 'closed', ticket: null })

  const admin = await openAs(t, server, 'admin', '/admin')
  await admin.page.getByRole('tab', { name: 'Changes' }).click()
  const newest = admin.page.locator('.changes tbody tr')
  await newest.first().waitFor()
  const [closed, parked] = await newest.allInnerTexts()
  t.match(closed, /In the place of.*staff6.*Open.*Closed.*Counter.*6/su)
  t.match(parked, new RegExp(`staff6.*Called.*Parked.*Ticket.*${ticket.number}`, 'su'))
})

t.test('what was pressed just before a reload is told of after it', async (t) => {
  const { page, api } = await atCounter(t, 'staff4', 4)
  await press(server)
  await page.keyboard.press(' ')
  const serving = page.getByRole('button', { name: /Start serving/ })
  await serving.waitFor()
  await untilIdle(page)
  const path = '**/isa-town-4/recall'
  const calls = async () => (await api.get('/api/counters/isa-town-4')).body.ticket.recalls

  // It never arrives, however often the page tries.
  await page.route(path, (route) => route.abort())
  await page.keyboard.press('F2')
  await page.locator('[aria-busy=true]').first().waitFor()
  await page.reload()
  await page.getByRole('alert').getByText('was not done').waitFor()
  t.equal(await calls(), 0)
  await page.unroute(path)
  await page.reload()
  await serving.waitFor()
  await untilIdle(page)
  t.equal(await page.getByText('was not done').count(), 0, 'told once')

  // It is done, and its answer never comes.
  await page.route(path, async (route) => void (await route.fetch()))
  await page.keyboard.press('F2')
  while ((await calls()) === 0) await page.waitForTimeout(50)
  await page.reload()
  await page.getByText('before the page was loaded again was done').waitFor()
  t.equal(await calls(), 1, 'once')
})

t.test('a slip that was lost is printed again for whoever asks at a counter', async (t) => {
  const post = await signIn(server, 'post1')
  const { citizenId } = await shelvedCard(post)
  const { id, number } = await press(server, 'collect', { citizenId })
  const slips = async () =>
    (await server.deps.db.read(query((db, tables) => db.select().from(tables.prints)))).filter(
      ({ ticketId }) => ticketId === id,
    ).length
  t.equal(await slips(), 1)
  const { page } = await openAs(t, server, 'staff4', '/counter')
  await page.locator('.find-ticket').click()
  await page.getByLabel('Ticket number').fill(number)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Print the slip again' }).click()
  await page.getByText('A copy is printed at the kiosk').waitFor()
  t.equal(await slips(), 2)
  t.same(await faultsOf(page), [])
})
