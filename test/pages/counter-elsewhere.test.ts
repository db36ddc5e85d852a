import t from 'tap'
import { sizes } from '../browser.ts'
import { signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

const server = await startServer(t)
const admin = await signIn(server, 'admin')
const hired = async (username: string, centre: string | null) => {
  const skills = { roles: ['clerk'], skills: ['*'] }
  const made = await admin.post('/api/staff', { username, name: 'Noor', centre, ...skills })
  return { id: made.body.id as string, password: made.body.password as string, skills }
}

for (const { language, sentence, go, close } of [
  {
    language: 'en',
    sentence: 'Counter 1 at Isa Town centre is open in your name. Close it there first.',
    go: 'Go to Isa Town centre',
    close: /Close counter/,
  },
  {
    language: 'ar',
    sentence: 'النافذة 1 في مركز مدينة عيسى مفتوحة باسمك. أغلقها هناك أولًا.',
    go: 'الانتقال إلى مركز مدينة عيسى',
    close: /إغلاق النافذة/,
  },
])
  t.test(`a counter open in another centre is named, and led to: ${language}`, async (t) => {
    const username = `noor-${language}`
    const { password } = await hired(username, null)
    const { page, api } = await openAs(t, server, username, '/counter', {
      language,
      size: sizes.counter,
      password,
    })
    await page.locator('.staff-head__centre select').selectOption('muharraq')
    await page.locator('.choose__counter').first().click()
    await page.locator('.open-counter').waitFor()
    // In another window, or at another desk.
    await api.post('/api/counters/isa-town-1/open', {})
    await page.locator('.open-counter [type=submit]').click()
    const note = page.locator('.staff-note')
    await note.waitFor()
    t.match((await note.textContent())?.replace(/[\u2068\u2069]/g, ''), sentence)
    t.same(await faultsOf(page), [])
    await page.getByRole('button', { name: new RegExp(go.replace(/ (?=Isa|مركز)/, '.*')) }).click()
    await page.locator('.choose__counter', { hasText: /Yours|نافذتك/ }).click()
    await page.locator('.actions__side[aria-disabled=false]', { hasText: close }).click()
    await page.getByRole('dialog').getByRole('button', { name: close }).click()
    await page.locator('.open-counter').waitFor()
    t.equal((await api.get('/api/counters/isa-town-1')).body.state, 'closed')
  })

t.test('who works in one centre only is told who can close it', async (t) => {
  const { id, password, skills } = await hired('moved', 'isa-town')
  const before = await signIn(server, 'moved', password)
  await before.post('/api/counters/isa-town-2/open', {})
  const moved = await admin.put(`/api/staff/${id}`, {
    name: 'Noor',
    active: true,
    centre: 'muharraq',
    ...skills,
  })
  t.equal(moved.status, 200)
  const { page } = await openAs(t, server, 'moved', '/counter', { password })
  await page.locator('.choose__counter').first().click()
  await page.locator('.open-counter [type=submit]').click()
  await page.getByText('Ask a supervisor there to close it', { exact: false }).waitFor()
  t.equal(await page.getByRole('button', { name: /^Go to/ }).count(), 0)
})

t.test('a counter is chosen by its number, and by none that is typed or scanned', async (t) => {
  const { page, api } = await openAs(t, server, 'staff6', '/counter')
  const added = await admin.post('/api/centres/isa-town/counters', {
    label: '12',
    section: null,
    capabilities: ['renew'],
    active: true,
  })
  t.equal(added.status, 201)
  const chosen = (label: string) =>
    page.getByRole('heading', { name: `Open the counter · Counter \u2068${label}\u2069` })
  const other = () => page.getByRole('button', { name: 'Another counter' }).click()
  await page.locator('.choose__counter', { hasText: '12' }).waitFor()
  t.same(await faultsOf(page), [])
  await page.clock.install()
  /** One right after another, however busy the machine is. */
  const press = async (...keys: string[]) => {
    await page.evaluate((all) => {
      const { document, KeyboardEvent } = globalThis
      for (const key of all)
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }, keys)
    await page.clock.fastForward(1000)
  }
  await page.keyboard.press('/')
  await page.getByRole('dialog').getByLabel('Number').waitFor()
  await page.keyboard.press('3')
  t.equal(await page.getByRole('dialog').getByLabel('Number').inputValue(), '3')
  await page.clock.fastForward(1000)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await press('3', '1', '2', 'Enter')
  await press('3', '3', '3', '3')
  t.equal(await page.locator('.open-counter').count(), 0)
  await press('3')
  await chosen('3').waitFor()
  await other()
  await press('1', '2')
  await chosen('12').waitFor()
  await other()
  await press('1')
  await chosen('1').waitFor()
  t.equal((await api.get('/api/counters/isa-town-1')).body.state, 'closed', 'it is chosen alone')
})
