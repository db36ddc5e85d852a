import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { press, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs } from './staff.ts'

/** How often a screen asks whether it is still a device. */
const ASKED_EVERY_MS = 15_000

// One server and one page of an administrator for all that stands here.
t.test('messages, screens, places and whole centres', async (t) => {
  const server = await startServer(t)
  const { page, api } = await openAs(t, server, 'admin', '/admin')
  const tab = (name: string) => page.getByRole('tab', { name }).click()
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  await t.test('a message is said in other words, checked while they are typed', async (t) => {
    await tab('Messages')
    const english = page.getByLabel('English text')
    await english.fill('Number {number}, {name}')
    await page.getByText('Not known in this message: ').waitFor()
    await button('Save').click()
    await english.fill('Number {number}: {service}')
    await page.getByText('Missing: ').waitFor()
    await page.getByRole('button', { name: '{link}' }).click()
    t.equal(
      await english.inputValue(),
      'Number {number}: {service}{link}',
      'put in where one types',
    )
    await english.fill('Number {number}: {service}\n{link}')
    const example = page.locator('.messages__text[lang=en]')
    t.match(await example.textContent(), /^Number E-014: Replace a lost or damaged card\nhttp/)
    const length = page.locator('.field', { has: english }).locator('.messages__parts')
    t.match(await length.textContent(), /^\d+ characters · GSM-7.?1 SMS$/)
    await english.fill('Number № {number}\n{link}')
    await length.getByText('UCS-2').waitFor()
    t.match(await length.textContent(), /2 SMS$/, 'one sign that GSM-7 has not')
    await english.fill('Come, {number}\n{link}')
    await tab('Policy')
    await tab('Messages')
    t.equal(await english.inputValue(), 'Come, {number}\n{link}', 'what is not saved waits')
    t.same(await faultsOf(page), [], 'messages')
    await button('Save').click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('button', { name: /Ticket given out.*Own words/ }).waitFor()
    t.equal(
      (await api.get('/api/centres/isa-town/messages')).body[0].own.en,
      'Come, {number}\n{link}',
    )
    await button('Back to the usual text').click()
    await button('Save').click()
    await page.locator('.setup-rows .tag').waitFor({ state: 'detached' })
    await tab('Changes')
    await page
      .getByRole('row', { name: /Message Ticket given out/ })
      .first()
      .waitFor()
  })

  await t.test('a kiosk and a lobby screen are paired by the codes they show', async (t) => {
    await tab('Devices')
    const open = async (path: string, size: { width: number; height: number }) => {
      const screen = await openPage(t, 'about:blank', { size })
      await screen.clock.install()
      await screen.goto(`${server.url}${path}`)
      return screen
    }
    const kiosk = await open('/kiosk/isa-town?lang=ar', sizes.kiosk)
    const lobby = await open('/lobby/isa-town', sizes.lobbyPortrait)
    const pair = async (code: string, name: string) => {
      await page.getByLabel('Code on the screen').fill(code)
      await page.getByLabel('Name').first().fill(name)
      await button('Pair').click()
    }
    await pair('12345', 'Door')
    await page.getByText('Six digits.').waitFor()
    t.same(await faultsOf(kiosk), [], 'a kiosk that shows its code')
    await pair((await kiosk.locator('.pairing-code').textContent()) ?? '', 'By the door')
    await page.getByText('By the door').first().waitFor()
    await kiosk.locator('.kiosk').waitFor()
    await lobby.getByText('Renew card').first().waitFor()
    await lobby.keyboard.press('F2')
    const code = (await lobby.locator('.pairing-code').textContent()) ?? ''
    t.same(await faultsOf(lobby), [], 'the sheet of a lobby screen')
    // As Arabic keyboards type digits.
    const arabic = code.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))
    await pair(arabic, 'Hall')
    await page.getByRole('row', { name: /Hall Lobby screen/ }).waitFor()
    await lobby.locator('.sound').waitFor({ state: 'detached' })
    await pair(code, 'Twice')
    await page.getByText('No screen of this centre shows').waitFor()
    t.same(await faultsOf(page), [], 'devices')

    // Taken out of service while they run, both show a code again, and are devices again by it: the
    // kiosk as soon as somebody presses in vain.
    const { body } = await api.get('/api/centres/isa-town/devices')
    const devices: { id: string; name: string }[] = body
    for (const { id, name } of devices)
      if (name === 'By the door' || name === 'Hall') await api.delete(`/api/devices/${id}`)
    await kiosk.locator('.language-choice').first().click()
    await kiosk.locator('.service__take').first().click()
    await lobby.clock.fastForward(ASKED_EVERY_MS)
    for (const [screen, name] of [
      [kiosk, 'Door again'],
      [lobby, 'Hall again'],
    ] as const) {
      const code = screen.locator('.pairing-code')
      const shown = ((await code.textContent()) ?? '').replace(/\D/g, '')
      const box = await code.boundingBox()
      t.ok(box && box.y + box.height < sizes.lobbyPortrait.height, 'the code is whole')
      t.same(await faultsOf(screen), [], `${name}: a screen that was taken out of service`)
      const asked = await api.post('/api/centres/isa-town/devices/pair', { code: shown, name })
      t.equal(asked.status, 201)
      await code.waitFor({ state: 'detached' })
    }
    await lobby.locator('.invite__qr').waitFor()
  })

  await t.test('places are made, and the change is noted', async () => {
    await tab('Places')
    await page.getByText('Section A').waitFor()
    await page.getByLabel('What do you add?').selectOption('quarantine')
    await page.getByLabel(/code/).fill('Q9')
    await page.locator('.place-make [name=capacity]').fill('12')
    await page.locator('.place-make [type=submit]').click()
    await page.getByRole('button', { name: /Q9/ }).waitFor()
    t.same(await faultsOf(page), [], 'places')
    await tab('Changes')
    await page.getByRole('row', { name: /Places Q9.*12/ }).waitFor()
  })

  await t.test('a centre is founded as another one is, closed and opened again', async (t) => {
    await tab('Centre')
    const dialog = page.locator('dialog')
    await page.getByRole('button', { name: 'New centre…' }).click()
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'New centre…' }).click()
    await button('Found the centre').click()
    const code = page.getByLabel('Code', { exact: true })
    await page.locator('.field', { has: code }).getByText('Fill this in.').waitFor()
    await code.fill('Sitra 2')
    await page.keyboard.press('Escape')
    t.equal(await code.inputValue(), 'Sitra 2', 'what was typed is not lost by a key')
    await dialog.getByLabel('English name').focus()
    await dialog.locator('.field__wrong', { hasText: 'Small letters' }).waitFor()
    await code.fill('muharraq')
    await dialog.getByText(/The code .muharraq. is taken/).waitFor()
    await dialog.getByLabel('Arabic name').fill('مركز سترة')
    await dialog.getByLabel('English name').fill('Sitra centre')
    await dialog.getByLabel('Time zone').fill('Asia/Atlantis')
    await dialog.getByText('Choose one of the list').waitFor()
    await dialog.getByLabel('Time zone').fill('Asia/Riyadh')
    await dialog.getByText(/It is \d\d:\d\d there now/).waitFor()
    await dialog.getByLabel('It begins').selectOption('isa-town')
    await button('Found the centre').click()
    t.equal(await page.locator(':focus').getAttribute('name'), 'id', 'nothing was sent')
    t.same(await faultsOf(page), [], 'a new centre')
    await code.fill('sitra')
    await button('Found the centre').click()
    await page.getByText('Local time (Asia/Riyadh)').waitFor()
    t.equal(await page.getByRole('combobox').first().inputValue(), 'sitra')
    t.equal((await api.get('/api/centres/sitra/places')).body.places.length, 6, 'with its shelves')
    await tab('Changes')
    await page.getByRole('row', { name: /Admin.* Set up by a file Changes \d+/ }).waitFor()
    await page
      .getByRole('row', { name: /Counter .* By the file/ })
      .first()
      .waitFor()
    t.same(await faultsOf(page), [], 'what a file changed')
    await tab('Centre')

    await page.getByRole('button', { name: 'Close it for good…' }).click()
    await page.getByText('Close \u2068Sitra centre\u2069 for good?').waitFor()
    t.same(await faultsOf(page), [], 'a centre that is to be closed')
    await button('Close for good').click()
    await page.getByText('closed for good and gives out no numbers').waitFor()
    await page
      .getByRole('combobox')
      .first()
      .locator('option:last-child', { hasText: 'Sitra centre\u2069 (closed for good)' })
      .waitFor({ state: 'attached' })
    const beside = await page.context().newPage()
    const oneRow = (await page.locator('.staff-head').boundingBox())?.height
    for (const [at, whole] of [
      ['counter', '.choose__counter .tag'],
      ['supervisor', '.counters'],
      ['post', '.post'],
    ] as const) {
      await beside.goto(`${server.url}/${at}?lang=en`)
      await beside.locator(whole).first().waitFor()
      t.equal(await beside.getByText('closed for good and gives out no numbers').count(), 1, at)
      t.equal((await beside.locator('.staff-head').boundingBox())?.height, oneRow, 'one row')
      t.equal(await beside.getByText(/^Free$|within their targets/).count(), 0, at)
      t.same(await faultsOf(beside), [], at)
    }
    await beside.getByRole('combobox').first().selectOption('isa-town')
    await beside.getByRole('tab', { name: 'Boxes' }).click()
    await beside
      .getByLabel('To the centre')
      .locator('option:last-child', { hasText: /^.Sitra centre. \(closed for good\)$/ })
      .waitFor({ state: 'attached' })
    await beside.close()
    const asked = { service: 'renew', requestId: 'too late' }
    t.equal((await api.post('/api/centres/sitra/tickets', asked)).body.code, 'centre_closed')
    const guest = await openPage(t, server.url, { size: sizes.phone })
    const closed = guest.getByRole('region', { name: 'Closed for good' })
    await closed.getByText('Sitra centre').waitFor()
    t.equal(await guest.getByRole('heading', { name: 'Sitra centre' }).count(), 0, 'left home')
    t.same(await faultsOf(guest), [], 'home')
    for (const at of ['join', 'guide', 'kiosk', 'lobby']) {
      await guest.goto(`${server.url}/${at}/sitra`)
      await guest.getByText('closed for good').first().waitFor()
      if (at === 'join') t.same(await faultsOf(guest), [], at)
      if (at === 'join') await guest.getByRole('link', { name: 'Isa Town centre' }).waitFor()
      t.equal(await guest.getByRole('link', { name: 'Sitra centre' }).count(), 0)
    }
    await button('Open it again').click()
    await page.getByRole('button', { name: 'Close it for good…' }).waitFor()
    t.equal((await press(server)).number, 'A-001', 'and the other centre went on')
  })

  await t.test('الرسائل والمركز الجديد بالعربية', async (t) => {
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.getByRole('button', { name: 'مركز جديد…' }).click()
    t.same(await faultsOf(page), [], 'a new centre')
    await page.getByRole('button', { name: 'إلغاء' }).click()
    await tab('الرسائل')
    await page.getByLabel('النص العربي').fill('رقمك {number}')
    await page.getByText('لا يُعرف').waitFor()
    await page.getByRole('button', { name: '{الرقم}' }).waitFor()
    t.same(await faultsOf(page), [], 'messages')
    await tab('الأجهزة')
    t.same(await faultsOf(page), [], 'devices')
  })
})
