import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openPage, sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { until } from '../until.ts'
import { faultsOf } from './faults-of.ts'
import { givenWay } from './way.ts'

/** A ticket's page that is opened while its phone has no way to the server. */
const server = await startServer(t)
const clerk = await signIn(server, 'staff1')
await clerk.post('/api/counters/isa-town-1/open', {})
const atCounter = (what: string) => clerk.post(`/api/counters/isa-town-1/${what}`, {})

const queued = (page: Page) => page.getByRole('heading', { name: 'You are in the queue' })
const asOf = (page: Page) => page.getByText(/^As of .\d\d:\d\d., no connection/)

declare global {
  /** See kept-here.js. */
  var keptHere: {
    /** Of how many tickets the last that was known is kept. */
    views(): Promise<number>
    isShellWith(part: string): Promise<boolean>
    isFile(path: string): Promise<boolean>
    addFile(path: string): Promise<void>
    /** Whether the page that is shown could be opened now without a way to the server. */
    isWhole(): Promise<boolean>
    /** The addresses, headers and bodies of all that is kept. */
    everything(): Promise<string>
  }
}

const EARLIER = '/assets/of-an-earlier-release.js'

const opened = async (t: Test, service = 'renew') => {
  const way = await givenWay(t, server)
  const ticket = await press(server, service, { language: 'en' })
  const link = `${way.url}/t/${ticket.id}#${ticket.secret}`
  const page = await openPage(t, `${way.url}/card`, { size: sizes.phone })
  await page.addInitScript({ path: resolve(import.meta.dirname, 'kept-here.js') })
  await page.goto(link)
  await queued(page).waitFor()
  await page.getByText('Isa Town centre', { exact: false }).waitFor()
  await until(
    () => page.evaluate(() => globalThis.keptHere.isWhole()),
    (isWhole) => isWhole,
  )
  return { way, ticket, link, page }
}

t.test('Opened without a connection it says what was known and when, and goes on', async (t) => {
  const { way, ticket, page } = await opened(t)
  way.close()
  const answer = await page.reload()
  await asOf(page).waitFor()
  await queued(page).waitFor()
  await page.getByText(ticket.number, { exact: true }).waitFor()
  await page.getByText('Isa Town centre', { exact: false }).waitFor()
  await page.getByText('before you for this service', { exact: false }).waitFor()
  t.equal(await page.getByRole('alert').count(), 0, 'that there is none is said once')
  t.match(answer?.headers()['content-security-policy'], /default-src 'self'/)
  t.same(await faultsOf(page), [])

  const other = await page.context().newPage()
  await other.goto(page.url())
  await asOf(other).waitFor()
  await other.close()

  t.equal((await atCounter('next')).body.ticket.id, ticket.id)
  t.equal(await page.getByText('It is your turn').count(), 0, 'it has heard nothing')
  way.open()
  await page.getByRole('heading', { name: 'It is your turn' }).waitFor()
  t.equal(await asOf(page).count(), 0)

  await atCounter('serve')
  await atCounter('finish')
  await page.getByText('You have been served').waitFor()
  await until(
    () => page.evaluate(() => globalThis.keptHere.views()),
    (views) => views === 0,
  )
  way.close()
  await page.reload()
  await page.getByText('The server cannot be reached').waitFor()
  t.equal(await page.getByText(ticket.number, { exact: true }).count(), 0, 'nothing is left of it')
  way.open()
  await page.getByText('You have been served').waitFor()
})

t.test('What is kept of a ticket is sealed with its secret, which is not kept', async (t) => {
  const { way, ticket, page } = await opened(t)
  const all = await page.evaluate(() => globalThis.keptHere.everything())
  t.match(all, `/t/${ticket.id}`)
  t.notOk(all.includes(ticket.secret))
  t.notOk(all.includes(`"${ticket.number}"`))
  t.notMatch(all, /https?:\/\/[^/]+\/(api|socket\.io)\//, 'nor what the API said')

  way.close()
  await page.goto('about:blank')
  await page.goto(`${way.url}/t/${ticket.id}?lang=en#wrong`)
  await page.getByText('The server cannot be reached').waitFor()
  t.equal(await page.getByText(ticket.number, { exact: true }).count(), 0)
  t.equal(await page.getByText('the last that arrived').count(), 0, 'nothing has arrived')
  way.open()
  await page.getByText('This link opens no number').waitFor()
  await until(
    () => page.evaluate(() => globalThis.keptHere.views()),
    (views) => views === 0,
  )
})

t.test('What was known yesterday is not shown, and gone', async (t) => {
  const { way, ticket, link, page } = await opened(t)
  way.close()
  // The page itself is gone before the clock jumps: it would keep what it shows once more.
  await page.goto('about:blank')
  await page.clock.install({ time: Date.now() + 24 * 60 * 60_000 - 60_000 })
  await page.goto(link)
  await page.getByText('The server cannot be reached').waitFor()
  t.equal(await page.getByText(ticket.number, { exact: true }).count(), 0)
  t.equal(await page.evaluate(() => globalThis.keptHere.views()), 0)
})

t.test('A new release is shown as soon as it comes, and the old one is gone', async (t) => {
  const { way, page } = await opened(t)
  const release = (name: string) => `<meta name="release" content="${name}">`
  const shown = (name: string) => page.locator(`meta[name=release][content="${name}"]`)
  await page.evaluate((path) => globalThis.keptHere.addFile(path), EARLIER)
  way.release(release('second'))
  await page.reload()
  await queued(page).waitFor()
  t.equal(await shown('second').count(), 1, 'with a connection at once')
  await until(
    () => page.evaluate((path) => globalThis.keptHere.isFile(path), EARLIER),
    (isThere) => !isThere,
  )
  t.ok(await page.evaluate(() => globalThis.keptHere.isShellWith('content="second"')))

  way.release(release('third'))
  const letCome = way.holdPages()
  await page.reload()
  await queued(page).waitFor()
  t.equal(await shown('second').count(), 1, 'what is kept, where the server takes too long')
  letCome()
  await shown('third').waitFor({ state: 'attached' })
  await queued(page).waitFor()
  t.equal(await asOf(page).count(), 0)
})
