import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openPage, sizes } from '../browser.ts'
import { type Answer, kiosk, type Server, signIn, startServer } from '../running.ts'
import { clipAt, type Heard, lendEars } from './ears.ts'
import { faultsOf } from './faults-of.ts'

/** How many calls one page hears; 20000 is what a screen hears in weeks. */
const CALLS = Number(process.env.LOBBY_CALLS ?? 24)
const COUNTERS = 4
const SERVICES = ['renew', 'address', 'replace', 'biometrics']

const granted = async (asked: Promise<Answer>): Promise<Answer> => {
  const answer = await asked
  if (answer.status < 300) return answer
  throw new Error(`refused: ${answer.status} ${answer.body.code}`)
}

/** Somebody at a counter of their own. */
interface Clerk {
  act: (what: string) => Promise<Answer>
  /** Calls the next visitor. @returns their number */
  call: () => Promise<string>
}

/** The counters from 1 on, each with its clerk. */
const openCounters = (server: Server, count: number): Promise<Clerk[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const member = await signIn(server, `staff${at + 1}`)
      const act = (what: string): Promise<Answer> =>
        granted(member.post(`/api/counters/isa-town-${at + 1}/${what}`, {}))
      await act('open')
      return { act, call: async () => (await act('next')).body.ticket.number }
    }),
  )

let presses = 0
const take = async (server: Server, service = 'address'): Promise<void> => {
  const asked = { service, requestId: `voice-${++presses}` }
  await granted(kiosk(server).post('/api/centres/isa-town/tickets', asked))
}

/** A lobby whose sound is on, with ears from its beginning. */
const openLobby = async (
  t: Test,
  server: Server,
  { settings, ...ears }: { settings?: object; speed?: number; keep?: boolean } = {},
): Promise<Page> => {
  const page = await openPage(t, `${server.url}/`, { size: sizes.lobby })
  await lendEars(page, ears)
  if (settings)
    await page.evaluate(
      (kept) => localStorage.setItem('dawr-lobby-sound-isa-town', kept),
      JSON.stringify(settings),
    )
  await page.goto(`${server.url}/lobby/isa-town`)
  await page.locator('.call').waitFor()
  await page.mouse.click(600, 400)
  await page.waitForFunction(() => globalThis.ears.isOn)
  return page
}

const SAID_WITHIN_MS = 90_000

/** What was heard, once so many sounds have come to their end. */
const heardAll = async (page: Page, count: number): Promise<Heard[]> => {
  await page.waitForFunction((least) => globalThis.ears.ended >= least, count, {
    timeout: SAID_WITHIN_MS,
  })
  return page.evaluate(() => globalThis.ears.heard)
}

const namesOf = (heard: readonly Heard[]): Promise<string[]> =>
  Promise.all(heard.map(({ address }) => (address === null ? 'chime' : clipAt(address))))

const chime = ['chime', 'chime']

t.test(
  'Two calls are said one after the other, each whole, in Arabic and in English',
  async (t) => {
    const server = await startServer(t)
    const [first, second] = await openCounters(server, 2)
    if (!first || !second) throw new Error('two counters were opened')
    for (let pressed = 0; pressed < 14; pressed++) await take(server)
    // What was called before the screen is opened is no news.
    for (let called = 0; called < 12; called++) {
      await first.call()
      await first.act('no-show')
    }
    const page = await openLobby(t, server)
    t.strictSame(await page.evaluate(() => globalThis.ears.heard), [], 'nothing to begin with')
    t.strictSame([await first.call(), await second.call()], ['D-013', 'D-014'])

    const expected = ['13', '14'].flatMap((number, at) => [
      ...chime,
      ...['ar/number', 'ar/letter-d', `ar/${number}`, 'ar/counter-number', `ar/${at + 1}`],
      ...['en/number', 'en/letter-d', `en/${number}`, 'en/counter', `en/${at + 1}`],
    ])
    const heard = await heardAll(page, expected.length)
    t.strictSame(await namesOf(heard), expected)

    const clips = heard.filter(({ address }) => address !== null)
    for (const [at, { atSec, endSec, endedSec }] of clips.entries()) {
      t.ok(endSec - atSec > 0.2, 'it says something')
      t.ok(endedSec !== null && endedSec >= endSec - 0.02, 'it is played to its end')
      const next = clips[at + 1]
      if (next) t.ok(next.atSec >= endSec - 0.001, 'the next waits for it')
    }
    const kept = (await fetch(clips[0]?.address ?? '')).headers.get('cache-control')
    t.equal(kept, 'public, max-age=31536000, immutable', 'a screen fetches no word twice')
    // Between the first word and the last of a phrase there is no gap at all.
    t.ok(Math.abs((clips[1]?.atSec ?? 0) - (clips[0]?.endSec ?? 1)) < 0.001)
    const [, , , , , , , , , , , , again] = heard
    t.ok((again?.atSec ?? 0) > (clips[9]?.endSec ?? 0), 'the second chime waits for the first call')
  },
)

t.test('A ticket that is called again is said again', async (t) => {
  const server = await startServer(t)
  const [clerk] = await openCounters(server, 1)
  await take(server)
  const page = await openLobby(t, server, {
    settings: { chime: 80, voice: 60, languages: 'englishOnly' },
  })
  const once = [...chime, 'en/number', 'en/letter-d', 'en/1', 'en/counter', 'en/1']
  await clerk?.call()
  t.strictSame(await namesOf(await heardAll(page, once.length)), once)
  await clerk?.act('recall')
  t.strictSame(await namesOf(await heardAll(page, 2 * once.length)), [...once, ...once])
})

t.test('What is set on a screen holds at once, and after it was opened again', async (t) => {
  const server = await startServer(t)
  const page = await openLobby(t, server)
  await page.keyboard.press('F2')
  const sheet = page.getByRole('dialog')
  await sheet.waitFor()
  t.same(await faultsOf(page), [], 'axe finds nothing in the sheet')
  await sheet.getByRole('radio', { name: 'English only' }).check()
  await sheet.getByRole('slider', { name: 'Chime' }).fill('0')
  await sheet.getByRole('button', { name: 'Try it' }).click()
  const example = ['number', 'letter-a', '14', 'counter', '7'].map((name) => `en/${name}`)
  t.strictSame(await namesOf(await heardAll(page, example.length)), example)
  await sheet.getByRole('button', { name: 'Done' }).click()
  await sheet.waitFor({ state: 'detached' })

  await page.reload()
  const sign = await page.locator('.head__sign').boundingBox()
  if (!sign) throw new Error('the sign is not on the screen')
  await page.mouse.move(sign.x + 10, sign.y + 10)
  await page.mouse.down()
  await sheet.waitFor()
  await page.mouse.up()
  t.ok(await sheet.getByRole('radio', { name: 'English only' }).isChecked())
  t.equal(await sheet.getByRole('slider', { name: 'Chime' }).inputValue(), '0')
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

t.test(
  'A screen that may keep nothing, or make no sound, shows its calls all the same',
  async (t) => {
    const server = await startServer(t)
    const [clerk] = await openCounters(server, 1)
    await take(server)
    const page = await openPage(t, `${server.url}/`, { size: sizes.lobby })
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      })
      Object.defineProperty(globalThis, 'AudioContext', { value: undefined })
    })
    await page.goto(`${server.url}/lobby/isa-town`)
    await page.locator('.call').waitFor()
    const number = (await clerk?.call()) ?? 'nobody'
    await page.locator('.call__digits').getByText(number).waitFor()
    await page.keyboard.press('F2')
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('radio', { name: 'Arabic only' }).check()
    await sheet.getByRole('button', { name: 'Try it' }).click()
    t.ok(await sheet.getByRole('radio', { name: 'Arabic only' }).isChecked())
  },
)

/** What a page holds, after everything that is not needed was let go. */
const held = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  const value = (name: string) =>
    metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return {
    sounds: value('AudioHandlers'),
    nodes: value('Nodes'),
    listeners: value('JSEventListeners'),
    heapBytes: value('JSHeapUsedSize'),
  }
}

t.test(`Nothing grows in a page that hears ${CALLS} calls`, { timeout: 7_200_000 }, async (t) => {
  const server = await startServer(t)
  const clerks = await openCounters(server, COUNTERS)
  const page = await openLobby(t, server, { speed: 100, keep: false })
  const HIGHLIGHT_GONE = '.call--fresh, .recent__call--fresh'
  const settled = async () => {
    await page.waitForFunction(() => globalThis.ears.ended === globalThis.ears.begun)
    await page.locator(HIGHLIGHT_GONE).first().waitFor({ state: 'detached' })
    return held(page)
  }
  const hear = async (from: number, to: number): Promise<void> => {
    for (let heard = from; heard < to; heard++) {
      const at = heard % COUNTERS
      await take(server, SERVICES[at])
      await clerks[at]?.call()
      await clerks[at]?.act('no-show')
      const tones = chime.length * (heard + 1)
      await page.waitForFunction((least) => globalThis.ears.tones >= least, tones)
    }
  }
  const warmUp = Math.ceil(CALLS / 4)
  await hear(0, warmUp)
  const before = await settled()
  await hear(warmUp, CALLS)
  const after = await settled()
  t.comment(JSON.stringify({ before, after }))
  const { begun, tones } = await page.evaluate(() => globalThis.ears)
  t.equal(tones, chime.length * CALLS, 'every call rang')
  t.ok(begun - tones >= 10 * CALLS, 'and was said in both languages')
  t.ok(before.sounds > 0 && before.nodes > 0, 'there is something to count')
  t.ok(after.sounds <= before.sounds, `${after.sounds} sounds, ${before.sounds} before`)
  t.ok(after.nodes <= before.nodes + 50, `${after.nodes} nodes, ${before.nodes} before`)
  t.ok(after.listeners <= before.listeners + 5, `${after.listeners}, ${before.listeners} before`)
  t.ok(after.heapBytes < before.heapBytes + 1_000_000, `${after.heapBytes}, ${before.heapBytes}`)
})
