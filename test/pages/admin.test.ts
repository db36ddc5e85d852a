import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { kiosk, press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

t.test('services and counters are set up, and a lobby screen follows', async (t) => {
  const server = await startServer(t)
  const lobby = await openPage(t, `${server.url}/lobby/isa-town`, { size: sizes.lobby })
  await lobby.getByText('Renew card').first().waitFor()
  await press(server)
  const { page } = await openAs(t, server, 'admin', '/admin')
  await page.getByRole('tab', { name: 'Services' }).click()

  await page.getByLabel('Ticket letter').fill('ش')
  await page.locator('.field__wrong', { hasText: 'One letter' }).waitFor()
  await page.getByLabel('Ticket letter').fill('C')
  await page.getByText(/that of another service: .Collect my card/).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  t.equal(await page.locator(':focus').getAttribute('name'), 'prefix', 'nothing was sent')
  await page.getByLabel('Ticket letter').fill('W')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('were given out today: 1').waitFor()
  t.same(await faultsOf(page), [], 'a refusal at its field')
  await page.getByLabel('Ticket letter').fill('A')
  await page.getByLabel('English name').fill('Renew the card')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await lobby.getByText('Renew the card').first().waitFor()

  const heights = await page
    .locator('textarea')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
  t.equal(new Set(heights).size, 1, 'as many lines are as high in both languages')

  await page.getByLabel('English name').fill('collect  my card')
  await page.getByText('Another service of this centre (C) has this name').waitFor()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  const online = page.getByLabel('Link to do it online')
  const badLink = page.locator('.field__wrong', { hasText: 'must begin with https://' })
  await online.fill('htt')
  t.equal(await badLink.count(), 0, 'what is unfinished is not wrong')
  await online.pressSequentially('p:')
  await badLink.waitFor()
  await online.fill('https://x')
  await page.getByRole('button', { name: 'Save' }).click()
  t.equal(await page.locator(':focus').getAttribute('name'), 'onlineUrl', 'nothing was sent')
  await badLink.waitFor()
  await page.getByRole('button', { name: 'Discard changes' }).click()

  await page.getByLabel('English name').fill('Renew a card')
  await page.getByRole('tab', { name: 'Counters' }).click()
  const unsaved = page.getByRole('tab', { name: /\(edits pending\)/ })
  t.same(await unsaved.allTextContents(), ['Services(edits pending)'], 'and its tab says so')
  t.same(await faultsOf(page), [], 'a tab with something unsaved')
  await unsaved.click()
  t.equal(await page.getByLabel('English name').inputValue(), 'Renew a card', 'it waits')
  await page.getByRole('button', { name: /^A Renew the card.*\(edits pending\)$/ }).waitFor()
  await page.getByLabel('English name').fill('')
  await page.locator('.field__wrong', { hasText: 'Fill this in.' }).waitFor()
  await page.getByLabel('English name').fill('R')
  await page.locator('.field__wrong').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Discard changes' }).click()
  t.equal(await page.getByLabel('English name').inputValue(), 'Renew the card')
  t.equal(await unsaved.count(), 0)

  await page.getByRole('button', { name: 'New service' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('Fill this in.').first().waitFor()
  await page.getByLabel('Arabic name').fill('صورة')
  await page.getByLabel('English name').fill('Photo')
  await page.getByLabel('Code', { exact: true }).fill('photo')
  await page.getByLabel('Ticket letter').fill('p')
  await page.getByRole('radio', { name: 'None' }).focus()
  for (const name of ['New card', 'Renewal', 'Replacement', 'Collection', 'Fingerprint']) {
    await page.keyboard.press('ArrowDown')
    t.ok(await page.getByRole('radio', { name }).isChecked(), `${name}, by the keyboard`)
  }
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { name: 'Photo' }).waitFor()
  await page.getByRole('button', { name: 'New service' }).click()
  t.equal(await page.getByLabel('Code', { exact: true }).inputValue(), '', 'the next one is empty')
  await page.getByRole('button', { name: 'Move Photo up' }).click()
  await page.locator('.setup-rows > li').nth(5).getByText('Photo').waitFor()
  await page.locator('.setup-rows > li').nth(5).locator('.pictogram').waitFor()

  await page.getByRole('tab', { name: 'Counters' }).click()
  await page.getByRole('button', { name: 'New counter' }).click()
  await page.getByLabel('Label').fill('1')
  await page.getByLabel('Photo', { exact: true }).check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('another counter called 1').waitFor()
  await page.getByLabel('Label').fill('9')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { name: /Counter .9/ }).waitFor()
  const ticket = await press(server, 'photo')
  t.equal(ticket.number, 'P-001')

  await page.getByRole('tab', { name: 'Centre' }).click()
  const [opens, closes] = [page.getByLabel('Opens: Monday'), page.getByLabel('Closes: Sunday')]
  await opens.fill('7')
  await closes.fill('09:00')
  await page.getByText('Type both times').waitFor()
  await page.getByLabel('Opens: Sunday').fill('٢٠:٠٠')
  await page.getByText(/Until .09:00. on the next day/).waitFor()
  await opens.fill('08:30')
  await page.getByText('before the day before it has closed').waitFor()
  t.same(await faultsOf(page), [], 'hours that overlap')
  await page.getByRole('button', { name: 'Save' }).click()
  t.equal(await page.locator(':focus').getAttribute('name'), 'opens 1', 'nothing was sent')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the file' }).click(),
  ])
  const file = JSON.parse(await readFile(await download.path(), 'utf8'))
  const choose = (content: string) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'centre.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    })
  for (const none of ['{', '[]', '{"services":[]}']) {
    await choose(none)
    await page.getByText('This file cannot be read').waitFor()
    await choose(JSON.stringify({ ...file, services: undefined }))
    await page.getByText('This is missing: the services.').waitFor()
  }
  const wrongDay = { ...file.centre, hours: { 2: { opens: '25:00', closes: '18:30' } } }
  await choose(JSON.stringify({ ...file, centre: wrongDay }))
  await page.getByText(/Day .Tuesday.: This is not valid: .* \(.25:00.\)/).waitFor()
  t.same(await faultsOf(page), [], 'what is wrong in a file')
  await choose(JSON.stringify({ ...file, centre: wrongDay, services: undefined, staff: [] }))
  await page.getByText('This is not known here: staff.').waitFor()
  t.equal(await page.locator('.problem__all li').count(), 3, 'all that is wrong with it')
  t.same(await faultsOf(page), [], 'several faults of a file')
  const shorter = { ...file, settings: { ...file.settings, retentionDays: 7 } }
  await choose(JSON.stringify(shorter))
  await page.getByRole('button', { name: 'Make 1 change' }).click()
  await page.getByText('Personal data: 7 days.').waitFor()
  t.same(await faultsOf(page), [], 'asked before things are kept for less long')
  await page.getByRole('button', { name: 'Leave as it is' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  file.services[0].targetMin = 3
  await choose(JSON.stringify(file))
  await page.getByRole('button', { name: 'Make 1 change' }).waitFor()
  t.same(await faultsOf(page), [], 'what a file would change')
  await page.getByRole('button', { name: 'Make 1 change' }).click()
  await page.getByText('Saved.').waitFor()

  await page.getByRole('tab', { name: 'Changes' }).click()
  await page.getByRole('row', { name: /Service Renew the card.*Target, minutes/ }).waitFor()
  await page.getByRole('row', { name: /Counter 9 / }).waitFor()
  await page.getByRole('row', { name: /Service Photo.*Pictogram Fingerprint/ }).waitFor()
  await page.getByRole('row', { name: /Name, English Renew card Renew the card/ }).waitFor()
  t.same(await faultsOf(page), [], 'changes')
})

t.test(
  'a time is taken as people type it, and a wrong one is said while it is typed',
  async (t) => {
    const server = await startServer(t)
    const { page, api } = await openAs(t, server, 'admin', '/admin')
    const wrong = page.locator('.field__wrong')
    const [opens, ends] = [page.getByLabel('Opens: Monday'), page.getByLabel('business day ends')]
    const type = async (field: typeof opens, typed: string) => {
      await field.fill('')
      await field.pressSequentially(typed)
    }
    for (const [field, astray] of [
      [opens, '25:'],
      [ends, '13:0'],
    ] as const) {
      await type(field, '07:')
      t.equal(await wrong.count(), 0, 'what is unfinished is not wrong')
      await page.getByLabel('Arabic name').focus()
      await wrong.waitFor()
      await type(field, '07:')
      await wrong.waitFor({ state: 'detached' })
      await type(field, astray)
      await wrong.waitFor()
      t.equal(await field.getAttribute('aria-invalid'), 'true')
      for (const typed of ['730', '٠٧٣٠', '7:30']) {
        await type(field, typed)
        t.equal(await wrong.count(), 0, typed)
        await page.getByLabel('Arabic name').focus()
        t.equal(await field.inputValue(), '07:30', typed)
      }
    }
    await type(opens, '130')
    await opens.press('Enter')
    await page.getByText('Saved.').waitFor()
    const { centre } = (await api.get('/api/centres/isa-town/setup')).body
    t.match(centre, { hours: { 1: { opens: '01:30' } }, dayEndsAtMin: 450 })
  },
)

t.test('الموظفون وساعات العمل والسياسة تُضبط بالعربية', async (t) => {
  const server = await startServer(t)
  const { page, api } = await openAs(t, server, 'admin', '/admin', { language: 'ar' })
  await page.getByRole('button', { name: 'إضافة يوم' }).click()
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByText('اختر تاريخًا.').waitFor()
  await page.getByLabel('التاريخ').fill('2030-12-16')
  t.same(await faultsOf(page), [], 'holidays')
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByText('تم الحفظ.').waitFor()
  const centre = (await kiosk(server).get('/api/centres/isa-town')).body
  t.strictSame(centre.holidays, { '2030-12-16': null })

  await page.getByRole('tab', { name: 'السياسة' }).click()
  await page.getByLabel('أولوية').fill('1000')
  await page.getByText(/اكتب عددًا من 0.1 إلى .100/).waitFor()
  t.equal(await page.getByRole('row').count(), 0, 'no example of what is not saved')
  await page.getByText('0: دون حاجة إلى إعادة النداء').waitFor()
  await page.getByLabel('أولوية').fill('5')
  await page.getByRole('row', { name: /^1 A-005 أولوية/ }).waitFor()
  await page.getByLabel('غائب بعد إعادة النداء مرات').fill('9')
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByText('لا يمكن أن يُشترط للغياب').waitFor()
  await page.getByLabel('غائب بعد إعادة النداء مرات').fill('1')
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByText('تم الحفظ.').waitFor()
  const { settings } = (await api.get('/api/centres/isa-town/setup')).body
  t.match(settings, { rates: { priority: 5 }, noShowAfterRecalls: 1 })

  await page.getByRole('tab', { name: 'الموظفون' }).click()
  await page.getByRole('button', { name: 'موظف جديد' }).click()
  await page.getByLabel('الاسم', { exact: true }).fill('نور')
  await page.getByLabel('اسم المستخدم').fill('staff1')
  await page.getByRole('button', { name: 'إضافة', exact: true }).click()
  await page.getByText('لموظف آخر').waitFor()
  await page.getByLabel('اسم المستخدم').fill('noor')
  t.equal(await page.getByText('لموظف آخر').count(), 0, 'said of what was sent, not of this')
  await page.getByRole('button', { name: 'إضافة', exact: true }).click()
  const password = (await page.locator('.secret').textContent()) ?? ''
  t.same(await faultsOf(page), [], 'the password')
  await page.getByRole('button', { name: 'كتبتها، أغلق' }).click()
  const noor = await signIn(server, 'noor', password)
  t.equal((await noor.get('/api/session')).status, 200)
  await page.getByLabel('يمكنه تسجيل الدخول').uncheck()
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByRole('button', { name: 'إيقاف', exact: true }).click()
  await page.locator('.setup-row', { hasText: 'نور' }).getByText('موقوف').waitFor()
  t.equal((await noor.get('/api/session')).status, 401, 'signed out at once')

  await page.locator('.setup-row', { hasText: 'المدير' }).click()
  await page.getByLabel('يمكنه تسجيل الدخول').uncheck()
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByRole('button', { name: 'إيقاف', exact: true }).click()
  await page.getByText('هذا آخر مدير').waitFor()
})

t.test('to keep personal data or cards for less long is asked about first', async (t) => {
  const server = await startServer(t)
  const api = await signIn(server, 'admin')
  const settings = async () => (await api.get('/api/centres/isa-town/setup')).body.settings
  const { page } = await openAs(t, server, 'admin', '/admin')
  await page.getByRole('tab', { name: 'Policy' }).click()
  const save = page.getByRole('button', { name: 'Save' })
  const dialog = page.getByRole('dialog')
  const personal = page.getByLabel('Personal data kept, days')
  const cards = page.getByLabel('Cards kept, working days')

  await personal.fill('1')
  await cards.fill('5')
  await save.click()
  await dialog.getByText('Personal data: 1 day.').waitFor()
  await dialog.getByText(/cannot be (undone|brought back)/).waitFor()
  await dialog.getByText('Cards: 5 working days.').waitFor()
  await dialog.getByText(/due to be sent back/).waitFor()
  t.same(await faultsOf(page), [], 'the question')
  t.equal(await page.locator(':focus').textContent(), 'Leave as it is', 'Enter takes nothing away')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  t.not((await settings()).retentionDays, 1, 'nothing was sent')
  t.equal(await personal.inputValue(), '1', 'what was typed stays')

  await save.click()
  await dialog.getByRole('button', { name: 'Keep for less long' }).click()
  await page.locator('.toast').waitFor()
  t.match(await settings(), { retentionDays: 1, cardExpiresAfterDays: 5 })

  // At once: what was saved may not be read back yet.
  await personal.fill('30')
  const sent = page.waitForResponse((one) => one.request().method() === 'PUT')
  await save.click()
  t.equal((await sent).status(), 200)
  t.equal((await settings()).retentionDays, 30)
  t.equal(await dialog.count(), 0, 'to keep them longer asks nothing')
})
