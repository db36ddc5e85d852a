import t from 'tap'
import { signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs, untilValue } from './staff.ts'

/** One administrator whose connection comes and goes: each check goes on where the one before ended. */
const server = await startServer(t)
const { page, api } = await openAs(t, server, 'admin', '/admin')
const setup = async () => (await api.get('/api/centres/isa-town/setup')).body
const button = (name: string) => page.getByRole('button', { name, exact: true })
const openTab = (name: string) => page.getByRole('tab', { name }).click()
const unsure = page.getByText('We find out whether it was done', { exact: false })
const saved = page.locator('.toast', { hasText: 'Saved.' })
const troubles = () => page.getByRole('alert').getByText(/./).count()

/** Nothing comes back from the server, though what is sent may arrive there. */
const goAway = async ({ isDone }: { isDone: boolean }) => {
  let sent = 0
  await page.route('**/api/**', async (route) => {
    const isWrite = route.request().method() !== 'GET'
    if (isWrite) sent += 1
    if (isWrite && isDone) await route.fetch()
    await route.abort('connectionreset')
  })
  return {
    /** @returns how often something was sent meanwhile that changes something */
    comeBack: async (): Promise<number> => {
      await page.unrouteAll({ behavior: 'wait' })
      return sent
    },
  }
}
/** Saves while no answer comes, and is told so. @returns how often it was sent */
const saveAway = async (isDone: boolean, name = 'Save'): Promise<number> => {
  const away = await goAway({ isDone })
  await button(name).click()
  await unsure.waitFor()
  const sent = await away.comeBack()
  await unsure.waitFor({ state: 'detached' })
  return sent
}

t.test('a policy whose answer is lost is said to be saved, once that is known', async (t) => {
  await openTab('Policy')
  const recalls = page.getByLabel('Recalls, at most')
  await recalls.fill('7')
  const away = await goAway({ isDone: true })
  await button('Save').click()
  await unsure.waitFor()
  t.equal(await saved.count(), 0, 'nothing is claimed that is not known')
  t.same(await faultsOf(page), [])
  t.equal(await away.comeBack(), 1)
  await saved.waitFor()
  await unsure.waitFor({ state: 'detached' })
  t.equal(await troubles(), 0)
  t.equal((await setup()).settings.recallsMax, 7)
})

t.test(
  'a policy that never arrived is said not to be saved, and what was typed stays',
  async (t) => {
    const recalls = page.getByLabel('Recalls, at most')
    await recalls.fill('8')
    t.equal(await saveAway(false), 1)
    await page.getByRole('alert').getByText('was not done').waitFor()
    t.equal((await setup()).settings.recallsMax, 7)
    t.equal(await recalls.inputValue(), '8')
    await button('Save').click()
    await page.getByRole('alert').getByText('was not done').waitFor({ state: 'detached' })
    await saved.waitFor()
    t.equal((await setup()).settings.recallsMax, 8)
  },
)

t.test(
  'what is typed while a saved policy is read back stays, and the rest is as read',
  async (t) => {
    const field = (name: string) => page.getByLabel(name)
    const pending = page.getByRole('tab', { name: /edits pending/ })
    const outdated = page.getByText('changed this meanwhile', { exact: false })
    const released = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    await page.route('**/isa-town/setup', async (route) => {
      held.resolve()
      await released.promise
      await route.continue()
    })
    await field('Recalls, at most').fill('5')
    await field('May come back within, minutes').fill('11')
    await button('Save').click()
    await held.promise
    await saved.waitFor()
    await pending.waitFor({ state: 'detached' })
    t.ok(await button('Save').isDisabled(), 'it is saved, though not read back')
    await field('Recalls, at most').fill('6')
    await pending.waitFor()
    // Somebody else changes something too, which is read back with what was saved.
    const { settings } = await setup()
    await api.put('/api/centres/isa-town/settings', { ...settings, nearlyAhead: 4 })
    released.resolve()
    await untilValue(page.locator('[name=nearlyAhead]'), '4')
    t.equal(await field('Recalls, at most').inputValue(), '6', 'typed since')
    t.equal(await field('May come back within, minutes').inputValue(), '11')
    t.equal(await outdated.count(), 0)
    await page.unrouteAll({ behavior: 'wait' })
    await button('Save').click()
    await pending.waitFor({ state: 'detached' })
    t.match((await setup()).settings, { recallsMax: 6, returnWithinMin: 11, nearlyAhead: 4 })
  },
)

t.test('fewer days are asked about once there is a connection again', async (t) => {
  await page.getByLabel('Personal data kept, days').fill('20')
  t.equal(await saveAway(false), 0, 'a question changes nothing')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await button('Discard changes').click()
})

t.test('every form of the set-up is settled by what stands', async (t) => {
  for (const [tab, type] of [
    ['Centre', () => page.getByLabel('English name').fill('Isa Town')],
    ['Services', () => page.getByLabel('What to bring, in English').fill('Your card.')],
    ['Counters', () => page.getByLabel('Label').fill('1B')],
    ['Messages', () => page.getByLabel('English text').fill('{number} {service} {link}')],
  ] as const) {
    await openTab(tab)
    await type()
    t.equal(await saveAway(true), 1, tab)
    await saved.waitFor()
    t.equal(await troubles(), 0, tab)
  }
})

t.test('what is new is there once, whatever became of the answer', async (t) => {
  await openTab('Counters')
  const before = (await setup()).counters.length
  await button('New counter').click()
  await page.getByLabel('Label').fill('99')
  t.equal(await saveAway(true, 'Add'), 1)
  await page.getByRole('heading', { name: /Counter .99/ }).waitFor()
  t.equal((await setup()).counters.length, before + 1)

  await openTab('Staff')
  await button('New member').click()
  await page.getByLabel('Name', { exact: true }).fill('Noor')
  await page.getByLabel('User name').fill('noor')
  t.equal(await saveAway(true, 'Add'), 1)
  const lost = page.getByRole('dialog')
  await lost.getByText('the password was lost with the answer', { exact: false }).waitFor()
  t.same(await faultsOf(page), [])
  await lost.getByRole('button').click()
  await page.getByRole('heading', { name: 'Noor' }).waitFor()
  t.ok(await button('New password').isVisible())
})

t.test('a new password whose answer is lost is shown, and is the one that was given', async (t) => {
  const ask = async () => {
    await page.getByRole('button', { name: 'New password' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'New password' }).click()
  }
  const away = await goAway({ isDone: true })
  await ask()
  await unsure.waitFor()
  await away.comeBack()
  const password = (await page.locator('.secret').textContent()) ?? ''
  t.match(password, /^\w{4}(-\w{4}){3}$/)
  await signIn(server, 'noor', password)
  const changes = (await api.get('/api/centres/isa-town/changes')).body
  const given = JSON.stringify(changes).match(/"kind":"password"/g)
  t.equal(given?.length, 1, 'it was given once')
  await page.getByRole('dialog').getByRole('button').click()
  t.equal(await troubles(), 0)
})

t.test('a form that was left is heard of when it failed, by its name', async (t) => {
  await openTab('Messages')
  const row = (name: RegExp) => page.locator('.setup-row', { hasText: name })
  const unsaved = page.getByRole('tab', { name: /edits pending/ })
  const english = page.getByLabel('English text')
  const saveAndLeave = async (isDone: boolean) => {
    await english.fill(`{number} {service} {link} ${isDone}`)
    const away = await goAway({ isDone })
    await button('Save').click()
    await unsure.waitFor()
    await row(/^Nearly/).click()
    await away.comeBack()
  }
  await saveAndLeave(false)
  const told = page.getByRole('alert')
  await told.getByText('“\u2068Ticket given out\u2069”').waitFor()
  await told.getByText('was not done').waitFor()
  t.same(await faultsOf(page), [])
  await openTab('Policy')
  await told.getByRole('button').click()
  t.equal(await troubles(), 0)

  await openTab('Messages')
  await row(/^Ticket given out/).click()
  t.equal(await english.inputValue(), '{number} {service} {link} false', 'what was typed waits')
  await saveAndLeave(true)
  await unsaved.waitFor({ state: 'detached' })
  t.equal(await troubles(), 0, 'and nothing is said of one that is saved')

  // Refused at once, and left before anybody can have read it.
  await page.route('**/messages/**', (route) =>
    route.fulfill({ status: 409, json: { code: 'too_late', detail: 'Not now.', status: 409 } }),
  )
  await row(/^Ticket given out/).click()
  await english.fill('{number} {service} {link} refused')
  await button('Save').click()
  await page.locator('.save-bar .problem').waitFor()
  await row(/^Nearly/).click()
  await told.getByText('“\u2068Ticket given out\u2069”').waitFor()
  await told.getByText('Not now.').waitFor()
  await told.getByRole('button').click()
  t.equal(await troubles(), 0)
  await page.unroute('**/messages/**')
})
