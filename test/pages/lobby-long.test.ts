import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { startServer } from '../running.ts'

const server = await startServer(t)
const TURN_MS = 8_000
/** Of a text in one language, and so many turns more than the longest takes. */
const TURNS_MAX = 24

const sentence = 'Bring your card, the fee and a photo that was taken this year.'
const longText = (letters: number) =>
  Array.from({ length: 20 }, (_, n) => `${n + 1}. ${sentence}`)
    .join(' ')
    .slice(0, letters)
    .trim()

/** Words alone: where a text goes on, a mark says so. */
const wordsOf = (text: string) => text.replaceAll('…', ' ').split(/\s+/).filter(Boolean).join(' ')

for (const [size, least] of [
  [sizes.lobby, 30],
  [sizes.lobbyPortrait, 26],
] as const)
  t.test(`a long requirement is read from afar, whole (${size.width})`, async (t) => {
    for (const letters of [120, 250, 495]) {
      const page = await openPage(t, 'about:blank', { size })
      await page.clock.install()
      const text = longText(letters)
      await page.route('**/api/centres/isa-town', async (route) => {
        const answer = await route.fetch()
        const centre = await answer.json()
        const [first, ...others] = centre.services
        const services = [
          { ...first, requirements: { ar: '', en: text } },
          ...others.map((one: object) => ({ ...one, requirements: { ar: '', en: '' } })),
        ]
        await route.fulfill({
          response: answer,
          json: { ...centre, services, hallNotices: [], holidays: {} },
        })
      })
      await page.goto(`${server.url}/lobby/isa-town`)
      const words = page.locator('.hall-panel__text')
      await words.waitFor()
      await page.evaluate('document.fonts.ready.then(() => true)')
      const shown: string[] = []
      for (let turn = 0; turn < TURNS_MAX; turn++) {
        const seen = await words.evaluate((one) => ({
          text: one.textContent,
          px: Number.parseFloat(`${one.computedStyleMap().get('font-size')}`),
          isInside:
            (one.parentElement?.scrollHeight ?? 1) <= (one.parentElement?.clientHeight ?? 0),
        }))
        t.ok(seen.px >= least - 0.1, `${letters}: ${seen.px} px`)
        t.ok(seen.isInside, `${letters}: nothing is cut off`)
        if (shown.includes(seen.text)) break
        shown.push(seen.text)
        await page.clock.fastForward(TURN_MS)
        await page.waitForTimeout(50)
      }
      t.equal(wordsOf(shown.join(' ')), wordsOf(text), `${letters} in ${shown.length}`)
      t.ok(letters < 250 || shown.length > 1, 'what is long takes turns')
      await page.close()
    }
  })
