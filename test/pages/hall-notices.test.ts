import type { Page } from 'playwright-core'
import t from 'tap'
import { dateIn, dateName } from '../../display/shared/days.ts'
import { daysAfter } from '../../src/centres/opening.ts'
import { openPage, sizes } from '../browser.ts'
import { signIn, startServer } from '../running.ts'
import { keepOpen } from './doors.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

const TURN_MS = 8_000
const DAY_MS = 86_400_000
const zone = 'Asia/Bahrain'
const centre = '/api/centres/isa-town'

/** Goes on to the next of what turns, until it says something. */
const turnTo = async (page: Page, words: string | RegExp): Promise<void> => {
  const turn = page.locator('.hall-panel__turn')
  const dots = await page.locator('.hall-panel__dot').count()
  for (let turns = 0; turns < dots * 2; turns += 1) {
    if (await turn.filter({ hasText: words }).isVisible()) return
    const said = (await turn.textContent()) ?? ''
    await page.clock.fastForward(TURN_MS)
    await turn.filter({ hasNotText: said }).waitFor()
  }
  await turn.filter({ hasText: words }).waitFor()
}

/** Whether any turn says it. */
const isSaid = async (page: Page, words: string): Promise<boolean> => {
  const dots = await page.locator('.hall-panel__dot').count()
  const turn = page.locator('.hall-panel__turn')
  for (let turns = 0; turns < dots * 2; turns += 1) {
    const said = (await turn.textContent()) ?? ''
    if (said.includes(words)) return true
    await page.clock.fastForward(TURN_MS)
    await turn.filter({ hasNotText: said }).waitFor()
  }
  return false
}

t.test('Notices in the hall are written, and turn on its wall as soon as they are', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  const lobby = await openPage(t, 'about:blank', { size: sizes.lobby })
  await lobby.clock.install()
  await lobby.goto(`${server.url}/lobby/isa-town`)
  await turnTo(lobby, 'Parking behind the building')

  const { page, api } = await openAs(t, server, 'admin', '/admin')
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.getByRole('tab', { name: 'Notices in the hall' }).click()
  await button('Add a notice').click()
  const second = page.getByRole('group', { name: 'Notice 2' })
  await second.getByLabel('Arabic text').fill('المصلى في الطابق الأول')
  await second.getByText('178 letters left.').waitFor()
  await button('Save').click()
  await second.getByText('Fill this in.').waitFor()
  t.equal((await api.get(centre)).body.hallNotices.length, 1, 'both languages, or nothing')
  const english = second.getByLabel('English text')
  await english.fill('Prayer room:\nfirst floor')
  t.equal(await english.inputValue(), 'Prayer room: first floor', 'a wall has one paragraph')
  const preview = page.locator('.hall-panel', { hasText: 'Prayer room: first floor' })
  await preview.waitFor()
  await page.getByRole('tab', { name: 'Policy' }).click()
  await page.getByRole('tab', { name: /Notices in the hall.*edits pending/ }).click()
  t.equal(await english.inputValue(), 'Prayer room: first floor', 'what is not saved waits')
  await english.fill('')
  await second.getByText('Fill this in.').waitFor()
  await english.fill('Prayer room: first floor ')
  await page.getByRole('button', { name: 'Move notice 2 up' }).click()
  await page.locator(':focus[aria-label="Move notice 1 down"]').waitFor()
  t.pass('it can be moved back at once')
  t.same(await faultsOf(page), [], 'notices in the hall')
  await button('Save').click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.getByRole('tab', { name: /edits pending/ }).waitFor({ state: 'detached' })
  t.match((await api.get(centre)).body.hallNotices, [
    { text: { en: 'Prayer room: first floor' } },
    { text: { en: /Parking/ } },
  ])
  await turnTo(lobby, 'Prayer room: first floor')
  await turnTo(lobby, 'المصلى في الطابق الأول')
  t.same(await faultsOf(lobby), [], 'the wall')

  await page.getByRole('tab', { name: 'Policy' }).click()
  await page.getByLabel('Recalls, at most').fill('4')
  await button('Save').click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  t.equal((await api.get(centre)).body.hallNotices.length, 2, 'the policy takes none down')
  await page.getByRole('tab', { name: 'Changes' }).click()
  await page
    .getByRole('row', { name: /Notices in the hall, 1, Text, English.*Prayer room/ })
    .waitFor()
})

t.test('A notice is gone after its last day, though the server cannot be asked', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  const admin = await signIn(server, 'admin')
  const today = dateIn(zone, new Date())
  const until = (en: string, lastDay: string | null) => ({ text: { ar: `${en} ·`, en }, lastDay })
  await admin.put(`${centre}/hall-notices`, {
    notices: [until('Until today', today), until('For good', null)],
  })
  const page = await openPage(t, 'about:blank', { size: sizes.lobbyPortrait })
  await page.clock.install()
  await page.goto(`${server.url}/lobby/isa-town`)
  await turnTo(page, 'Until today')
  await page.route('**/api/**', (route) => route.abort())
  await page.clock.fastForward(DAY_MS)
  await page.locator('.hall-panel__turn').filter({ hasNotText: 'Until today' }).waitFor()
  t.notOk(await isSaid(page, 'Until today'))
  t.ok(await isSaid(page, 'For good'))
})

t.test('The next holiday turns in by itself, in both languages', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  const admin = await signIn(server, 'admin')
  const { centre: setup } = (await admin.get(`${centre}/setup`)).body
  const tomorrow = daysAfter(dateIn(zone, new Date()), 1)
  const page = await openPage(t, 'about:blank', { size: sizes.lobby })
  await page.clock.install()
  await page.goto(`${server.url}/lobby/isa-town`)
  await page.locator('.hall-panel__turn').waitFor()
  t.notOk(await isSaid(page, 'Closed'), 'none yet, or this test means little')
  await admin.put(`${centre}/setup`, { ...setup, holidays: { [tomorrow]: null } })
  await turnTo(page, `Closed tomorrow, \u2068${dateName(tomorrow, 'en-GB')}\u2069.`)
  await turnTo(page, 'المركز مغلق غدًا')
  const short = { opens: '08:00', closes: '12:00' }
  await admin.put(`${centre}/setup`, { ...setup, holidays: { [tomorrow]: short } })
  await turnTo(page, /Open tomorrow, .* from .08:00. to .12:00/)
})

t.test('A notice is whole on the wall, however long it is', async (t) => {
  const server = await startServer(t)
  const admin = await signIn(server, 'admin')
  const text = { ar: 'ستنقطع '.repeat(28).trim(), en: 'W'.repeat(200) }
  await admin.put(`${centre}/hall-notices`, { notices: [{ text, lastDay: null }] })
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, 'about:blank', { size })
    await page.clock.install()
    await page.goto(`${server.url}/lobby/isa-town`)
    const turn = page.locator('.hall-panel__turn')
    for (const [language, words] of Object.entries(text)) {
      await turnTo(page, words.slice(0, 40))
      await page.waitForFunction(
        (box) =>
          box !== null &&
          box.scrollHeight <= box.clientHeight &&
          box.scrollWidth <= box.clientWidth,
        await turn.elementHandle(),
      )
      t.pass(`${language} at ${size.width}×${size.height}`)
    }
  }
})

t.test('A hall to which nothing is told gives its room to the invitation', async (t) => {
  const server = await startServer(t)
  const page = await openPage(t, 'about:blank')
  await page.route('**/api/centres/isa-town', async (route) => {
    const answer = await route.fetch()
    const told = await answer.json()
    const services = told.services.map((service: object) => ({
      ...service,
      requirements: { ar: '', en: '' },
    }))
    await route.fulfill({ response: answer, json: { ...told, hallNotices: [], services } })
  })
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    await page.setViewportSize(size)
    await page.goto(`${server.url}/lobby/isa-town`)
    await page.locator('.invite__qr').waitFor()
    t.equal(await page.locator('.hall-panel').count(), 0)
    const [side, invite] = await Promise.all(
      ['.side', '.invite'].map((one) => page.locator(one).boundingBox()),
    )
    if (!side || !invite) throw new Error('the invitation is not on the screen')
    t.equal(invite.height, side.height)
    t.ok(invite.width > 0.9 * side.width, `all of it, ${size.width}×${size.height}`)
  }
})
