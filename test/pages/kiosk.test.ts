import { createCanvas, loadImage } from '@napi-rs/canvas'
import decodeQr from 'jsqr'
import type { Locator } from 'playwright-core'
import t from 'tap'
import { query, run } from '../../src/db/transact.ts'
import { openPage, sizes } from '../browser.ts'
import { anyone, KIOSK_TOKEN, signIn, startServer } from '../running.ts'

const WARNED_AFTER_MS = 20_000
const TARGET_PX = 64
/**
 * Nothing to press is higher than 1220 mm where a visitor asks for lower buttons (EN 301 549, 8.3.2):
 * of a picture of 1080 × 1920 that is its lower 1350 pixels, 27 inches with the lower edge at 800 mm
 * or 32 inches at 720 mm. A picture of 1280 × 800 is so low that all of it is in reach.
 */
const REACHED_PX = 1350

// One centre and one kiosk for all of them: each begins where a visitor does.
const server = await startServer(t)
const page = await openPage(t, 'about:blank', { size: sizes.kiosk, touch: true })
await page.clock.install()

const openKiosk = async (
  size: { width: number; height: number } = sizes.kiosk,
  token = KIOSK_TOKEN,
) => {
  await page.setViewportSize(size)
  // Another fragment alone would be no new page.
  await page.goto('about:blank')
  await page.goto(`${server.url}/kiosk/isa-town#${token}`)
  await page.locator('.language-choice').first().waitFor()
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

const DAYS = ['1', '2', '3', '4', '5', '6', '7']
/** Whatever the hour of the run: a closed centre has one more line above its services. */
const setOpen = (isOpen: boolean) =>
  server.deps.db.amend(() => {
    const hours = isOpen ? DAYS.map((day) => [day, { opens: '00:00', closes: '00:00' }]) : []
    return run(
      query((db, tables) => db.update(tables.centres).set({ hours: Object.fromEntries(hours) })),
    )
  })

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
    await setOpen(true)
    await openKiosk()
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
  await openKiosk()
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
    await openKiosk()
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
  await openKiosk()
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
  await openKiosk()
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
  t.equal(await page.locator('.service__online').count(), 2, 'where a service has it')
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
  await openKiosk(sizes.kiosk, body.token)
  await choose('English')
  const said = await page.evaluateHandle<string[]>(WHAT_IS_SAID_OF_THE_SLIP)
  await services.first().click()
  await page.getByText('There is no printer here', { exact: false }).waitFor()
  const claims = new Set(await said.jsonValue())
  claims.delete('')
  t.same([...claims], ['There is no printer here. Scan the code, or note your number.'])
})

/** What does not hold of the step that is shown: whole, large enough, and in reach where it is to be. */
const amiss = async (isLow: boolean): Promise<string[]> => {
  const hidden = await page
    .locator('main')
    .evaluate((one) =>
      Math.max(one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth),
    )
  const isAsked = (await warning.count()) > 0
  const pressed = await page
    .locator(isAsked ? 'dialog button' : 'main button, footer button')
    .evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect()
        return { says: one.textContent, x, y, width, height, isCut: one.scrollWidth > width + 1 }
      }),
    )
  const { width: screen } = page.viewportSize() ?? sizes.kiosk
  const highest = isLow ? sizes.kiosk.height - REACHED_PX : 0
  return [
    ...(hidden > 0 ? [`${hidden} px of it are not on the screen`] : []),
    ...pressed.flatMap(({ says, x, y, width, height, isCut }) => {
      if (Math.min(width, height) < TARGET_PX - 0.5) return [`${says} is small`]
      if (y < highest) return [`${says} is high: ${y}`]
      return isCut || x < 0 || x + width > screen ? [`${says} is cut off`] : []
    }),
  ]
}

t.test('Whatever a visitor wishes, all of a step is on the screen and in reach', async (t) => {
  // On a closed day, as that has one sentence more.
  await setOpen(false)
  await openKiosk()
  for (const size of [sizes.kiosk, sizes.kioskLandscape])
    for (const language of ['العربية', 'English'])
      for (const wished of size === sizes.kiosk ? [[], [2], [0, 1, 2, 3]] : [[], [0, 1, 2, 3]]) {
        await page.setViewportSize(size)
        const isLow = wished.length > 0 && size === sizes.kiosk
        const at = `${language}, ${size.width}×${size.height}, wishes ${wished.join(' ')}`
        const look = async (what: string) => t.same(await amiss(isLow), [], `${what}, ${at}`)
        const wishes = page.locator('.foot__wish')
        // Reading aloud has its own place on the first page, and the last one in the row then.
        if (wished.includes(3)) await page.locator('.language-step__aloud').tap()
        for (const nth of wished.filter((nth) => nth < 3)) await wishes.nth(nth).tap()
        await look('the languages')
        await choose(language)
        await page.getByText(/المركز مغلق|centre is closed/).waitFor()
        await look('the services')
        if (wished.length === 0) {
          await wishes.nth(3).tap()
          await page.locator('.service__take[aria-keyshortcuts]').first().waitFor()
          await look('the services with their keys, and the foot with more of them')
          await wishes.nth(3).tap()
        }
        t.ok(await page.getByText(/رسوم البدل|replacement fee/).isVisible(), 'with what to bring')
        await page.locator('.service__online').first().tap()
        await page.locator('.online-step').waitFor()
        await look('online')
        await page.keyboard.press('Escape')
        await page.locator('.service__take', { hasText: /Collect|استلام/ }).tap()
        await page.locator('.boxes').waitFor()
        await look('the citizen id')
        if (!wished.includes(3)) {
          await page.clock.fastForward(WARNED_AFTER_MS)
          await warning.waitFor()
          await look('the warning')
        }
        await page.keyboard.type('900112345')
        await page.keyboard.press('Enter')
        await page.locator('.card-step').waitFor()
        await look('no card')
        await page.keyboard.press('Escape')
        await services.first().tap()
        await page.locator('.issued').waitFor()
        await look('the number')
        await finish()
      }
})

t.test('Between visits the start says when the server is away', async (t) => {
  await openKiosk()
  await server.close()
  await page.getByText('No connection since', { exact: false }).waitFor()
  t.ok(await page.getByText('انقطع الاتصال', { exact: false }).isVisible())
})
