import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { checkCustody } from '../../src/cards/custody.view.ts'
import { openPage, sizes } from '../browser.ts'
import { KIOSK_TOKEN, type Server, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { openAs } from './staff.ts'

const SERIAL = 'PATH26-000001'
const OWNER = '900155501'
const PHONE = '+97336005551'

/** Ten in the morning in Bahrain, from where the clock goes on: by night no message would go out. */
const atTen = () => {
  const ahead = new Date().setUTCHours(7, 0, 0, 0) - Date.now()
  return { now: () => Date.now() + ahead }
}

const messagesTo = async ({ dataDir }: Server, phone: string): Promise<string[]> => {
  const lines = await readFile(join(dataDir, 'sms.jsonl'), 'utf8').catch(() => '')
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line): { to: string; text: string } => JSON.parse(line))
    .filter(({ to }) => to === phone)
    .map(({ text }) => text)
}

/** The message that a phone gets, as soon as it does; what keeps it waiting is the test's time. */
const messageTo = async (server: Server, phone: string): Promise<string> => {
  for (;;) {
    const [text] = await messagesTo(server, phone)
    if (text !== undefined) return text
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

/** As a supervisor reads it. */
const handedOverToday = async (t: Test, server: Server): Promise<number> => {
  const size = sizes.supervisor
  const { page } = await openAs(t, server, 'supervisor', '/supervisor', { size })
  await page.getByRole('tab', { name: 'Cards' }).click()
  await page.locator('summary').click()
  const today = page.locator('.table tbody tr').first()
  await today.waitFor()
  return Number(await today.locator('td').nth(3).textContent())
}

t.test('a card comes, is shelved, told of, asked for, fetched and handed over', async (t) => {
  const server = await startServer(t, { clock: atTen() })
  const before = await handedOverToday(t, server)
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
  await scan(post, SERIAL)
  const hold = post.locator('.answer--hold', { hasText: /[A-Z](-\d\d){3}/ })
  await hold.waitFor()
  const [place = ''] = /[A-Z](?:-\d\d){3}/.exec((await hold.textContent()) ?? '') ?? []
  const section = place.charAt(0)
  await scan(post, place)
  await post.locator('.answer--good', { hasText: place }).waitFor()
  const message = await messageTo(server, PHONE)
  t.match(message, /بطاقتك جاهزة/)
  const [, code = ''] = /رمز الاستلام\D*(\d[\d ]{4,6}\d)/.exec(message) ?? []
  t.equal(code.replaceAll(' ', '').length, 6, message)

  // The citizen at home.
  const home = await openPage(t, `${server.url}/card`, { size: sizes.phone })
  await home.getByLabel('Personal number (CPR)').fill(OWNER)
  await home.getByLabel('Application number or pickup code').fill(code)
  await home.getByRole('button', { name: 'Check' }).click()
  await home.getByText('Your card is ready', { exact: true }).waitFor()
  await home.getByText(new RegExp(`section \\W?${section}`)).waitFor()
  await home.getByText('It is kept for you until the end of', { exact: false }).waitFor()

  // The visitor.
  const kiosk = await openKiosk(t, server)
  await askForCard(kiosk)
  await kiosk.getByText('بطاقتك جاهزة').first().waitFor()
  await kiosk
    .getByText(new RegExp(`القسم \\W?${section}`))
    .first()
    .waitFor()
  await kiosk.getByText('نحفظها لك حتى نهاية يوم', { exact: false }).waitFor()
  const number = await kiosk.locator('.issued__digits').textContent()
  t.match(number, /^C-\d{3}$/)

  // The post section fetches it.
  const pick = post.locator('.pick', { hasText: number ?? '' })
  await pick.getByText(place).waitFor()
  await scan(post, SERIAL)
  await post.locator('.pick--picked', { hasText: number ?? '' }).waitFor()

  // The counter gives it.
  const desk = section === 'A' ? 7 : 8
  const { page: counter } = await openAs(t, server, `staff${desk}`, '/counter')
  await counter.getByRole('button', { name: new RegExp(`^Counter \\W?${desk}\\b`) }).click()
  await counter.getByRole('button', { name: 'Open the counter' }).click()
  const handover = counter.locator('.handover')
  const called = counter.locator('.ticket__number', { hasText: number ?? '' })
  await counter.getByRole('button', { name: /Call next/ }).click()
  await called.waitFor()
  const give = handover.getByRole('button', { name: 'Hand the card over' })
  await counter.getByRole('button', { name: /Start serving/ }).click()
  await scan(counter, SERIAL)
  await handover.getByLabel('The owner in person, by the photo').check()
  await handover.getByLabel('Pickup code').fill(code)
  await give.click()
  await handover.getByText('The card is handed over').waitFor()
  await handover.getByRole('button', { name: /Finish/ }).click()
  await counter.getByText(`\u2068${number}\u2069 is finished`).waitFor()

  // What everybody knows of it afterwards.
  await post.locator('.pick', { hasText: number ?? '' }).waitFor({ state: 'detached' })
  const { body: given } = await api.get(`/api/cards/${SERIAL}`)
  t.match(given, { state: 'handed_over', place: null })
  const stations = given.custody.map(({ device }: { device: string }) => /^station-/.test(device))
  t.same(stations, [true, true, true, true], 'every step has the station that it was done at')
  const again = await openKiosk(t, server)
  await askForCard(again)
  await again.getByText('استُلمت هذه البطاقة من قبل').waitFor()
  t.equal(await handedOverToday(t, server), before + 1, 'one was handed over today')
  t.equal((await messagesTo(server, PHONE)).length, 1, 'and the owner got one message')
  t.match(await checkCustody(server.deps.db, 'isa-town'), { broken: null, strays: [] })
})
