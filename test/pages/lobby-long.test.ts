import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { startServer } from '../running.ts'
import { settledTurn } from './hall-turns.ts'

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
      t.ok(
        shown.slice(0, -1).every((part) => part.endsWith('this year.')),
        'each of whole sentences',
      )
      await page.close()
    }
  })

const LARGEST = 2
const NEXT = 0.04

/** What is seen of the turn that is shown: whole, with whole words, and whether it could be larger. */
const lookAt = (box: HTMLElement, next: number) => {
  const isInside = () => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth
  const said = box.querySelector('.hall-panel__text')?.firstChild
  if (!said) throw new Error('nothing is said')
  const broken = [...(said.textContent ?? '').matchAll(/\S+/g)].filter((word) => {
    const range = document.createRange()
    range.setStart(said, word.index)
    range.setEnd(said, word.index + word[0].length)
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1
  })
  const fit = Number(box.style.getPropertyValue('--fit'))
  const isWhole = isInside()
  box.style.setProperty('--fit', String(fit + next))
  box.toggleAttribute('data-grown', fit + next > 1)
  const fitsLarger = isInside()
  box.style.setProperty('--fit', String(fit))
  box.toggleAttribute('data-grown', fit > 1)
  return { text: said.textContent, fit, isWhole, fitsLarger, broken: broken.map(String) }
}

for (const size of [sizes.lobby, sizes.lobbyPortrait])
  t.test(`what is told has the largest letters that fit (${size.width})`, async (t) => {
    const page = await openPage(t, 'about:blank', { size })
    await page.clock.install()
    await page.goto(`${server.url}/lobby/isa-town`)
    const { turn, turns } = await settledTurn(page)
    const fits: number[] = []
    for (let seen = 0; seen < turns; seen++) {
      const { text, fit, isWhole, fitsLarger, broken } = await turn.evaluate(lookAt, NEXT)
      t.ok(isWhole, `whole: ${text}`)
      t.ok(fit >= LARGEST || !fitsLarger, `at ${fit} it could be larger: ${text}`)
      t.same(broken, [], 'no word is broken')
      fits.push(fit)
      await page.clock.fastForward(TURN_MS)
      await turn.filter({ hasNotText: text ?? '' }).waitFor()
    }
    t.ok(Math.max(...fits) > 1, 'short ones are larger than usual, or this test means little')
  })
