import { createCanvas, loadImage } from '@napi-rs/canvas'
import decodeQr from 'jsqr'
import type { Locator } from 'playwright-core'
import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { anyone, KIOSK_TOKEN, signIn, startServer } from '../running.ts'
import { keepOpen } from './doors.ts'
import { openKiosk } from './kiosk-page.ts'

const WARNED_AFTER_MS = 20_000
// One centre and one kiosk for all of them: each begins where a visitor does.
const server = await startServer(t)
const page = await openPage(t, 'about:blank', { size: sizes.kiosk, touch: true })
await page.clock.install()

const openAt = async (
  size: { width: number; height: number } = sizes.kiosk,
  token = KIOSK_TOKEN,
) => {
  await page.setViewportSize(size)
  await openKiosk(page, server, token)
}
const services = page.locator('.service__take')
const warning = page.getByRole('dialog')
/** Ends a visit with its number; by a key, which no second tap could follow. */
const finish = async () => {
  await page.locator('.issued__done').press('Enter')
  await page.locator('.language-choice').first().waitFor()
}
const choose = (name: string) => page.locator('.language-choice', { hasText: name }).tap()

/** For the page: a list of every text the slip's place has had, growing with each change. */
const WHAT_IS_SAID_OF_THE_SLIP = `(() => {
  const said = []
  const look = () => said.push(document.querySelector('.slip')?.textContent ?? '')
  const everything = { subtree: true, childList: true, characterData: true }
  new MutationObserver(look).observe(document.body, everything)
  return said
})()`

const centreOf = async (button: Locator): Promise<[x: number, y: number]> => {
  const box = await button.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** How many of these lie under a point, whatever lies above them. */
const under = (things: Locator, [x, y]: [number, number]): Promise<number> =>
  things.evaluateAll(
    (all, [x, y]) =>
      all.filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect()
        return left < x && x < right && top < y && y < bottom
      }).length,
    [x, y] as const,
  )

const waiting = async (): Promise<number> => {
  const { body } = await anyone(server).get('/api/centres/isa-town/board')
  return body.waiting.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
}

/** Where the eye and the finger look for things on the first page. */
const startOf = () =>
  page.locator('.language-choice, .foot__wish').evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width } = one.getBoundingClientRect()
      return { says: one.textContent, x, y, width }
    }),
  )

/** What a phone reads in a picture. */
const readQr = async (picture: Buffer): Promise<string | undefined> => {
  const image = await loadImage(picture)
  const { width, height } = image
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  return decodeQr.default(context.getImageData(0, 0, width, height).data, width, height)?.data
}

t.test(
  'A double tap on a language takes no ticket, wherever the services come to lie',
  async (t) => {
    await keepOpen(server)
    await openAt()
    let covered = 0
    for (const size of [sizes.kiosk, sizes.kioskLandscape])
      for (const name of ['English', 'العربية']) {
        await page.setViewportSize(size)
        const language = await centreOf(page.getByRole('button', { name }))
        // A double tap is quick: between the two nothing is waited for.
        await page.touchscreen.tap(...language)
        await page.touchscreen.tap(...language)
        await services.first().waitFor()
        covered += await under(page.locator('.service button'), language)
        // A tap elsewhere is meant: its number is the only one.
        await services.first().tap()
        await finish()
      }
    t.ok(covered > 0, 'a service comes to lie under the finger, or this test means nothing')
    t.equal(await waiting(), 4, 'one ticket each')
    const { body } = await anyone(server).get('/api/centres/isa-town/board')
    t.match(body.waiting[0], { service: 'renew', count: 4 })
  },
)

t.test('By touch, a button of the idle warning acts and nothing behind it does', async (t) => {
  await openAt()
  const before = await waiting()
  await choose('English')
  await services.first().waitFor()
  await page.clock.fastForward(WARNED_AFTER_MS)
  const moreTime = await centreOf(warning.getByRole('button', { name: 'I need more time' }))
  t.equal(
    await under(services, moreTime),
    1,
    'a service lies behind it, or this test means nothing',
  )
  // As a hurried finger does it.
  await page.touchscreen.tap(...moreTime)
  await page.touchscreen.tap(...moreTime)
  await warning.waitFor({ state: 'detached' })
  t.ok(await services.first().isVisible(), 'the visit goes on')

  await page.clock.fastForward(WARNED_AFTER_MS)
  await warning.getByRole('button', { name: 'Finish' }).tap()
  await page.locator('.language-choice').first().waitFor()
  await warning.waitFor({ state: 'detached' })
  t.equal(await waiting(), before, 'no ticket was taken')
})

t.test(
  'A key of the warning acts as well, and a reader’s digits go on with the visit',
  async (t) => {
    await openAt()
    await choose('English')
    await page.getByRole('button', { name: /Collect my card/ }).click()

    await page.clock.fastForward(WARNED_AFTER_MS)
    await warning.waitFor()
    await page.keyboard.press('9')
    await warning.waitFor({ state: 'detached' })
    t.ok(await page.getByText('8 digits left').isVisible())

    await page.clock.fastForward(WARNED_AFTER_MS)
    await warning.waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.language-choice').first().waitFor()
    t.pass('“Finish” has ended it')
  },
)

t.test('After a visit the start is as it was, and in both languages', async (t) => {
  await openAt()
  const before = await startOf()
  t.match(
    before.map(({ says }) => says),
    [/العربية/, /English/, /تباين عالٍ.*High contrast/, /نص أكبر.*Larger/, /أخفض.*Lower/],
  )
  t.match(await page.locator('.language-step__aloud').textContent(), /قراءة صوتية.*Read aloud/)
  await choose('English')
  await page.getByRole('button', { name: 'Larger text' }).click()
  await page.getByRole('button', { name: 'Start over' }).click()
  await page.locator('.language-choice').first().waitFor()
  t.same(await startOf(), before)
})

t.test('What can be done online is shown, and leads back without a ticket', async (t) => {
  await openAt()
  const before = await waiting()
  await choose('English')
  await services.first().waitFor()
  const about = await services.evaluateAll((all) =>
    all.map((one) => one.querySelector('.service__bring')?.textContent ?? ''),
  )
  t.ok(
    about.length > 5 && about.every((text) => text.length > 10),
    'what to bring is said before any ticket',
  )
  t.equal(await page.locator('.service__online .pictogram').count(), 2, 'where a service has it')
  await page
    .getByRole('button', { name: 'You can do this online', description: 'Renew card' })
    .tap()
  const picture = await page.locator('.online-step .qr').screenshot()
  const address = await readQr(picture)
  t.equal(address, 'https://www.bahrain.bh', 'a phone reads it')
  const forAVisit = page.getByText('must come in person', { exact: false })
  t.equal(await forAVisit.count(), 0, 'what a visit asks for is not said of what needs none')
  await page.getByRole('button', { name: 'Back' }).tap()
  await services.first().waitFor()
  await page.locator('.service__online').nth(1).tap()
  await page.getByRole('heading', { name: 'Update address: You can do this online' }).waitFor()
  await page.getByRole('button', { name: 'Finish' }).tap()
  await page.locator('.language-choice').first().waitFor()
  t.equal(await waiting(), before, 'no ticket was taken')

  await choose('English')
  await page.locator('.service__online').first().tap()
  await page.getByRole('button', { name: 'Take a number here' }).tap()
  await page.locator('.issued__digits').waitFor()
  t.equal(await waiting(), before + 1, 'unless one is wanted after all')
})

t.test('A kiosk without a printer never says that it prints', async (t) => {
  const admin = await signIn(server, 'admin')
  const { body } = await admin.post('/api/centres/isa-town/devices', {
    kind: 'kiosk',
    name: 'At the door',
  })
  await openAt(sizes.kiosk, body.token)
  await choose('English')
  const said = await page.evaluateHandle<string[]>(WHAT_IS_SAID_OF_THE_SLIP)
  await services.first().click()
  await page.getByText('There is no printer here', { exact: false }).waitFor()
  const claims = new Set(await said.jsonValue())
  claims.delete('')
  t.same([...claims], ['There is no printer here. Scan the code, or note your number.'])
})

t.test(
  'A heading that the kiosk leads to has no ring, a button under the keyboard has',
  async (t) => {
    const ring = () =>
      page.evaluate('getComputedStyle(document.activeElement).outlineStyle') as Promise<string>
    await openAt()
    await page.locator('.language-choice').nth(1).press('Enter')
    await services.first().waitFor()
    t.equal(await page.locator('main h1:focus').count(), 1, 'it leads there')
    t.equal(await ring(), 'none')
    await page.keyboard.press('Tab')
    t.equal(await page.locator('.service__take:focus').count(), 1)
    t.equal(await ring(), 'solid')
  },
)

t.test('A wait that nobody knows is not told of one service after the other', async (t) => {
  await openAt()
  await choose('English')
  await services.first().waitFor()
  t.equal(await page.getByText('not known', { exact: false }).count(), 0)
  t.match(await services.first().textContent(), /waiting/, 'how many wait is')
})

t.test('Between visits the start says when the server is away', async (t) => {
  await openAt()
  await server.close()
  await page.getByText('No connection since', { exact: false }).waitFor()
  t.ok(await page.getByText('انقطع الاتصال', { exact: false }).isVisible())
})
