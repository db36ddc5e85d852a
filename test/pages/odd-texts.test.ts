import t from 'tap'
import { dateIn } from '../../display/shared/days.ts'
import { openPage, sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { keepOpen } from './doors.ts'

/** A centre set up with texts longer, or fewer, than anybody would wish. */
const server = await startServer(t)
const admin = await signIn(server, 'admin')
const centre = '/api/centres/isa-town'
const longName = 'Card/Passport/Residence/Visa/Address/Name/Photo/Fingerprints'
const longLink = `https://www.example.bh/portal/${'x1'.repeat(90)}`
const onlyEnglish = 'Only written in English: bring the lease.'

const { services, counters } = (await admin.get(`${centre}/setup`)).body
const change = async (id: string, to: object) => {
  const found = services.find((one: { id: string }) => one.id === id)
  const { id: _id, position: _position, ticketsToday: _tickets, ...whole } = found
  const { status } = await admin.put(`${centre}/services/${id}`, { ...whole, ...to })
  if (status !== 200) throw new Error(`not changed: ${status}`)
}
await change('renew', { name: { ar: 'تجديد_'.repeat(10), en: longName } })
await change('address', { requirements: { ar: '', en: onlyEnglish }, onlineUrl: longLink })
await change('express', { requirements: { ar: '', en: '' } })

const [first] = counters
const { capabilities, section, active } = first
await admin.put('/api/counters/isa-town-1', {
  label: 'Biometrics room 12-B',
  capabilities,
  section,
  active,
})

const widthOf = async (page: Awaited<ReturnType<typeof openPage>>) =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth')
/** Whether all of an element's words are inside its box and that of what holds it. */
const isWhole = (selector: string, within: string) => `(() => {
  const box = document.querySelector(${JSON.stringify(within)}).getBoundingClientRect()
  const range = document.createRange()
  range.selectNodeContents(document.querySelector(${JSON.stringify(selector)}))
  return [...range.getClientRects()].every((one) =>
    one.left >= box.left - 1 && one.right <= box.right + 1 && one.bottom <= box.bottom + 1)
})()`

t.test('a counter with words for a label is named whole', async (t) => {
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  const ticket = await press(server)
  await clerk.post('/api/counters/isa-town-1/next')
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    await page.locator('.call .counter-label').getByText('Biometrics').waitFor()
    t.ok(await page.evaluate(isWhole('.call .counter-label', '.call__part--counter')))
  }
  const phone = await openPage(t, `${server.url}/t/${ticket.id}#${ticket.secret}`, {
    size: sizes.phone,
  })
  await phone.locator('.called__counter').waitFor()
  t.ok(await phone.evaluate(isWhole('.called__counter', '.called')))
  t.equal(await widthOf(phone), 0)
})

for (const language of ['ar', 'en'] as const)
  t.test(`a name without a space spoils no list, ${language}`, async (t) => {
    for (const path of ['join', 'guide']) {
      const page = await openPage(t, `${server.url}/${path}/isa-town?lang=${language}`, {
        size: sizes.phone,
        language,
      })
      await page.locator('.choice, .service').first().waitFor()
      t.equal(await widthOf(page), 0, path)
    }
  })

t.test(
  'what was written in one language only is told in the other, and nothing is made up',
  async (t) => {
    const page = await openPage(t, `${server.url}/guide/isa-town`, {
      size: sizes.phone,
      language: 'ar',
    })
    const told = page.getByText(onlyEnglish)
    await told.waitFor()
    t.equal(await told.getAttribute('lang'), 'en')
    t.equal(await page.locator('.service').count(), services.length)
    t.equal(await page.locator('.service__lines').count(), services.length - 1)
  },
)

t.test('of a long address whose it is, is read beside its code', async (t) => {
  const token = (await admin.post(`${centre}/devices`, { kind: 'kiosk', name: 'hall' })).body.token
  for (const size of [sizes.kiosk, sizes.kioskLandscape]) {
    const page = await openPage(t, `${server.url}/kiosk/isa-town#${token}`, { size })
    await page.getByRole('button', { name: 'English' }).first().click()
    await page
      .locator('.service', { hasText: 'Update address' })
      .locator('.service__online')
      .click()
    await page.getByText('www.example.bh').waitFor()
    t.equal(await widthOf(page), 0)
    t.ok(await page.evaluate(isWhole('.online-step__actions', 'main')), 'the buttons are in sight')
  }
})

t.test('half a letter behind an address is no empty page', async (t) => {
  const page = await openPage(t, `${server.url}/join/isa-town#%E0%A4%A`, { size: sizes.phone })
  await page.locator('.choice').first().waitFor()
  t.pass('the services are there')
})

t.test('printed, the guide says what stays true, and where its links lead', async (t) => {
  // How many wait is told of open doors alone.
  await keepOpen(server)
  const page = await openPage(t, `${server.url}/guide/isa-town`, { size: sizes.phone })
  await page.locator('.service__wait').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  t.notOk(await page.locator('.service__wait').first().isVisible())
  const said = await page.evaluate(
    `getComputedStyle(document.querySelector('.service .button'), '::after').content`,
  )
  t.match(said, /https:/)
})

t.test('of today the guide says what holds today', async (t) => {
  const { centre: whole } = (await admin.get(`${centre}/setup`)).body
  const { name, timeZone, dayEndsAtMin, hours } = whole
  const keep = (holidays: object) =>
    admin.put(`${centre}/setup`, { name, timeZone, dayEndsAtMin, hours, holidays })
  t.teardown(() => keep({}))
  const today = dateIn(timeZone, new Date())
  t.equal((await keep({ [today]: { opens: '09:10', closes: '15:20' } })).status, 200)
  const page = await openPage(t, `${server.url}/guide/isa-town`, { size: sizes.phone })
  t.match(await page.locator('.hours__today').textContent(), /09:10 – 15:20/)
})
