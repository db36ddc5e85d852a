import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { keepClosed, keepOpen } from './doors.ts'
import { openKiosk } from './kiosk-page.ts'

const WARNED_AFTER_MS = 20_000
const TARGET_PX = 64
/**
 * Nothing to press is higher than 1220 mm where a visitor asks for lower buttons (EN 301 549, 8.3.2):
 * of a picture of 1080 × 1920 that is its lower 1350 pixels, 27 inches with the lower edge at 800 mm
 * or 32 inches at 720 mm. A picture of 1280 × 800 is so low that all of it is in reach.
 */
const REACHED_PX = 1350

/** What to bring is read standing, and by those who ask for larger text. */
const BRING_PX = { usual: 18, larger: 22 }

const server = await startServer(t)
const page = await openPage(t, 'about:blank', { size: sizes.kiosk, touch: true })
await page.clock.install()
// With a wait that is known, which takes a line more.
const clerk = await signIn(server, 'staff1')
await clerk.post('/api/counters/isa-town-1/open', {})
for (let pressed = 0; pressed < 12; pressed++)
  await press(server, ['renew', 'address', 'replace', 'biometrics'][pressed % 4])

const openAt = async (size: { width: number; height: number }) => {
  await page.setViewportSize(size)
  await openKiosk(page, server)
}
const services = page.locator('.service__take')
const warning = page.getByRole('dialog')
const DOUBLE_TAP_MS = 1_000
/** Ends a visit. The next visitor comes later than a second tap of this one would. */
const finish = async () => {
  await page.locator('.issued__done').press('Enter')
  await page.locator('.language-choice').first().waitFor()
  await page.clock.fastForward(DOUBLE_TAP_MS)
}
const choose = (name: string) => page.locator('.language-choice', { hasText: name }).tap()

/** The rows of the foot, by how far from the edges of the screen each begins and ends. */
const rowsOfFoot = async () => {
  const { width } = page.viewportSize() ?? sizes.kiosk
  const boxes = await page.locator('.foot button').evaluateAll((all) =>
    all.map((one) => {
      const { bottom, left, right } = one.getBoundingClientRect()
      return { bottom: Math.round(bottom), left: Math.round(left), right: Math.round(right) }
    }),
  )
  return [...Map.groupBy(boxes, ({ bottom }) => bottom).values()].map((row) => ({
    left: Math.min(...row.map(({ left }) => left)),
    right: width - Math.max(...row.map(({ right }) => right)),
  }))
}

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
      if (Math.min(width, height) < TARGET_PX - 0.5)
        return [`${says} is small: ${width} × ${height}`]
      if (y < highest) return [`${says} is high: ${y}`]
      return isCut || x < 0 || x + width > screen ? [`${says} is cut off`] : []
    }),
  ]
}

/** The smallest type that what to bring is set in, in pixels. */
const typeOfBring = async (): Promise<number> => {
  const all = page.locator('.service__bring')
  // Without any there would be nothing to measure.
  await all.first().waitFor()
  const types = `[...document.querySelectorAll('.service__bring')].map((one) =>
    Number.parseFloat(getComputedStyle(one).fontSize))`
  return Math.min(...((await page.evaluate(types)) as number[]))
}
/** By the number of the wish in its row. */
const floorOfBring = (wished: readonly number[]): number =>
  wished.includes(1) ? BRING_PX.larger : BRING_PX.usual

for (const size of [sizes.kiosk, sizes.kioskLandscape])
  for (const language of ['العربية', 'English'])
    t.test(`All of each step fits whatever is wished: ${language}, ${size.width} px`, async (t) => {
      // On a closed day, as that has two sentences more, though no wait.
      await keepClosed(server)
      await openAt(size)
      for (const wished of [[], [1], [2], [1, 2], [3], [0, 1, 2, 3]]) {
        const isLow = wished.includes(2) && size === sizes.kiosk
        const at = `${language}, ${size.width}×${size.height}, wishes ${wished.join(' ')}`
        const look = async (what: string) => t.same(await amiss(isLow), [], `${what}, ${at}`)
        const wishes = page.locator('.foot__wish')
        // Reading aloud has its own place on the first page, and the last one in the row then.
        const aloud = page.locator('.language-step__aloud')
        if (wished.includes(3)) {
          await aloud.tap()
          await aloud.waitFor({ state: 'detached' })
        }
        for (const nth of wished.filter((nth) => nth < 3)) await wishes.nth(nth).tap()
        // Shown before a language is chosen, to all: that it is closed, and the day and time it opens.
        const closed = page.locator('.language-step__closed')
        await closed.waitFor()
        t.match(
          await closed.locator('p[lang=ar]').textContent(),
          /المركز مغلق اليوم\.\s+يفتح .+، الساعة \u206807:30\u2069/,
        )
        t.match(
          await closed.locator('p[lang=en]').textContent(),
          /The centre is closed today\.\s+It opens on \u2068\w+ \d+ \w+\u2069 at \u206807:30\u2069/,
        )
        await look('the languages')
        await choose(language)
        await page.getByText(/المركز مغلق|centre is closed/).waitFor()
        await services.first().waitFor()
        await look('the services')
        const px = await typeOfBring()
        t.ok(px >= floorOfBring(wished), `what to bring is ${px} px high, ${at}`)
        const rows = await rowsOfFoot()
        if (rows.length > 1)
          t.ok(
            rows.length === 2 &&
              rows.every(({ left, right }) => left === rows[0]?.left && right === left),
            `two rows, both from edge to edge, ${at}: ${JSON.stringify(rows)}`,
          )
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

for (const size of [sizes.kiosk, sizes.kioskLandscape])
  for (const language of ['العربية', 'English'])
    t.test(`Services fit with a wait that is known: ${language}, ${size.width} px`, async (t) => {
      await keepOpen(server)
      // What is known of the wait is a second old at most, and of closed doors there was none.
      const path = '/api/centres/isa-town'
      while ((await clerk.get(path)).body.services[0].estimate.p50 === null)
        await page.waitForTimeout(200)
      for (const wished of [[], [1], [2], [1, 2]]) {
        await openAt(size)
        t.equal(await page.locator('.language-step__closed').count(), 0, 'it is open')
        for (const nth of wished) await page.locator('.foot__wish').nth(nth).tap()
        await choose(language)
        await page
          .locator('.service__wait', { hasText: /About|حوالي|تقريبًا/ })
          .first()
          .waitFor()
        const isLow = wished.includes(2) && size === sizes.kiosk
        const at = `${language}, ${size.width} px, wishes ${wished.join(' ')}`
        t.same(await amiss(isLow), [], at)
        t.ok((await typeOfBring()) >= floorOfBring(wished), `what to bring, ${at}`)
      }
    })

/** How far down the screen its buttons begin, the foot left aside. */
const topOf = async (buttons: string): Promise<number> =>
  Math.min(
    ...(await page
      .locator(buttons)
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))),
  )

t.test('Lower buttons go down on a low screen too, as far as all of them fit', async (t) => {
  await keepClosed(server)
  for (const language of ['العربية', 'English']) {
    await openAt(sizes.kioskLandscape)
    await choose(language)
    await services.first().waitFor()
    const usual = await topOf('.service button')
    await page.locator('.foot__wish').nth(2).tap()
    await page.locator('html[data-reach=low]').waitFor()
    const low = await topOf('.service button')
    const { height } = sizes.kioskLandscape
    t.ok(low - usual > height / 10, `${usual} px down, then ${low}, ${language}`)
    t.ok(low >= height * 0.4, `in the lower part: ${low}, ${language}`)
  }
})
