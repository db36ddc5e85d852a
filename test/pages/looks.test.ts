import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openPage, sizes } from '../browser.ts'
import { KIOSK_TOKEN, press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { measuresOf } from './font.ts'
import { scan } from './scanner.ts'
import { openAs, shelvedCard } from './staff.ts'

const server = await startServer(t)
const post = await signIn(server, 'post1')

/** Looks at a page in its language, and in the other one, in which it stays. */
const lookInBoth = async (t: Test, page: Page, what: string): Promise<void> => {
  t.same(await faultsOf(page), [], `${what}, in one language`)
  const before = await page.locator('html').getAttribute('lang')
  await page.getByRole('button', { name: /^(English|العربية)$/ }).click()
  await page.locator(`html:not([lang=${before}])`).waitFor({ state: 'attached' })
  t.same(await faultsOf(page), [], `${what}, in the other`)
}

t.test('the inventory is without a fault in both directions and themes', async (t) => {
  const page = await openPage(t, `${server.url}/design`)
  await page.locator('.design__face').nth(3).waitFor()
  await page.locator('.connection').first().waitFor()
  t.equal(await page.evaluate('scrollY'), 0, 'it opens at its top')
  const directed = page.locator('.design__face[lang=ar] .sign--directed')
  const scales = await directed.evaluateAll((all) => all.map((one) => getComputedStyle(one).scale))
  t.ok(scales.length > 0)
  t.ok(
    scales.every((scale) => scale === '-1 1'),
    'what points forward points to the left in Arabic',
  )
  t.same(await faultsOf(page, { enhanced: true, isRepeated: true }), [])
  for (const name of ['Open the question', 'فتح السؤال'])
    for (const button of await page.getByRole('button', { name }).all()) {
      await button.click()
      t.same(await faultsOf(page, { enhanced: true, within: 'dialog' }), [], name)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
})

t.test(
  'the inventory shows every token, and what pages have of their own, on a phone too',
  async (t) => {
    const page = await openPage(t, `${server.url}/design`, { size: sizes.phone })
    const face = page.locator('.design__face').nth(3)
    await face.waitFor()
    const tokens = readFileSync('display/shared/tokens.css', 'utf8')
    const names = new Set(tokens.match(/--(?:space|radius|edge|motion)[\w-]*(?=:)/g))
    t.ok(names.size > 15)
    const shown = await face.locator('.design__tokens code').allTextContents()
    t.same(
      shown.map((one) => one.split(' ')[0]).toSorted(),
      [...names].toSorted(),
      'distances, corners, edges and motion',
    )
    const parts = ['.service__take', '.keypad__key', '.call__digits', '.plot canvas', '.heat td']
    for (const part of parts) t.ok((await face.locator(part).count()) > 0, part)
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), sizes.phone.width)

    await page.getByLabel('Personal number').first().pressSequentially('34')
    t.match(
      await page.getByLabel('Personal number').first().inputValue(),
      '34',
      'no keypad takes it',
    )
  },
)

t.test('a theme is one attribute, and follows the system unless somebody chose', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size: sizes.phone })
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  t.equal(await ground(), 'rgb(250, 247, 241)')
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' })
  await page.locator('[data-theme=contrast] body').waitFor()
  t.equal(await ground(), 'rgb(0, 0, 0)')
  t.same(await faultsOf(page, { enhanced: true, isRepeated: true }), [])
  await page.emulateMedia({ contrast: 'no-preference' })
  await page.locator('[data-theme=light] body').waitFor()
  const calm = 'getComputedStyle(document.documentElement).getPropertyValue("--motion-calm")'
  t.equal(Number.parseFloat(await page.evaluate(calm)), 0, 'nothing moves for who asks for it')
})

t.test('the phone is without a fault when called, served, and told of a card', async (t) => {
  const clerk = await signIn(server, 'staff2')
  await clerk.post('/api/counters/isa-town-2/open', {})
  const { id, secret } = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${id}#${secret}`, { size: sizes.phone })
  // What still fades in has no contrast yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.locator('.facts').waitFor()
  await clerk.post('/api/counters/isa-town-2/next')
  await page.locator('.called').waitFor()
  await lookInBoth(t, page, 'called')
  await clerk.post('/api/counters/isa-town-2/serve', {})
  await clerk.post('/api/counters/isa-town-2/finish', {})
  await page.locator('.ticket--served').waitFor()
  await lookInBoth(t, page, 'served')

  await page.goto(`${server.url}/card`)
  await page.locator('.ask .button').waitFor()
  await page.locator('.ask .button').click()
  await page.locator('.field__wrong').first().waitFor()
  await lookInBoth(t, page, 'a card without its number')
  await page.locator('.field__input').nth(0).fill('900112345')
  await page.locator('.field__input').nth(1).fill('none')
  await page.locator('.ask .button').click()
  await page.locator('.result').waitFor()
  await lookInBoth(t, page, 'a card that is not there')

  await page.goto(`${server.url}/join/isa-town`)
  await page.locator('.choice__radio').nth(1).check()
  await page.locator('.field').nth(1).waitFor()
  await lookInBoth(t, page, 'a service chosen')
})

t.test('a visit to the kiosk is without a fault, as usual and with high contrast', async (t) => {
  for (const language of ['العربية', 'English']) {
    const page = await openPage(t, `${server.url}/kiosk/isa-town#${KIOSK_TOKEN}`, {
      size: sizes.kiosk,
    })
    // A colour that is still on its way to another theme has no contrast yet.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const look = async (what: string) =>
      t.same(await faultsOf(page, { enhanced: true }), [], `${what}, ${language}`)
    await page.getByRole('button', { name: language }).click()
    const wish = page.locator('.foot__wish').first()
    const contrast = page.locator('html[data-theme=contrast]')
    await look('the services')
    await wish.click()
    await contrast.waitFor({ state: 'attached' })
    await look('the services with high contrast')
    await page.locator('.service', { hasText: /Collect|استلام/ }).click()
    await page.locator('.boxes').waitFor()
    await look('the citizen id')
    for (const digit of '900112345')
      await page.locator('.keypad').getByRole('button', { name: digit, exact: true }).click()
    await page.locator('.keypad__ok').click()
    await page.locator('.card-step').waitFor()
    await look('no card')
    await page.locator('.card-step button').nth(1).click()
    await wish.click()
    await page.locator('.service').first().click()
    await page.locator('.issued').waitFor()
    await look('the number')
  }
})

/** The height of the capitals of what a selector finds first, in pixels. */
const capitalsOf = async (page: Page, selector: string): Promise<number> => {
  const { units, capitals } = measuresOf('ibm-plex-sans', 'latin', 600)
  const size = await page
    .locator(selector)
    .first()
    .evaluate((one) => one.computedStyleMap().get('font-size')?.toString())
  return (Number.parseFloat(size ?? '') * capitals) / units
}

t.test('the lobby is read from eight metres: no capital too small, no word cut off', async (t) => {
  const clerk = await signIn(server, 'staff1')
  await clerk.post('/api/counters/isa-town-1/open', {})
  await press(server)
  await clerk.post('/api/counters/isa-town-1/next')
  for (const size of [sizes.lobby, sizes.lobbyPortrait]) {
    const page = await openPage(t, `${server.url}/lobby/isa-town`, { size })
    await page.locator('.call:not(.call--empty) .call__digits').first().waitFor()
    await page.evaluate('document.fonts.ready')
    t.ok(await page.evaluate('document.fonts.check("600 16px IBM Plex Sans")'))
    const at = `${size.width}×${size.height}`
    for (const length of ['usual', 'long']) {
      if (length === 'long')
        await page.locator('.call').evaluate((one) => one.classList.add('call--long'))
      for (const part of ['.call__digits', '.call__part--counter .call__digits'])
        t.ok((await capitalsOf(page, part)) >= 155, `${part}, ${length}, at ${at}`)
      const [call, digits] = [
        await page.locator('.call').boundingBox(),
        await page.locator('.call__digits').first().boundingBox(),
      ]
      if (!call || !digits) throw new Error('the call is on the screen')
      t.ok(digits.y >= call.y && digits.y + digits.height <= call.y + call.height, `whole at ${at}`)
      t.ok(digits.x >= call.x && digits.x + digits.width <= call.x + call.width, `whole at ${at}`)
    }
    const cut = await page
      .locator('.queue__name > span, .queue__range, .recent__call, .head__name, .invite__words')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent),
      )
    t.same(cut, [], `nothing is cut off at ${at}`)
    t.same(await faultsOf(page, { enhanced: true }), [], at)
  }
})

t.test('a day at the counter is without a fault, its questions included', async (t) => {
  const { page, api } = await openAs(t, server, 'staff7', '/counter')
  await page.locator('.choose__counter').first().waitFor()
  await lookInBoth(t, page, 'which counter')
  await page.locator('.choose__counter').nth(6).click()
  await page.locator('.open-counter').waitFor()
  await lookInBoth(t, page, 'a closed counter')
  await api.post('/api/counters/isa-town-7/open', {})
  await page.locator('.ticket--none').waitFor()

  const missing = await shelvedCard(post)
  await press(server, 'collect', { citizenId: missing.citizenId })
  const pickOf = async (serial: string): Promise<string> =>
    (await post.get('/api/centres/isa-town/post')).body.picks.find(
      (pick: { serial: string }) => pick.serial === serial,
    ).id
  await post.post(`/api/picks/${await pickOf(missing.serial)}/not-found`, {})
  await page.locator('.rows .tag--bad').waitFor()
  await lookInBoth(t, page, 'a visitor parked')
  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await page.locator('.rows .button').click()
  await dialog.waitFor()
  t.same(await faultsOf(page, { within: 'dialog' }), [], 'their card is searched for')
  await close()

  const card = await shelvedCard(post)
  await press(server, 'collect', { citizenId: card.citizenId })
  await api.post('/api/counters/isa-town-7/next')
  await page.locator('.ticket--called').waitFor()
  await lookInBoth(t, page, 'a visitor called')
  await api.post('/api/counters/isa-town-7/serve', {})
  await post.post(`/api/picks/${await pickOf(card.serial)}/picked`, {})
  await page.locator('.handover .tag--ok').waitFor()
  await page.locator('.actions__next').click()
  await dialog.waitFor()
  t.same(await faultsOf(page, { within: 'dialog' }), [], 'the card is still on the desk')
  await close()
  await scan(page, 'ZZ26-000001')
  await page.locator('.wrong-card').waitFor()
  t.same(await faultsOf(page), [], 'the wrong card')
  await scan(page, card.serial)
  await page.locator('.identities').waitFor()
  await lookInBoth(t, page, 'who stands there')
  await page.keyboard.press('F8')
  await dialog.waitFor()
  t.same(await faultsOf(page, { within: 'dialog' }), [], 'why a pause')
})

t.test('every tab of the post section is without a fault', async (t) => {
  const { page } = await openAs(t, server, 'post1', '/post')
  await page.locator('.tabs__tab').first().waitFor()
  for (const tab of await page.locator('.tabs__tab').all()) {
    await tab.click()
    await page.locator('.waiting').waitFor({ state: 'detached' })
    await lookInBoth(t, page, (await tab.textContent()) ?? '')
  }
})

t.test('supervisor, administration and the door are without a fault', async (t) => {
  const { page } = await openAs(t, server, 'supervisor', '/supervisor', { size: sizes.supervisor })
  await page.locator('.counters').waitFor()
  await lookInBoth(t, page, 'the centre now')
  await page.goto(`${server.url}/admin`)
  await page.locator('.admin .table').waitFor()
  await lookInBoth(t, page, 'the devices')
  await page.context().clearCookies()
  await page.reload()
  await page.locator('.sign-in').waitFor()
  await lookInBoth(t, page, 'the door')
})

/** So far down of 1080 × 1920 does reach from a wheelchair begin (kiosk.test.ts says why). */
const REACH_PX = 570
/** More than any screen needs for these services. */
const TURNS_MAX = 20

t.test('a list longer than the kiosk says so, and leads through all of it and back', async (t) => {
  const admin = await signIn(server, 'admin')
  const { services } = (await admin.get('/api/centres/isa-town/setup')).body
  const { id: _, ticketsToday: __, ...like } = services[0]
  for (const prefix of 'BGHKLMNP') {
    const name = { ar: `${like.name.ar} ${prefix}`, en: `${like.name.en} ${prefix}` }
    const more = { ...like, id: prefix.toLowerCase(), prefix, name, pictogram: null }
    t.equal((await admin.post('/api/centres/isa-town/services', more)).status, 201)
  }
  const page = await openPage(t, 'about:blank', { size: sizes.kiosk })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const tiles = page.locator('.service__take')
  const rest = page.locator('.rest .button')
  const isSeen = (nth: number) =>
    tiles.nth(nth).evaluate((one) => {
      const [tile, screen] = [one, one.closest('main')].map((it) => it?.getBoundingClientRect())
      return !!tile && !!screen && tile.top >= screen.top && tile.bottom <= screen.bottom + 1
    })
  const isAtEnd = () =>
    page.locator('main').evaluate((one) => one.scrollTop >= one.scrollHeight - one.clientHeight - 1)
  for (const size of [sizes.kiosk, sizes.kioskLandscape])
    for (const language of ['العربية', 'English']) {
      const at = `${language}, ${size.width}×${size.height}`
      await page.setViewportSize(size)
      await page.goto('about:blank')
      await page.goto(`${server.url}/kiosk/isa-town#${KIOSK_TOKEN}`)
      await page.locator('.language-step__aloud').click()
      await page.getByRole('button', { name: language }).click()
      await rest.waitFor()
      await page.evaluate('document.fonts.ready')
      t.notOk((await rest.textContent())?.includes('↑'), `begins at the beginning, ${at}`)
      t.same(
        await tiles
          .locator('.service-sign')
          .evaluateAll((all) =>
            all.map((one) => [one.getAttribute('aria-hidden'), one.textContent || 'drawn']),
          ),
        [...Array(6).fill('drawn'), ...'BGHKLMNP'].map((sign) => ['true', sign]),
        'by its drawing, or by its letter',
      )
      const lines = await page.locator('.service__online').evaluateAll((all) =>
        all.map((one) => {
          const words = one.ownerDocument.createRange()
          words.selectNode(one.lastChild ?? one)
          return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size
        }),
      )
      t.ok(lines.length === 10 && Math.max(...lines) === 1, `online in one line, ${at}`)
      if (size === sizes.kiosk) t.same(await faultsOf(page, { enhanced: true }), [], at)
      for (let turns = 0; turns < TURNS_MAX && !(await isAtEnd()); turns += 1)
        await rest.press('Enter')
      await rest.filter({ hasText: '↑' }).waitFor()
      t.ok(await isSeen(13), `the last one is reached, ${at}`)
      await rest.press('Enter')
      await rest.filter({ hasText: '↓' }).waitFor()
      t.ok(await isSeen(0), `and the first one again, ${at}`)
    }
  await page.setViewportSize(sizes.kiosk)
  await page.locator('.foot__wish').nth(2).click()
  await page.locator('html[data-reach=low]').waitFor()
  const top = () => page.locator('main').evaluate((one) => one.getBoundingClientRect().top)
  t.ok((await top()) >= REACH_PX, 'nothing to press is above what is in reach')
  await page.setViewportSize(sizes.kioskLandscape)
  const { height } = sizes.kioskLandscape
  t.ok((await top()) >= (height * REACH_PX) / sizes.kiosk.height, 'nor on a low screen')
})
