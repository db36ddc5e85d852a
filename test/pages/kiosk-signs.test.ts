import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { startServer } from '../running.ts'
import { openKiosk } from './kiosk-page.ts'

const server = await startServer(t)
const WARNED_AFTER_MS = 20_000
const DOUBLE_TAP_MS = 1_000

/** Digits and languages say themselves without words. */
const SPEAK_FOR_THEMSELVES = /^(\d|English.*|العربية.*)$/s

for (const [language, isMirrored] of [
  ['English', false],
  ['العربية', true],
] as const)
  t.test(`Whoever reads nothing finds a sign on each button: ${language}`, async (t) => {
    const page = await openPage(t, 'about:blank', { size: sizes.kiosk, touch: true })
    await page.clock.install()
    const look = async (step: string) => {
      const buttons = await page
        .locator('main button, footer button, dialog button')
        .evaluateAll((all) =>
          all.map((one) => ({
            says: one.textContent ?? '',
            signs: [...one.querySelectorAll('svg')].map((sign) => ({
              isHidden: sign.ariaHidden === 'true',
              width: sign.getBoundingClientRect().width,
              points: getComputedStyle(sign.parentElement ?? sign).scale,
            })),
          })),
        )
      t.ok(buttons.length > 3, `${step} has buttons, or this test means little`)
      for (const { says, signs } of buttons) {
        if (SPEAK_FOR_THEMSELVES.test(says)) continue
        const [sign] = signs
        t.ok(sign?.isHidden, `${step}: ${says}, which is read to those who hear the page`)
        t.ok((sign?.width ?? 0) >= 24, `${step}: ${says} has a sign of ${sign?.width} px`)
        const isWay = /^(Back|Start over|Continue|رجوع|من البداية|متابعة)/.test(says)
        t.equal(sign?.points, isWay && isMirrored ? '-1 1' : 'none', `${says} points its way`)
      }
      await page.clock.fastForward(DOUBLE_TAP_MS)
    }

    await openKiosk(page, server)
    await look('the languages')
    await page.locator('.language-choice', { hasText: language }).tap()
    await page.locator('.service__take').first().waitFor()
    await look('the services')
    await page.locator('.service__online').first().tap()
    await page.locator('.online-step').waitFor()
    await look('online')
    await page.keyboard.press('Escape')
    await page.locator('.service__take').nth(1).tap()
    await page.locator('.boxes').waitFor()
    await look('the citizen id')
    await page.clock.fastForward(WARNED_AFTER_MS)
    await page.getByRole('dialog').waitFor()
    await look('the warning')
    await page.locator('dialog .button--primary').tap()
    await page.keyboard.type('900112345')
    await page.keyboard.press('Enter')
    await page.locator('.card-step').waitFor()
    t.equal(await page.locator('.card-step__sign svg').count(), 1, 'and what became of the card')
    await look('no card')
    await page.keyboard.press('Escape')
    await page.locator('.service__take').first().tap()
    await page.locator('.slip .sign').waitFor()
    await look('the number')
  })

t.test('What went wrong is said as large as what went well', async (t) => {
  const page = await openPage(t, 'about:blank', { size: sizes.kiosk })
  const heightOf = async (words: string) =>
    Number.parseFloat(
      await page
        .locator(words)
        .evaluate((one) => `${one.computedStyleMap().get('font-size')?.toString()}`),
    )
  await openKiosk(page, server)
  await page.locator('.language-choice', { hasText: 'English' }).click()
  await page.locator('.service__take').first().waitFor()
  const title = await heightOf('h1')
  await page.route('**/tickets', (route) => route.abort())
  await page.locator('.service__take').first().click()
  await page.locator('.problem__sentence').waitFor()
  t.ok((await heightOf('.problem__sentence')) > title, 'the sentence')
  t.ok((await heightOf('.problem__remedy')) >= title, 'and what to do')
})
