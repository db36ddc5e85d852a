import t from 'tap'
import { demoCitizenId } from '../../src/seed/demo.ts'
import { openPage, sizes } from '../browser.ts'
import { anyone, signIn, startServer } from '../running.ts'
import { keepOpen } from './doors.ts'
import { clipAt, lendEars } from './ears.ts'
import { faultsOf } from './faults-of.ts'
import { openKiosk } from './kiosk-page.ts'
import { scan } from './scanner.ts'

declare global {
  /** What was said by the browser's own voice. */
  var uttered: string[]
}

const WARNED_AFTER_MS = 20_000
/** Longer than whatever the kiosk says; its voice is hurried here. */
const SAID_WITHIN_MS = 20_000

// One centre and one kiosk for all of them, used with keys alone.
const server = await startServer(t)
const page = await openPage(t, 'about:blank', { size: sizes.kiosk })
await page.clock.install()
await lendEars(page, { speed: 16 })
await keepOpen(server)

/** What was heard before: `hear` looks only at what comes after it. */
let before = 0
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
/** What no code has in it ends a scan as a pause does: these keys go on faster than any hand. */
const pause = () => press('ArrowUp')
/** From the start to the services, by ear. */
const begin = async (language: '1' | '2') => {
  before = 0
  await press('0')
  await page.locator(`.language-choice[aria-keyshortcuts="${language}"]`).waitFor()
  await press(language)
  await page.locator('.service__take[aria-keyshortcuts]').first().waitFor()
}
const services = page.locator('.service__take')

const names = async (): Promise<string[]> => {
  const heard = await page.evaluate(() => globalThis.ears.heard)
  return Promise.all(heard.map(({ address }) => clipAt(address ?? '')))
}
/** Waits until these were said in a row. @returns all that was said until then */
const hear = async (language: 'ar' | 'en', words: string): Promise<string> => {
  const wanted = words
    .split(' ')
    .map((word) => `${language}/${word}`)
    .join(' ')
  for (;;) {
    const all = await names()
    const said = `${all.slice(before).join(' ')} `
    const at = said.indexOf(`${wanted} `)
    if (at >= 0) {
      before += said.slice(0, at + wanted.length).split(' ').length
      return said.slice(0, at + wanted.length)
    }
    await page.waitForFunction((count) => globalThis.ears.heard.length > count, all.length, {
      timeout: SAID_WITHIN_MS,
    })
  }
}
const silence = () => page.waitForFunction(() => globalThis.ears.ended >= globalThis.ears.begun)
/** The keys that are shown, from the top of the page to its end. */
const keys = () =>
  page
    .locator('[aria-keyshortcuts]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-keyshortcuts')))
const waiting = async (): Promise<number> => {
  const { body } = await anyone(server).get('/api/centres/isa-town/board')
  return body.waiting.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
}

t.test('With a keypad alone, and by ear, a visitor comes from the start to a number', async (t) => {
  await openKiosk(page, server)
  t.same(await keys(), ['0'], 'the key that turns it on is shown')
  await press('0')
  await hear('ar', 'on for-language press 1 again-zero')
  await hear('en', 'on for-language press 2 again-zero')
  t.same(await keys(), ['1', '2', '0'])
  await press('2')
  const list = await hear('en', 'back again-zero')
  const said = list.replaceAll('en/', '')
  t.match(said, /^choose-service renew press 1 collect press 2 address press 3 /)
  t.match(said, /express press 6 renew online press 7 address online press 8/)
  t.same(await keys(), ['1', '7', '2', '3', '8', '4', '5', '6', '-', '0'])
  t.same(await faultsOf(page, { enhanced: true }), [])

  await press('1')
  await hear('en', 'your-number letter-a 1 nobody-ahead wait-unknown again-zero finish press 1')
  await hear('en', 'slip-printed')
  await press('0')
  await hear('en', 'your-number letter-a 1')
  await press('1')
  await page.locator('.language-step__aloud').waitFor()
  t.equal(await page.locator('html').getAttribute('data-aloud'), null, 'the next one has it quiet')
})

t.test('What is pressed ends what is said, and the visit ends all of it', async (t) => {
  await openKiosk(page, server)
  await begin('2')
  await hear('en', 'choose-service renew')
  await press('Shift')
  await silence()
  const [last] = await page.evaluate(() => globalThis.ears.heard.slice(-1))
  const isAllBegun = (await names()).at(-1) === 'en/again-zero'
  t.ok(last && (!isAllBegun || (last.endedSec ?? 0) < last.endSec), 'it was cut off')
  await press('0')
  await hear('en', 'choose-service renew')
  await page.locator('.foot__way .button', { hasText: 'Start over' }).click()
  await page.locator('.language-step__aloud').waitFor()
  await silence()
  t.match((await names()).at(-1), /^en\//, 'the start is not read to the next visitor')
})

t.test('A citizen id is typed by ear, and none of its digits is said', async (t) => {
  await openKiosk(page, server)
  await begin('1')
  await hear('ar', 'choose-service')
  await press('2')
  await hear('ar', 'enter-id back again-star')
  t.same(await keys(), ['-', '*'], 'digits are digits now')
  await press('7')
  t.equal(await hear('ar', 'left 8'), 'ar/left ar/8')
  await press('7')
  t.equal(await hear('ar', 'left 7'), 'ar/left ar/7')
  await press('.')
  t.equal(await hear('ar', 'left 8'), 'ar/left ar/8')
  await press('*')
  await hear('ar', 'enter-id back again-star left 8')
  await press('-')
  await hear('ar', 'choose-service')
  await press('2')
  await page.locator('.boxes').waitFor()
  await hear('ar', 'enter-id')
  await pause()
  await press(...'900112345'.split(''))
  await hear('ar', 'complete')
  await pause()
  await press('Enter')
  await hear(
    'ar',
    'card-unknown enter-again press 1 other-service press 2 finish press 3 again-zero',
  )
  t.same(await keys(), ['1', '2', '3', '0'])
  await press('1')
  await hear('ar', 'enter-id')
  await pause()
  await press(...demoCitizenId.split(''), 'Enter')
  const ready = await hear('ar', 'your-number letter-c 1')
  t.match(ready, /ar\/card-ready ar\/section ar\/letter-[a-d] ar\/your-number/)
})

t.test(
  'Trouble is said: the way to the server, the printer, and that nobody is there',
  async (t) => {
    const admin = await signIn(server, 'admin')
    const { body } = await admin.post('/api/centres/isa-town/devices', {
      kind: 'kiosk',
      name: 'At the door',
    })
    await openKiosk(page, server, body.token)
    await begin('2')
    await hear('en', 'back again-zero')
    await silence()
    await page.clock.fastForward(WARNED_AFTER_MS)
    await page.getByRole('dialog').waitFor()
    await hear('en', 'still-there')
    await press('1')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await hear('en', 'choose-service')
    t.ok(await services.first().isVisible(), 'the key that says "I am here" chooses nothing')

    await page.route('**/tickets', (route) => route.abort())
    await press('1')
    await hear('en', 'retrying cancel press 1')
    await press('1')
    await hear('en', 'choose-service')
    await page.unroute('**/tickets')
    const number = (await waiting()) + 1
    await press('3')
    await hear('en', 'your-number letter-d 1')
    await hear('en', 'slip-none letter-d 1')
    t.equal(await waiting(), number)
  },
)

t.test('Names are said by a voice of this machine, never by one that asks elsewhere', async (t) => {
  await openKiosk(page, server)
  const lend = (isLocal: boolean) =>
    page.evaluate(`
      globalThis.uttered = []
      globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
      speechSynthesis.getVoices = () => [{ lang: 'en-GB', localService: ${isLocal} }]
      speechSynthesis.speak = (one) => { uttered.push(one.text); setTimeout(() => one.onend()) }
    `)
  before = 0
  await lend(false)
  await begin('2')
  await hear('en', 'back again-zero')
  t.same(await page.evaluate(() => globalThis.uttered), [])
  await lend(true)
  await press('0')
  await page.waitForFunction(() => globalThis.uttered.length > 13)
  const uttered = await page.evaluate(() => globalThis.uttered)
  t.match(uttered.slice(0, 2), ['Renew card', 'Collect my card'])
  t.match(
    uttered[8],
    /^Renew card\. Your current card and the renewal fee/,
    'what to bring comes last',
  )
})

t.test(
  'With a keyboard: each step from its heading on, nothing is skipped, Escape goes back',
  async (t) => {
    await openKiosk(page, server)
    const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>
    const isSeen = () =>
      page.evaluate('getComputedStyle(document.activeElement).outlineStyle') as Promise<string>
    /** All that Tab comes to, until it leaves the page or is where it began. */
    const round = async (): Promise<number> => {
      const all = await page.locator('main button:enabled, footer button:enabled').allTextContents()
      for (const says of all) {
        await press('Tab')
        t.equal(await focused(), says)
        t.equal(await isSeen(), 'solid', `${says} is seen to have the focus`)
      }
      await press('Tab')
      t.not(await focused(), all.at(-1), 'the way leads on')
      return all.length
    }
    await press('Tab', 'Tab')
    t.match(await focused(), /English/)
    await press('Enter')
    await services.first().waitFor()
    t.equal(await focused(), 'What do you need today?')
    t.equal(await round(), 6 + 2 + 2 + 4)
    await page.locator('.service__online').first().press('Enter')
    await page.locator('.online-step').waitFor()
    t.match(await focused(), /^Renew card/)
    await press('Escape')
    await services.first().waitFor()
    t.equal(await focused(), 'What do you need today?')
    await services.nth(1).press('Enter')
    await page.locator('.boxes').waitFor()
    t.equal(await focused(), 'Enter your personal number')
    await round()
    await press(...'900112345'.split(''), 'Enter')
    await page.locator('.card-step').waitFor()
    t.match(await focused(), /No card was found/)
    await press('Escape', 'Escape')
    await page.locator('.language-choice').first().waitFor()
    t.match(await focused(), /Welcome/)
    await press('Escape')
    t.ok(await page.locator('.language-choice').first().isVisible())
  },
)

t.test('A card at the reader is asked for at once, and its number is kept nowhere', async (t) => {
  await openKiosk(page, server)
  const tickets = await waiting()
  const unready = '900112345'
  // Whoever comes next chooses a language: nothing of the one before may wait for them.
  await scan(page, unready)
  await press('Tab', 'Tab', 'Enter')
  await services.first().waitFor()
  await services.first().focus()
  await scan(page, 'ZZ26-000001')
  t.ok(await services.first().isVisible(), 'a scan that is none presses nothing')
  await scan(page, unready)
  await page.locator('.card-step').waitFor()
  t.equal(await waiting(), tickets, 'no wait for nothing')
  const kept = `JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage },
    document.cookie, history.state, document.documentElement.outerHTML])`
  t.notOk(String(await page.evaluate(kept)).includes(unready))
  await press('Escape')
  await services.nth(1).press('Enter')
  await page.locator('.boxes').waitFor()
  await press('1', '2', '3')
  await pause()
  await scan(page, 'ZZ26-000001')
  await page.getByText('9 digits left').waitFor()
  await press('1', '2', '3')
  await pause()
  await scan(page, unready)
  await page.locator('.card-step').waitFor()
  t.match(await page.locator('.card-step').textContent(), /No card/, 'what was typed is not in it')
})
