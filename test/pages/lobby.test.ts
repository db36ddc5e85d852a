import { setTimeout as pause } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { anyone, KIOSK_TOKEN, press, signIn, startServer } from '../running.ts'
import { keepClosed, keepOpen } from './doors.ts'
import { LANGUAGES, settledTurn } from './hall-turns.ts'

const TURN_MS = 8_000

const isCut = (box: Locator): Promise<boolean> =>
  box.evaluate((one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)

const LOOKS = 50
const LOOK_MS = 20

/** A text is fitted once it stands there, which a busy machine does a moment later. */
const staysCut = async (box: Locator): Promise<boolean> => {
  for (let look = 0; look < LOOKS; look++) {
    if (!(await isCut(box))) return false
    await pause(LOOK_MS)
  }
  return true
}

t.test('No requirement is cut off in the side panel, however long it is', async (t) => {
  const server = await startServer(t)
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/`, { size })
    await page.clock.install()
    await page.route('**/api/centres/isa-town', async (route) => {
      const answer = await route.fetch()
      const centre = await answer.json()
      for (const language of ['ar', 'en'])
        centre.services[0].requirements[language] =
          centre.services[0].requirements[language].repeat(6)
      await route.fulfill({ response: answer, json: centre })
    })
    await page.goto(`${server.url}/lobby/isa-town`)
    const { turn, turns } = await settledTurn(page)
    t.ok(turns > LANGUAGES, 'there is more than one service, or this test means little')
    for (let seen = 0; seen < turns; seen++) {
      const said = await turn.textContent()
      t.notOk(await staysCut(turn), `${size.width}×${size.height}: ${said?.slice(0, 40)}`)
      await page.clock.fastForward(TURN_MS)
      await page
        .locator('.hall-panel__turn')
        .filter({ hasNotText: said ?? '' })
        .waitFor()
    }
  }
})

t.test('The welcome of a hall without calls is whole, upright and across', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    const panel = await page.locator('.call--empty').boundingBox()
    const welcome = await page.locator('.call__welcome').boundingBox()
    const about = await page.locator('.call__about').boundingBox()
    t.match(await page.locator('.call__welcome').textContent(), /Welcome/)
    if (!panel || !welcome || !about) throw new Error('the welcome is not on the screen')
    // A tanween and a descender reach this far out of their lines.
    const room = 0.25 * (welcome.height / LANGUAGES)
    t.ok(welcome.y - room > panel.y, 'above')
    t.ok(about.y + about.height + room / 2 < panel.y + panel.height, 'below')
  }
})

t.test('A closed centre says so and when it opens, and no wait that nobody knows', async (t) => {
  const server = await startServer(t)
  await keepClosed(server)
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    const panel = page.locator('.call--empty')
    const said =
      /المركز مغلق اليومThe centre is closed todayيفتح .*، الساعة .07:30.It opens on .* at .07:30.$/
    await page.getByText('The centre is closed today').first().waitFor()
    t.match(await panel.textContent(), said)
    t.notOk(await isCut(panel), 'all of it is on the screen')
    t.equal(await page.getByText('The centre is closed today').count(), 1, 'once')
    t.equal(await page.getByText('not known').count(), 0)
    t.equal(await page.locator('.queue').count(), 0, 'and nobody waits')
  }

  const early = await press(server)
  const page = await openPage(t, `${server.url}/lobby/isa-town`, { size: sizes.lobby })
  await page.locator('.queue').first().waitFor()
  t.match(await page.locator('.call--empty').textContent(), /The centre is closed today/)
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  await clerk.post('/api/counters/isa-town-1/next')
  await page.locator('.call__digits', { hasText: early.number }).waitFor()
  t.ok(
    await page
      .locator('.muted', { hasText: /The centre is closed today\. It opens on/ })
      .isVisible(),
    'who is called after hours is seen, and that it is closed stands above',
  )

  await keepOpen(server)
  const open = await openPage(t, `${server.url}/lobby/muharraq`, { size: sizes.lobby })
  await open.getByText('The next number appears here').waitFor()
  t.equal(await open.getByText('not known').count(), 0)
})

t.test('When the doors close while counters are open, no screen promises a wait', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  // The newest outlook is a second old at most, and a board says the newest that is known.
  const isKnown = async () =>
    (await clerk.get('/api/centres/isa-town')).body.services[0].estimate.p90 !== null
  while (!(await isKnown())) await pause(LOOK_MS)
  for (const [path, wait, readEveryMs] of [
    ['lobby/isa-town', '.queue__range', 60_000],
    [`kiosk/isa-town#${KIOSK_TOKEN}`, '.service__wait span', 15_000],
  ] as const) {
    const page = await openPage(t, 'about:blank', { size: sizes.lobbyPortrait })
    await page.clock.install()
    let open = true
    // Nothing happens as they close: the board still says what it said before.
    await page.route('**/api/centres/isa-town', async (route) => {
      const answer = await route.fetch()
      const centre = await answer.json()
      const services = centre.services.map((service: object) => ({
        ...service,
        estimate: { p50: null, p90: null },
      }))
      await route.fulfill({ response: answer, json: open ? centre : { ...centre, open, services } })
    })
    await page.goto(`${server.url}/${path}`)
    if (path.startsWith('kiosk')) await page.locator('.language-choice').first().click()
    await page.locator(wait).first().waitFor()
    open = false
    await page.clock.fastForward(readEveryMs)
    await page.locator(wait).first().waitFor({ state: 'detached' })
    t.equal(await page.locator(wait).count(), 0, path)
  }
})

t.test(
  'What is still being announced is framed, also where all calls are of one colour',
  async (t) => {
    const server = await startServer(t)
    await keepOpen(server)
    const clerks = await Promise.all(
      ['staff1', 'staff2', 'staff3'].map((one) => signIn(server, one)),
    )
    const call = async (at: number): Promise<string> => {
      const { number } = await press(server)
      await clerks[at]?.post(`/api/counters/isa-town-${at + 1}/open`, {})
      await clerks[at]?.post(`/api/counters/isa-town-${at + 1}/next`)
      return number
    }
    const old = await call(0)
    const page = await openPage(t, 'about:blank', { size: sizes.lobby })
    await page.emulateMedia({ contrast: 'more' })
    await page.goto(`${server.url}/lobby/isa-town`)
    await page.locator('.call__digits', { hasText: old }).waitFor()
    const fresh = await call(1)
    await call(2)
    const cardOf = (number: string) => page.locator('.recent__call', { hasText: number })
    const looksOf = async (number: string) => {
      await cardOf(number).waitFor()
      const looks = (await page.evaluate(`(() => {
        const cards = [...document.querySelectorAll('.recent__call')]
        const card = cards.find(({ textContent }) => textContent.includes('${number}'))
        const frame = getComputedStyle(card, '::after')
        return {
          colour: getComputedStyle(card.querySelector('.recent__counter')).backgroundColor,
          isFramed: frame.content !== 'none' && Number.parseFloat(frame.borderTopWidth) > 4,
        }
      })()`)) as { colour: string; isFramed: boolean }
      return looks
    }
    const [before, news] = [await looksOf(old), await looksOf(fresh)]
    t.equal(news.colour, before.colour, 'of one colour, or this test means little')
    t.same([before.isFramed, news.isFramed], [false, true])
  },
)

t.test('Waits are said as Arabic counts, on the wall and to those who come', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  const waits = [
    [0, 0, 'أقل من دقيقة', 'أقل من دقيقةunder 1 min'],
    [0, 3, 'حتى 3 دقائق تقريبًا', 'حتى 3 دقائقup to 3 min'],
    [1, 2, 'من دقيقة إلى دقيقتين تقريبًا', 'دقيقة أو دقيقتان1–2 min'],
    [2, 3, 'من دقيقتين إلى 3 دقائق تقريبًا', '2–3 دقائق2–3 min'],
    [10, 25, 'من 10 إلى 25 دقيقة تقريبًا', '10–25 دقيقة10–25 min'],
    [61, 120, 'حوالي ساعة أو ساعتين', 'ساعة أو ساعتان1–2 h'],
  ] as const
  for (const [path, wait, size] of [
    ['lobby', '.queue__range', sizes.lobby],
    ['join', '.choice__wait', sizes.phone],
  ] as const) {
    const page = await openPage(t, 'about:blank', { size, language: 'ar' })
    await page.route('**/api/centres/isa-town', async (route) => {
      const answer = await route.fetch()
      const centre = await answer.json()
      // Services that the board does not know: it would say how long it is now.
      const services = waits.map(([p50, p90], at) => ({
        ...centre.services[at],
        id: `wait-${at}`,
        estimate: { p50, p90 },
      }))
      await route.fulfill({ response: answer, json: { ...centre, services } })
    })
    await page.goto(`${server.url}/${path}/isa-town`)
    await page.locator(wait).first().waitFor()
    const said = (await page.locator(wait).allTextContents()).map((one) =>
      one
        .replaceAll(/[\u2060\u2066-\u2069]/g, '')
        .replaceAll('\u00a0', ' ')
        .replace(/^لا أحد في الانتظار/, ''),
    )
    t.same(
      said,
      waits.map((one) => one[path === 'join' ? 2 : 3]),
      path,
    )
  }
})

t.test('Waits stand alike on the wall, however many wait for them', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  // As many as make it minutes, the longest words there are, beside a count of two digits.
  for (const nth of [1, 2, 3, 4]) {
    const clerk = await signIn(server, `staff${nth}`)
    await clerk.post(`/api/counters/isa-town-${nth}/open`, {})
  }
  await press(server, 'address')
  for (let pressed = 0; pressed < 20; pressed++) await press(server)
  const { get } = anyone(server)
  const wait = async () => (await get('/api/centres/isa-town')).body.services[0].estimate.p50 ?? 0
  while ((await wait()) < 10) await pause(LOOK_MS)
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    await page.locator('.queue__range').nth(2).waitFor()
    t.match(await page.locator('.queue__count').first().textContent(), '20')
    t.match(await page.locator('.queue__range').first().textContent(), /–.*min/)
    const heights = await page
      .locator('.queue__range')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().height)))
    t.equal(new Set(heights).size, 1, `${heights.join(' ')} px at ${size.width}`)
  }
})

t.test('Of a centre closed for good the wall says so, whole, and invites nobody', async (t) => {
  const server = await startServer(t)
  await keepOpen(server)
  // Whoever has a number still is called.
  await press(server)
  const admin = await signIn(server, 'admin')
  await admin.put('/api/centres/isa-town/closed', { closed: true })
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    await page.locator('.queue').first().waitFor()
    const panel = page.locator('.call--empty')
    t.match(await panel.textContent(), /The centre is closed for good.*Whoever has one is called/)
    t.notOk(await isCut(panel), `all of it is on the screen, ${size.width} px`)
    t.equal(await page.locator('.invite').count(), 0)
  }
})

t.test('A lost connection is said in both languages', async (t) => {
  const server = await startServer(t)
  const page = await openPage(t, `${server.url}/lobby/isa-town`, { size: sizes.lobby })
  await page.locator('.call').waitFor()
  await server.close()
  await page.getByText('No connection since', { exact: false }).waitFor()
  t.ok(await page.getByText('انقطع الاتصال', { exact: false }).isVisible())
})
