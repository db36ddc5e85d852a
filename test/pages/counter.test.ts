import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { readSignature } from '../../src/cards/signature.ts'
import { sizes } from '../browser.ts'
import { type Caller, press, signIn, startServer } from '../running.ts'
import { scan } from './scanner.ts'
import { openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)
const post = await signIn(server, 'post1')

/** The page of a clerk at an open counter. */
const atCounter = async (t: Test, username: string, counter: number, language = 'en') => {
  const { page, api } = await openAs(t, server, username, '/counter', { language })
  await api.post(`/api/counters/isa-town-${counter}/open`, {})
  // They work there, so that the page goes there by itself.
  await page.reload()
  await page.locator('.desk').waitFor()
  return { page, api }
}

/** Calls the next ticket, and serves it, as the page itself would. */
const serveNext = async (api: Caller, counter: number): Promise<void> => {
  await api.post(`/api/counters/isa-town-${counter}/next`)
  await api.post(`/api/counters/isa-town-${counter}/serve`, {})
}

/** A stroke across the pad, as a visitor would draw it. */
const sign = async (page: Page): Promise<void> => {
  const pad = await page.locator('.signature-pad').boundingBox()
  if (!pad) throw new Error('there is a pad to sign on')
  const at = (x: number, y: number) => [pad.x + pad.width * x, pad.y + pad.height * y] as const
  await page.mouse.move(...at(0.2, 0.6))
  await page.mouse.down()
  for (const [x, y] of [
    [0.35, 0.3],
    [0.5, 0.7],
    [0.7, 0.4],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 5 })
  await page.mouse.up()
}

/** Every face that the large button shows from now on: its words, and whether it can be pressed. */
const facesOf = async (page: Page) => {
  await page.evaluate(`
    window.faces = []
    new MutationObserver(() => {
      const button = document.querySelector('.actions__next')
      if (button) faces.push([button.textContent, button.getAttribute('aria-disabled')])
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  `)
  return (): Promise<[string, string][]> => page.evaluate('faces')
}

const handover = (page: Page) => page.locator('.handover')
const identity = (page: Page, name: string) => handover(page).getByLabel(name)

t.test('a card is handed over, and the page says so at once', async (t) => {
  const { page, api } = await atCounter(t, 'staff7', 7)
  const card = await shelvedCard(post)
  const ticket = await press(server, 'collect', { citizenId: card.citizenId })
  await serveNext(api, 7)
  await page.getByRole('button', { name: /Finish/ }).waitFor()
  await scan(page, 'ZZ26-000001')
  const alert = page.getByRole('alert')
  await alert.getByText('This serial is not known!').waitFor()
  await alert.getByText(/No card has the serial .ZZ26-000001/).waitFor()
  const another = await shelvedCard(post)
  const released = Promise.withResolvers<void>()
  await page.route(`**/${another.serial}/offer`, async (route) => {
    await released.promise
    await route.continue()
  })
  await scan(page, another.serial)
  await alert.getByText('Wrong card!').waitFor()
  t.equal(await alert.getByText(another.citizenId).count(), 0, 'nothing of its owner is told')
  await alert.getByText('not known').waitFor({ state: 'detached' })
  await scan(page, card.serial)
  await handover(page).getByText('This is the visitor’s card').waitFor()
  const kept = page.waitForResponse(`**/${another.serial}/offer`)
  released.resolve()
  await (await kept).finished()
  const give = handover(page).getByRole('button', { name: 'Hand the card over' })
  await give.click()
  await page.getByText('Choose how identity was shown.').waitFor()

  await identity(page, 'An authorised person').check()
  await identity(page, 'Authorised person’s name').fill('Ali Hasan')
  await identity(page, 'Their personal number').fill('12')
  await give.click()
  await page.getByText('A personal number has nine digits.').waitFor()
  const button = await give.boundingBox()
  t.ok(button && button.y + button.height < sizes.counter.height, 'on the page without scrolling')
  await identity(page, 'Their personal number').fill('٩٠٠١١٢٣٤٥')
  await identity(page, 'The owner has authorised them').check()
  await identity(page, 'The old card was taken').check()
  await page.getByText('Enter the pickup code, have the visitor sign', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Sign on the screen' }).click()
  const keep = page.getByRole('button', { name: 'Keep the signature' })
  t.ok(await keep.isDisabled(), 'an empty pad is no signature')
  await sign(page)
  await keep.click()
  await handover(page).getByAltText('Signed').waitFor()
  const [sent] = await Promise.all([page.waitForRequest(/\/handover$/), give.click()])
  const body = sent.postDataJSON()
  t.match(body.representative, { citizenId: '900112345', authorised: true })
  t.equal(body.oldCard, true)
  t.ok(await readSignature(body.signature), 'the image of this browser is taken')

  await handover(page).getByText('The card is handed over').waitFor()
  t.equal(await give.count(), 0, 'it cannot be handed over a second time')
  await handover(page)
    .getByRole('button', { name: /Finish/ })
    .click()
  await page.getByText(`\u2068${ticket.number}\u2069 is finished`).waitFor()
})

t.test('a visit does not end by chance while its card is on the desk', async (t) => {
  const { page, api } = await atCounter(t, 'staff7', 7)
  const card = await shelvedCard(post)
  const ticket = await press(server, 'collect', { citizenId: card.citizenId })
  await page.getByText('1 person waits for you').waitFor()
  const faces = await facesOf(page)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: /^Start serving/ }).click()
  await page.getByRole('button', { name: /^Finish/ }).waitFor()
  const serving = (await faces()).filter(([words]) => words.startsWith('Start serving'))
  t.same(serving[0]?.[1], 'true', 'a second press does nothing yet')
  t.ok(
    serving.some(([, disabled]) => disabled === 'false'),
    'but soon',
  )
  const finish = page.locator('.actions').getByRole('button', { name: /Finish/ })
  const dialog = page.getByRole('dialog')
  await finish.click()
  // Also before anybody said that it was fetched: it may have been scanned at the desk.
  await dialog.getByRole('button', { name: 'Back to the handover' }).click()
  const [pick] = (await post.get('/api/centres/isa-town/post')).body.picks.filter(
    ({ serial }: { serial: string }) => serial === card.serial,
  )
  await post.post(`/api/picks/${pick.id}/picked`, {})
  await handover(page).getByText('Fetched', { exact: true }).waitFor()
  await finish.click()
  await dialog.getByText(card.serial).waitFor()
  await dialog.getByRole('button', { name: 'Back to the handover' }).click()
  t.equal((await api.get('/api/counters/isa-town-7')).body.ticket.id, ticket.id)
  await finish.click()
  await dialog.getByRole('button', { name: 'Finish without it' }).click()
  await page.getByText(`\u2068${ticket.number}\u2069 is finished`).waitFor()
})

t.test('a ticket that names no card takes the one that is scanned', async (t) => {
  const { page, api } = await atCounter(t, 'staff8', 8)
  const card = await shelvedCard(post)
  const ticket = await press(server, 'collect')
  await api.post('/api/counters/isa-town-8/next')
  await handover(page).getByText('compare the name on the card', { exact: false }).waitFor()
  const give = handover(page).getByRole('button', { name: 'Hand the card over' })
  await api.post('/api/counters/isa-town-8/serve', {})
  await page.locator('.actions__next[aria-disabled=false]', { hasText: 'Finish' }).click()
  await page.getByRole('dialog').getByText('No card was handed over').waitFor()
  await page.getByRole('button', { name: 'Back to the handover' }).click()
  t.equal((await api.get('/api/counters/isa-town-8')).body.ticket.state, 'serving')
  await scan(page, 'ZZ26-000001')
  await handover(page).getByRole('alert').getByText('This serial is not known!').waitFor()
  t.equal(await give.count(), 0, 'what is no card is not taken')
  await scan(page, card.serial)
  await identity(page, 'The owner in person, by the photo').check()
  await identity(page, 'Pickup code').fill('000 000')
  await give.click()
  await handover(page).getByText('The pickup code is not that of this card.').waitFor()
  await identity(page, 'Pickup code').fill('')
  await identity(page, 'Neither code nor signature').check()
  const [sent] = await Promise.all([page.waitForRequest(/\/handover$/), give.click()])
  t.match(sent.url(), new RegExp(`/${card.serial}/`))
  t.equal(sent.postDataJSON().ticketId, ticket.id)

  const dialog = page.getByRole('dialog')
  await dialog.getByText('There is neither a pickup code nor a signature.').waitFor()
  const confirmAs = async (username: string, password: string) => {
    await dialog.getByLabel('The second person’s user name').fill(username)
    await dialog.getByLabel('Their password').fill(password)
    await dialog.getByRole('button', { name: 'We hand the card over' }).click()
  }
  await confirmAs('staff8', 'demo-dawr')
  await dialog.getByText('Another member of staff has to confirm this', { exact: false }).waitFor()
  await confirmAs('post1', 'demo-dawr')
  await handover(page).getByText('The card is handed over').waitFor()
  await handover(page)
    .getByRole('button', { name: /Finish/ })
    .click()
  await page.getByText(`\u2068${ticket.number}\u2069 is finished`).waitFor()
})

t.test('somebody else’s counter shows its ticket, and no way to change it', async (t) => {
  const { number } = await press(server)
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  await clerk.post('/api/counters/isa-town-1/next')
  const { page } = await openAs(t, server, 'staff2', '/counter')
  await page.getByRole('button', { name: /^Counter \W?1\b/ }).click()
  await page.locator('.taken .ticket__number', { hasText: number }).waitFor()
  await page.getByText('Since the call').waitFor()
  t.equal(await page.getByRole('button', { name: /Start serving/ }).count(), 0)
})

t.test('the reason of a pause is said in the language of the page', async (t) => {
  const { page } = await atCounter(t, 'staff3', 3, 'ar')
  await page.getByRole('button', { name: 'نداء التالي' }).waitFor()
  await page.keyboard.press('F8')
  await page.getByRole('button', { name: 'صلاة' }).click()
  await page.locator('.status-line', { hasText: 'السبب' }).getByText('صلاة').waitFor()
  const supervisor = await openAs(t, server, 'supervisor', '/supervisor', {
    size: sizes.supervisor,
  })
  await supervisor.page.locator('.counter--paused').getByText('Prayer').waitFor()
  t.pass('a standard reason is a word, not a sentence')
})

t.test('a failure is taken back by the next thing that works', async (t) => {
  const { page } = await atCounter(t, 'staff4', 4)
  await page.route('**/pause', (route) => route.abort())
  await page.getByRole('button', { name: /Pause/ }).click()
  await page.getByRole('button', { name: /Prayer/ }).click()
  const note = page.getByRole('alert').getByText('was not done', { exact: false })
  await note.waitFor()
  await page.unroute('**/pause')
  await page.getByRole('button', { name: /Pause/ }).click()
  await page.getByRole('button', { name: /Prayer/ }).click()
  await note.waitFor({ state: 'detached' })

  await page.route('**/open', (route) => route.abort())
  await page.locator('.actions__next[aria-disabled=false]', { hasText: 'Go on' }).waitFor()
  await page.keyboard.press('Space')
  await note.waitFor()
  await page.getByRole('button', { name: 'العربية' }).click()
  await note.waitFor({ state: 'detached' })
  t.pass('a sentence does not stay in the language the page no longer speaks')
})

t.test('the big button stands where it stood, whatever was noted', async (t) => {
  const { page, api } = await atCounter(t, 'staff4', 4)
  const at = '/api/counters/isa-town-4'
  await press(server)
  await serveNext(api, 4)
  const button = page.locator('.actions__next')
  await button.getByText('Finish').waitFor()
  const before = await button.boundingBox()
  t.ok(before, 'it is seen, for this test to mean anything')
  const { ticket } = (await api.get(at)).body
  const words = (ordinal: number) => `Note ${ordinal}: ${'ask for the certificate. '.repeat(10)}`
  for (let ordinal = 1; ordinal <= 8; ordinal += 1)
    await api.post(`${at}/notes`, { text: words(ordinal), ticket: ticket.id })
  const notes = page.locator('.ticket__notes .notes')
  await notes.getByText('Note 8').waitFor()
  t.same(await button.boundingBox(), before)
  t.ok(
    await notes.evaluate((one) => one.scrollHeight > one.clientHeight),
    'what was noted scrolls in its own room',
  )
  const scrolls = notes.evaluate(
    (one) => new Promise((resolve) => one.addEventListener('scroll', () => resolve(true))),
  )
  await notes.focus()
  await page.keyboard.press('End')
  t.ok(await scrolls, 'by keys as well')

  await page.getByRole('button', { name: 'Read all 8 notes' }).click()
  const all = page.getByRole('dialog', { name: /^Notes on/ })
  await all.getByText(words(8).trim()).waitFor()
  await page.keyboard.press('Escape')
  await all.waitFor({ state: 'detached' })

  // Parked: read in full before anybody calls it back.
  await page.keyboard.press('F4')
  await page.getByRole('button', { name: 'Read all 8 notes' }).click()
  const dialog = page.getByRole('dialog', { name: /^Notes on/ })
  for (const ordinal of [1, 8]) await dialog.getByText(words(ordinal).trim()).waitFor()
  await dialog.getByRole('button', { name: 'Bring back' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(/waits again/).waitFor()
  t.equal((await button.boundingBox())?.y, before?.y)
})

t.test('what was done is said where it covers nothing', async (t) => {
  await press(server)
  const { page, api } = await atCounter(t, 'staff5', 5)
  await api.post('/api/counters/isa-town-5/next')
  await page.getByRole('button', { name: /Call again/ }).click()
  const toast = page.locator('.toast')
  await toast.waitFor()
  const [word, services] = [
    await toast.boundingBox(),
    await page.locator('.status-line__services').boundingBox(),
  ]
  if (!word || !services) throw new Error('both are seen')
  t.ok(services.x + services.width <= word.x || word.x + word.width <= services.x)
})

t.test(
  'a pause that was pressed by mistake is ended by its key, the visitor still here',
  async (t) => {
    await press(server)
    const { page, api } = await atCounter(t, 'staff6', 6)
    await serveNext(api, 6)
    await page.getByRole('button', { name: /^Finish/ }).waitFor()
    await page.keyboard.press('F8')
    await page.getByRole('button', { name: /Prayer/ }).click()
    await page.getByRole('button', { name: 'F8 Go on working' }).waitFor()
    t.equal((await api.get('/api/counters/isa-town-6')).body.state, 'paused')
    await page
      .locator('.actions__side[aria-disabled=false]', { hasText: 'Go on working' })
      .waitFor()
    await page.keyboard.press('F8')
    await page.getByRole('button', { name: /F8 Pause/ }).waitFor()
    t.match((await api.get('/api/counters/isa-town-6')).body, {
      state: 'open',
      ticket: { state: 'serving' },
    })
  },
)

t.test('an empty field is said in the language of the page', async (t) => {
  const { page } = await openAs(t, server, 'staff8', '/counter', { language: 'ar' })
  await page.getByRole('button', { name: 'تسجيل الخروج' }).click()
  await page.getByRole('button', { name: 'تسجيل الدخول' }).click()
  await page.getByText('املأ هذا الحقل.').first().waitFor()
  t.equal(await page.locator('form').getAttribute('novalidate'), '')
})
