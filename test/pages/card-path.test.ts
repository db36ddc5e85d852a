import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import t, { type Test } from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { openPage, sizes } from '../browser.ts'
import { KIOSK_TOKEN, type Server, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { freeSlot, openAs } from './staff.ts'

const SERIAL = 'PATH26-000001'
const OWNER = '900155501'
const PHONE = '+97336005551'

/** Ten in the morning in Bahrain, from where the clock goes on: by night no message would go out. */
const atTen = () => {
  const ahead = new Date().setUTCHours(7, 0, 0, 0) - Date.now()
  return { now: () => Date.now() + ahead }
}

/** The message that a phone gets, as soon as it does. */
const messageTo = async ({ dataDir }: Server, phone: string): Promise<string> => {
  for (;;) {
    const lines = await readFile(join(dataDir, 'sms.jsonl'), 'utf8').catch(() => '')
    for (const line of lines.split('\n').filter(Boolean)) {
      const { to, text }: { to: string; text: string } = JSON.parse(line)
      if (to === phone) return text
    }
    await pause(50)
  }
}

const openKiosk = (t: Test, { url }: Server) =>
  openPage(t, `${url}/kiosk/isa-town#${KIOSK_TOKEN}`, { size: sizes.kiosk })

/** As a visitor who reads Arabic asks the kiosk for their card. */
const askForCard = async (kiosk: Awaited<ReturnType<typeof openKiosk>>): Promise<void> => {
  await kiosk.locator('.language-choice', { hasText: 'العربية' }).click()
  await kiosk.locator('.service', { hasText: 'استلام' }).click()
  await kiosk.locator('.boxes').waitFor()
  for (const digit of OWNER)
    await kiosk.locator('.keypad').getByRole('button', { name: digit, exact: true }).click()
  await kiosk.locator('.keypad__ok').click()
}

/** Presses as a person does who sees nothing happen: the page takes no press just after a change. */
const pressUntil = async (button: Locator, sign: Locator): Promise<void> => {
  const isSeen = () =>
    sign.waitFor({ timeout: 1000 }).then(
      () => true,
      () => false,
    )
  for (let n = 0; n < 10; n++) {
    if (await button.isVisible()) await button.click()
    if (await isSeen()) return
  }
  throw new Error(`pressed again and again, and never seen: ${sign}`)
}

t.test('a card comes, is shelved, told of, asked for, fetched and handed over', async (t) => {
  const server = await startServer(t, { clock: atTen() })
  const { page: post, api } = await openAs(t, server, 'post1', '/post')

  // The delivery.
  await post.getByRole('tab', { name: /Deliveries/ }).click()
  await post.getByLabel('Sent by').fill('Card plant')
  await post.locator('input[type=file]').setInputFiles({
    name: 'delivery.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`serial,citizenId,phone,language\n${SERIAL},${OWNER},${PHONE},ar\n`),
  })
  await post.locator('form.announce button[type=submit]').click()
  await post.locator('.good-note').waitFor()
  await post.getByRole('button', { name: 'Scan this delivery in' }).click()
  await post.locator('.receiving').waitFor()
  await scan(post, SERIAL)
  await post.locator('.answer--good', { hasText: 'Received' }).waitFor()
  await post.locator('.receiving').getByRole('button', { name: 'End scanning' }).click()
  await post.getByText('Scan a card or a slot').waitFor()

  // The shelf, and the message.
  const place = await freeSlot(api, 'B-01-01-01', SERIAL)
  await scan(post, place)
  await post.getByText('Now scan the card').waitFor()
  await scan(post, SERIAL)
  await post.locator('.answer--good', { hasText: place }).waitFor()
  const message = await messageTo(server, PHONE)
  t.match(message, /بطاقتك جاهزة/)
  const [, code = ''] = /رمز الاستلام\D*(\d[\d ]{4,6}\d)/.exec(message) ?? []
  t.equal(code.replaceAll(' ', '').length, 6, message)

  // The visitor.
  const kiosk = await openKiosk(t, server)
  await askForCard(kiosk)
  await kiosk.getByText('بطاقتك جاهزة').first().waitFor()
  await kiosk
    .getByText(/القسم \W?B/)
    .first()
    .waitFor()
  const number = await kiosk.locator('.issued__digits').textContent()
  t.match(number, /^C-\d{3}$/)

  // The post section fetches it.
  const pick = post.locator('.pick', { hasText: number ?? '' })
  await pick.getByText(place).waitFor()
  await scan(post, SERIAL)
  await post.locator('.pick--picked', { hasText: number ?? '' }).waitFor()

  // The counter gives it.
  const { page: counter, api: clerk } = await openAs(t, server, 'staff8', '/counter')
  await clerk.post('/api/counters/isa-town-8/open', {})
  await counter.getByRole('button', { name: /^Counter \W?8\b/ }).click()
  const handover = counter.locator('.handover')
  const called = counter.locator('.ticket__number', { hasText: number ?? '' })
  await pressUntil(counter.getByRole('button', { name: /Call next/ }), called)
  const given = handover.getByRole('button', { name: 'Hand the card over' })
  await pressUntil(
    counter.getByRole('button', { name: /Start serving/ }),
    counter.getByRole('button', { name: /Finish/ }).first(),
  )
  await scan(counter, SERIAL)
  await handover.getByLabel('The owner in person, by the photo').check()
  await handover.getByLabel('Pickup code').fill(code)
  await given.click()
  await handover.getByText('The card is handed over').waitFor()
  const finished = counter.getByText(`\u2068${number}\u2069 is finished`)
  await pressUntil(handover.getByRole('button', { name: /Finish/ }), finished)

  // What everybody knows of it afterwards.
  await post.locator('.pick', { hasText: number ?? '' }).waitFor({ state: 'detached' })
  t.match((await api.get(`/api/cards/${SERIAL}`)).body, { state: 'handed_over', place: null })
  const again = await openKiosk(t, server)
  await askForCard(again)
  await again.getByText('استُلمت هذه البطاقة من قبل').waitFor()
  const { page: supervisor } = await openAs(t, server, 'supervisor', '/supervisor', {
    size: sizes.supervisor,
  })
  await supervisor.getByRole('tab', { name: 'Cards' }).click()
  await supervisor.locator('summary').click()
  const today = supervisor.locator('.table tbody tr').first()
  await today.waitFor()
  t.equal(await today.locator('td').nth(3).textContent(), '1', 'one was handed over today')
  t.match(await checkCustody(server.deps.db, 'isa-town'), { broken: null, strays: [] })
})
