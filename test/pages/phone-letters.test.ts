import type { Page } from 'playwright-core'
import t from 'tap'
import type { TicketView } from '../../src/live/events.ts'
import { openPage, sizes } from '../browser.ts'
import { caller, press, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'

/** The pages of phones with letters twice as large: nothing is cut off, and nothing moved sideways for. */
const server = await startServer(t)
const { id, secret } = await press(server, 'renew', { language: 'en' })
const visitor = caller(server.url, { authorization: `Bearer ${secret}` })
const ticket: TicketView = (await visitor.get(`/api/tickets/${id}`)).body
const soon = new Date(Date.now() + 600_000).toISOString()

const { putOffsLeft: _, ...worn } = ticket
const states: Record<string, TicketView> = {
  waiting: { ...ticket, ahead: 112, estimate: { p50: 95, p90: 170 } },
  next: { ...worn, ahead: 0, estimate: { p50: 1, p90: 2 } },
  called: { ...ticket, state: 'called', counter: '7' },
  'called by words': { ...worn, state: 'called', counter: 'Room 12', cardNotFound: true },
  serving: { ...worn, state: 'serving', counter: '7' },
  parked: { ...worn, state: 'parked' },
  away: { ...worn, state: 'parked', awayUntil: soon },
  missed: { ...worn, state: 'no_show', returnUntil: soon },
  left: { ...worn, state: 'left' },
  'of another day': { ...worn, state: 'left', dayClosed: true },
  served: { ...worn, state: 'served' },
}

const look = async (page: Page, path: string, shown: string, what: string) => {
  for (const language of ['en', 'ar']) {
    const [address, fragment = ''] = path.split('#')
    await page.goto('about:blank')
    await page.goto(`${server.url}${address}?lang=${language}#${fragment}`)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    await page.locator(shown).first().waitFor()
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    t.equal(wide, sizes.phone.width, `${what}, ${language}`)
    t.same(await faultsOf(page), [], `${what}, ${language}`)
  }
}

t.test('a ticket in every state', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size: sizes.phone })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.routeWebSocket(/socket\.io/, () => undefined)
  for (const [what, view] of Object.entries(states)) {
    await page.unroute('**/api/tickets/*')
    await page.route('**/api/tickets/*', (route) => route.fulfill({ json: view }))
    await look(page, `/t/${id}#${secret}`, '.ticket, .called', what)
  }
  await page.unroute('**/api/tickets/*')
  await look(page, `/t/${id}#wrong`, '.problem', 'a link that opens none')
})

t.test('the other pages of visitors', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size: sizes.phone })
  await look(page, '/', '.screen', 'home')
  await look(page, '/guide/isa-town', '.hours', 'guide')
  await page.evaluate("document.documentElement.style.fontSize = ''")
  const [sign, name] = await Promise.all(
    ['.service-sign', 'h2'].map((part) =>
      page.locator(`.service__head ${part}`).first().boundingBox(),
    ),
  )
  t.ok(sign && name && name.y < sign.y + sign.height, 'a name stands beside its sign otherwise')
  await page.route('**/api/centres', () => undefined)
  await look(page, '/guide/nowhere', '.waiting', 'a centre that is not there, while it waits')
  await page.unroute('**/api/centres')
  await look(page, '/guide/nowhere', '.lost__links a', 'a centre that is not there')
  await look(page, '/join/isa-town', '.choice', 'join')
  await look(page, '/card', '.ask', 'card')
})
