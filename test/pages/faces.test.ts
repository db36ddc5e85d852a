import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { KIOSK_TOKEN, press, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'

t.test('Every page has its heading while nothing has come from the server yet', async (t) => {
  const server = await startServer(t)
  const page = await openPage(t, `${server.url}/`, { size: sizes.phone })
  // The answers are on a way that takes for ever.
  await page.route('**/api/**', () => undefined)
  for (const path of [
    'join/isa-town',
    'lobby/isa-town',
    `kiosk/isa-town#${KIOSK_TOKEN}`,
    'card',
    'guide/isa-town',
  ]) {
    await page.goto(`${server.url}/${path}`)
    await page.locator('h1').waitFor({ state: 'attached' })
    t.same(await faultsOf(page), [], path)
  }
})

t.test('Axe finds nothing on the pages of visitors, in either language', async (t) => {
  const server = await startServer(t)
  const { id, secret } = await press(server)
  for (const language of ['ar', 'en']) {
    const faces = [
      ['/', 'h2', sizes.phone],
      ['/kiosk/muharraq', '.no-visit', sizes.kiosk],
      [`/kiosk/isa-town#${KIOSK_TOKEN}`, '.language-choice', sizes.kiosk],
      ['/lobby/isa-town', '.queue', sizes.lobby],
      ['/join/isa-town', '.choice', sizes.phone],
      [`/t/${id}?lang=${language}#${secret}`, '.facts', sizes.phone],
      [`/t/${id}#wrong`, '.problem', sizes.phone],
      ['/card', '.ask', sizes.phone],
      ['/guide/isa-town', '.service', sizes.phone],
      ['/guide/nowhere', '.lost', sizes.phone],
    ] as const
    // One browser for all of them: what it has read once it need not read again.
    const page = await openPage(t, 'about:blank', { language })
    // What still fades in has no contrast yet.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const [path, sign, size] of faces) {
      await page.setViewportSize(size)
      // Another fragment alone would be no new page.
      await page.goto('about:blank')
      await page.goto(server.url + path)
      await page.locator(sign).first().waitFor()
      // What hangs in the hall is read from afar.
      const enhanced = /^\/(kiosk|lobby)/.test(path)
      t.same(await faultsOf(page, { enhanced }), [], `${path} in ${language}`)
    }
  }
})
