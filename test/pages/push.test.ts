import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { givenPushService } from '../notices/push-service.ts'
import { caller, press, type Server, signIn, startServer } from '../running.ts'
import { until } from '../until.ts'
import { faultsOf } from './faults-of.ts'
import { givenDelivery, givenPhone, pressShown, shownWith } from './push-phone.ts'

const size = sizes.phone
const OFFER = /Tell me when I am called/

const atCounter = async (server: Server) => {
  const staff = await signIn(server, 'staff1')
  await staff.post('/api/counters/isa-town-1/open', {})
  return (what: string) => staff.post(`/api/counters/isa-town-1/${what}`, {})
}

t.test('The phone shows the call and the recall, and opens the ticket', async (t) => {
  const service = await givenPushService(t)
  const server = await startServer(t, { env: { PUSH_HOSTS: service.origin } })
  const { id, secret, number } = await press(server, 'renew', { language: 'ar' })
  const page = await givenPhone(t, server, service.subscribe())
  const worker = await fetch(`${server.url}/t/ticket-worker.js`)
  t.match(worker.headers.get('content-type'), /javascript/)
  t.equal(worker.headers.get('cache-control'), 'no-cache')
  await page.goto(`${server.url}/t/${id}?lang=en#${secret}`)
  const offer = page.getByRole('button', { name: OFFER })
  await offer.waitFor()
  t.equal(await page.evaluate(() => globalThis.phone.asked), 0, 'nothing without a press')
  t.notOk(await page.evaluate(() => globalThis.phone.isSubscribed()))
  await offer.click()
  await page.getByText('This device will tell you').waitFor()
  t.match(await page.evaluate(() => globalThis.phone), { asked: 1, keyBytes: 65 })

  const deliver = await givenDelivery(page, server.url)
  const counter = await atCounter(server)
  await counter('next')
  const { payload: call } = await service.after(0)
  await deliver(call)
  t.match(await shownWith(page, call.id), [
    {
      title: `حان دورك ${number}`,
      body: 'توجّه الآن إلى النافذة 1',
      lang: 'ar',
      dir: 'rtl',
      tag: id,
    },
  ])
  await counter('recall')
  const { payload: recall } = await service.after(1)
  await deliver(recall)
  t.equal((await shownWith(page, recall.id)).length, 1, 'the recall takes the place of the call')
  await deliver(recall)
  const again = await shownWith(page, recall.id, true)
  t.equal(again.length, 1, 'told twice it is shown once, and alarms once')

  t.equal(await pressShown(page), 'focus', 'its page is open')
  await deliver(call)
  await shownWith(page, call.id)
  await page.goto(`${server.url}/card`)
  t.equal(await pressShown(page), `/t/${id}#${secret}`)

  await page.goto(`${server.url}/t/${id}?lang=en#${secret}`)
  t.equal(await page.evaluate(() => globalThis.phone.kept()), 1)
  await counter('serve')
  await counter('finish')
  await page.getByText('You have been served').waitFor()
  await until(
    () => page.evaluate(() => globalThis.phone.kept()),
    (kept) => kept === 0,
  )
  await page.waitForFunction(() => !globalThis.phone.isSubscribed())
})

t.test('What was switched on can be switched off, and stays on for another ticket', async (t) => {
  const service = await givenPushService(t)
  const server = await startServer(t, { env: { PUSH_HOSTS: service.origin } })
  const asked = { language: 'en' }
  const tickets = [await press(server, 'renew', asked), await press(server, 'renew', asked)]
  const page = await givenPhone(t, server, service.subscribe())
  const offer = page.getByRole('button', { name: OFFER })
  const off = page.getByRole('button', { name: 'Do not tell me' })
  const areOn = () =>
    Promise.all(
      tickets.map(async ({ id, secret }) => {
        const visitor = caller(server.url, { authorization: `Bearer ${secret}` })
        return (await visitor.get(`/api/tickets/${id}/push`)).body.on
      }),
    )
  const open = (at: number) => page.goto(`${server.url}/t/${tickets[at].id}#${tickets[at].secret}`)
  for (const at of [0, 1]) {
    await open(at)
    await offer.click()
    await off.waitFor()
  }
  t.same(await areOn(), [true, true])
  await page.reload()
  await off.click()
  await offer.waitFor()
  t.same(await areOn(), [true, false])
  t.ok(await page.evaluate(() => globalThis.phone.isSubscribed()))
  await open(0)
  await off.click()
  await offer.waitFor()
  t.same(await areOn(), [false, false])
  t.notOk(await page.evaluate(() => globalThis.phone.isSubscribed()))
})

t.test('What the phone or the server does not allow is said, and nothing is left', async (t) => {
  const service = await givenPushService(t)
  // A server that does not know this push service.
  const server = await startServer(t)
  const { id, secret } = await press(server, 'renew', { language: 'en' })
  const link = `${server.url}/t/${id}#${secret}`
  const page = await givenPhone(t, server, service.subscribe())
  const offer = page.getByRole('button', { name: OFFER })
  await page.goto(link)
  await offer.click()
  await page.getByText('Notifications cannot be sent to this browser.').waitFor()
  t.notOk(await page.evaluate(() => globalThis.phone.isSubscribed()))
  t.equal(await page.evaluate(() => globalThis.phone.kept()), 0)

  await page.addInitScript(`{
    let permission = 'default'
    Object.defineProperty(Notification, 'permission', { get: () => permission })
    Notification.requestPermission = async () => {
      permission = 'denied'
      return permission
    }
  }`)
  await page.reload()
  await offer.click()
  await page.getByText('This browser does not allow notifications').waitFor()
  t.equal(await offer.count(), 0)
})

t.test('A browser that cannot be told anything is offered nothing', async (t) => {
  const server = await startServer(t)
  const { id, secret } = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/card`, { size })
  await page.addInitScript('delete globalThis.PushManager')
  await page.goto(`${server.url}/t/${id}#${secret}`)
  await page.getByRole('button', { name: 'I do not want to wait' }).waitFor()
  t.equal(await page.getByRole('button', { name: OFFER }).count(), 0)
  t.equal(await page.getByText('notifications').count(), 0)

  // An iPhone can once the page is on its home screen, where it starts with the secret it has now.
  const fromHome = page.getByText('add this page to the home screen')
  t.equal(await fromHome.count(), 0)
  const iphone = (isOnHomeScreen: boolean) =>
    page.addInitScript(
      `Object.defineProperty(navigator, 'standalone', { value: ${isOnHomeScreen}, configurable: true })`,
    )
  await iphone(false)
  await page.reload()
  await fromHome.waitFor()
  t.same(await faultsOf(page), [], 'axe finds nothing beside it')
  const cdp = await page.context().newCDPSession(page)
  const { url, data, errors } = await cdp.send('Page.getAppManifest')
  t.same(errors, [])
  t.match(JSON.parse(data ?? ''), { name: /Dawr/, display: 'standalone', start_url: undefined })
  t.notOk([url, data].some((part) => part?.includes(id) || part?.includes(secret)))
  const icon = await page.locator('link[rel=apple-touch-icon]').getAttribute('href')
  const picture = await fetch(new URL(icon ?? '', server.url))
  t.equal(picture.headers.get('content-type'), 'image/png')
  await iphone(true)
  await page.reload()
  await page.getByRole('button', { name: 'I do not want to wait' }).waitFor()
  t.equal(await fromHome.count(), 0, 'on the home screen it is offered, where it can be')
})
