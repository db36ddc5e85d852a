import type { Page } from 'playwright-core'
import t from 'tap'
import { isSoon } from '../../display/visitor/soon.ts'
import { ticketById } from '../../src/tickets/ticket.store.ts'
import { openPage, sizes } from '../browser.ts'
import { anyone, caller, press, signIn, startServer } from '../running.ts'
import { keepClosed, keepHours, keepOpen } from './doors.ts'

const size = sizes.phone
const server = await startServer(t)

const titled = async (page: Page, title: string) =>
  page.waitForFunction(({ shown, title }) => shown?.textContent === title, {
    shown: await page.locator('head > title').elementHandle(),
    title,
  })

t.test('A phone number that is none is said at its field, in plain words', async (t) => {
  const page = await openPage(t, `${server.url}/join/isa-town`, { size })
  const phone = page.getByLabel(/phone number/)
  await page.getByRole('radio', { name: /Renew card/ }).check()
  for (const typed of ['123', '12345678']) {
    await phone.fill(typed)
    await page.getByRole('button', { name: 'Take a number' }).click()
    await page.locator('input[aria-invalid="true"]:focus').waitFor()
    const field = page.locator('.field', { has: phone })
    t.match(await field.textContent(), /The phone number is not valid/, typed)
    t.equal(await page.getByRole('alert').count(), 0, 'and nowhere else')
    await phone.fill('36123456')
  }
  await page.getByRole('button', { name: 'Take a number' }).click()
  await page.waitForURL('**/t/**')
})

t.test('Who comes for a card may say on the phone whose it is', async (t) => {
  const page = await openPage(t, `${server.url}/join/isa-town`, { size })
  const citizenId = page.getByLabel(/personal number/)
  await page.getByRole('radio', { name: /Renew card/ }).check()
  t.equal(await citizenId.count(), 0, 'only for a service that works on cards')

  await page.getByRole('radio', { name: /Collect my card/ }).check()
  await citizenId.fill('1234')
  await page.getByRole('button', { name: 'Take a number' }).click()
  await page.getByText('The personal number has nine digits', { exact: false }).waitFor()

  await citizenId.fill('٩٠٠١٠ ٠٠٠٧')
  const asked = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: 'Take a number' }).click()
  t.match((await asked).postDataJSON(), { service: 'collect', citizenId: '900100007' })
  await page.waitForURL('**/t/**')
})

t.test('The guide says how many wait, and that nobody knows for how long', async (t) => {
  const opened = await startServer(t)
  await keepOpen(opened)
  const page = await openPage(t, `${opened.url}/guide/isa-town`, { size })
  const wait = page.locator('.service', { hasText: 'Renew card' }).locator('.service__wait')
  await wait.waitFor()
  t.equal(await wait.textContent(), 'Nobody is waiting')
  await press(opened)
  await page.reload()
  await wait.waitFor()
  t.equal(await wait.textContent(), '1 person waiting. How long it takes is not known yet.')
})

t.test('Nothing chosen: the sentence says what to do, and no other one is added', async (t) => {
  const page = await openPage(t, `${server.url}/join/isa-town`, { size })
  await page.getByRole('button', { name: 'Take a number' }).click()
  t.match(await page.getByRole('alert').textContent(), /^!Choose a service first\.$/)
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByRole('alert').waitFor({ state: 'detached' })
})

t.test('A link that opens no ticket says what to do about the link', async (t) => {
  const { id } = await press(server, 'renew', { language: 'en' })
  const unknown = '01932f6c-8e7b-7c3a-9d21-5f0a1b2c3d4e'
  for (const link of [`/t/${id}#wrong`, `/t/${unknown}#wrong`, `/t/x#wrong`]) {
    const page = await openPage(t, server.url + link, { size })
    const note = page.getByRole('alert')
    t.match(
      await note.textContent(),
      /This link opens no number.*Scan the code on your slip/s,
      link,
    )
    t.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
    t.equal(await page.getByText('Sign in').count(), 0)
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.getByText('هذا الرابط لا يفتح رقمًا.').waitFor()
  }
})

t.test('A link without its secret waits for no connection', async (t) => {
  const { id } = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${id}`, { size })
  await page.clock.install()
  await page.reload()
  await page.getByText('This link is not complete.').waitFor()
  await page.clock.fastForward(10_000)
  t.equal(await page.getByText('Connecting').count(), 0)
})

t.test('It is nearly somebody’s turn when place and estimate agree', async (t) => {
  const soon = (ahead: number, p50: number | null) => isSoon({ ahead, estimate: { p50, p90: p50 } })
  t.ok(soon(2, 10))
  t.ok(soon(0, null), 'where nothing is estimated the place alone says it')
  t.notOk(soon(3, 1))
  t.notOk(soon(1, 17))
  const searched = { ahead: 0, estimate: { p50: 1, p90: 2 }, cardNotFound: true as const }
  t.notOk(isSoon(searched), 'nor while their card is searched for')
})

t.test('The visitor’s times are the centre’s, wherever the phone thinks it is', async (t) => {
  const server = await startServer(t)
  const { id, secret } = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${id}#${secret}`, { size })
  await page.getByText('Isa Town centre', { exact: false }).waitFor()
  await server.close()
  const mark = await page.getByText('No connection since', { exact: false }).textContent()
  const now = (minutesAgo: number) =>
    new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Asia/Bahrain',
    }).format(Date.now() - minutesAgo * 60_000)
  t.ok(
    [now(0), now(1)].some((time) => mark?.includes(time)),
    `said: ${mark}`,
  )
})

t.test('After too many questions about a card the focus stays where it was', async (t) => {
  const citizenId = '900100007'
  for (let asked = 0; asked < 5; asked++)
    await anyone(server).post('/api/card-status', { citizenId, proof: 'none' })
  const page = await openPage(t, `${server.url}/card`, { size })
  await page.getByLabel(/Personal number/).fill(citizenId)
  await page.getByLabel(/Application number/).fill('none')
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('Too many attempts', { exact: false }).waitFor()
  t.equal(await page.locator('button:focus', { hasText: 'Check' }).count(), 1)
  await titled(page, 'Is my card ready? · Dawr')
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByText('محاولات كثيرة', { exact: false }).waitFor()
  await titled(page, 'هل بطاقتي جاهزة؟ · دَوْر')
})

/** Asks on the page about a card, and is answered so. */
const askAbout = async (page: Page, answer: object) => {
  await page.route('**/api/card-status', (route) => route.fulfill({ json: answer }))
  await page.getByLabel(/Personal number/).fill('900100007')
  await page.getByLabel(/Application number/).fill('BH26-7K3M-9X2Q')
  await page.getByRole('button', { name: 'Check' }).click()
  await page.locator('.answer').waitFor()
}

t.test('A card that is ready says until which day it is kept', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size })
  const kept = page.locator('.answer__kept')
  const cases: [string, RegExp, RegExp][] = [
    [
      '2026-12-03',
      /until the end of .Thursday.? 3 December.\.$/,
      /نهاية يوم .الخميس، 3 ديسمبر.\.$/,
    ],
    ['2027-01-05', /until the end of .Tuesday.? 5 January 2027.\.$/, /الثلاثاء، 5 يناير 2027/],
    ['2026-11-29', /^Today is the last day/, /^اليوم هو آخر يوم/],
    ['2026-11-26', /was kept until .Thursday.? 26 November. and is still here/, /انتهت مدة حفظها/],
  ]
  for (const [keptUntil, english, arabic] of cases) {
    await page.goto(`${server.url}/card?lang=en`)
    await page.clock.setFixedTime(new Date('2026-11-29T21:30:00+03:00'))
    await askAbout(page, { state: 'ready', centre: 'isa-town', section: 'B', keptUntil })
    t.match(await kept.textContent(), english)
    await page.getByRole('button', { name: 'العربية' }).click()
    await page.getByText('بطاقتك جاهزة').waitFor()
    t.match(await kept.textContent(), arabic)
  }
})

t.test('Where no card is found, what was typed can be corrected', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size })
  await askAbout(page, { state: 'unknown' })
  await page.getByRole('button', { name: 'Correct what I entered' }).click()
  const citizenId = page.getByLabel(/Personal number/)
  t.equal(await citizenId.inputValue(), '900100007')
  t.equal(await page.getByLabel(/Application number/).inputValue(), 'BH26-7K3M-9X2Q')
  await page.locator('input:focus').waitFor()
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('button', { name: 'Check another card' }).click()
  t.equal(await citizenId.inputValue(), '', 'another card is somebody else’s')
  await askAbout(page, { state: 'collected', centre: 'isa-town' })
  t.equal(await page.getByRole('button', { name: 'Correct what I entered' }).count(), 0)
})

t.test('Who needs more time keeps the number, and is back when they say so', async (t) => {
  const ticket = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, ticket.url.replace(/^https?:\/\/[^/]+/, server.url), { size })
  const more = page.getByRole('button', { name: 'I need ten more minutes' })
  await more.click()
  await page.getByText('You will not be called before', { exact: false }).waitFor()
  t.equal(
    await page.getByRole('heading', { level: 1 }).textContent(),
    'Your number is kept until you are back',
  )
  t.match(await server.deps.db.read(ticketById({ id: ticket.id })), [{ state: 'parked' }])
  await page.getByRole('button', { name: 'I am back: put me in the queue' }).click()
  await more.click()
  await page.getByRole('button', { name: 'I am back: put me in the queue' }).click()
  await page.getByText('You are in the queue').waitFor()
  await page.getByText('You have asked for ten more minutes twice', { exact: false }).waitFor()
  t.equal(await more.count(), 0, 'twice is enough, and it says so')
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByRole('heading', { name: 'أنت في الانتظار' }).waitFor()
  await page.getByText('طلبتَ عشر دقائق أخرى مرتين', { exact: false }).waitFor()
})

t.test('Who has left is led to a new number, or told where there is one', async (t) => {
  const ticket = await press(server, 'renew', { language: 'en' })
  await caller(server.url, { authorization: `Bearer ${ticket.secret}` }).post(
    `/api/tickets/${ticket.id}/leave`,
  )
  const page = await openPage(t, `${server.url}/t/${ticket.id}#${ticket.secret}`, { size })
  await page.getByRole('link', { name: 'Take a new number' }).click()
  await page.waitForURL('**/join/isa-town')
  await page.route('**/api/centres/isa-town', async (route) => {
    const answer = await route.fetch()
    const json = { ...(await answer.json()), joinFromAnywhere: false }
    await route.fulfill({ response: answer, json })
  })
  await page.goBack()
  await page.getByText('You get a new number in the hall', { exact: false }).waitFor()
  t.equal(await page.getByRole('link', { name: 'Take a new number' }).count(), 0)
})

t.test('While the centre is closed nobody is told that it is nearly their turn', async (t) => {
  const ticket = await press(server, 'address', { language: 'en' })
  const { hours } = (await anyone(server).get('/api/centres/isa-town')).body
  t.teardown(() => keepHours(server, hours))
  await keepClosed(server)
  const page = await openPage(t, ticket.url.replace(/^https?:\/\/[^/]+/, server.url), { size })
  await page.clock.install()
  await page.reload()
  await page.getByText('The centre is closed today').waitFor()
  const nearly = page.getByText('Nearly your turn')
  t.equal(await nearly.count(), 0)
  await keepOpen(server)
  await page.clock.fastForward(60_000)
  await nearly.waitFor()
  t.equal(await page.getByText('The centre is closed').count(), 0, 'and then it has opened')
})

t.test('While the centre is closed the phone says when it opens', async (t) => {
  const ticket = await press(server, 'address', { language: 'en' })
  const page = await openPage(t, `${server.url}/`, { size })
  const opensAt = { saturday: '2026-12-05T04:30:00.000Z', today: new Date().toISOString() }
  let at = opensAt.today
  let dayEndsAt = '9999-12-31T21:00:00.000Z'
  await page.route('**/api/centres/isa-town', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({
      response: answer,
      json: { ...(await answer.json()), open: false, opensAt: at, dayEndsAt },
    })
  })
  await page.goto(`${server.url}/t/${ticket.id}#${ticket.secret}`)
  const note = page.locator('.note')
  t.match(
    await note.textContent(),
    /^The centre is closed now\. It opens today at .\d\d:\d\d.\. Your number/,
  )
  await page.clock.setFixedTime(new Date('2026-11-30T09:00:00Z'))
  at = opensAt.saturday
  dayEndsAt = '2026-11-30T21:00:00.000Z'
  await page.reload()
  t.match(await note.textContent(), /It opens on .Saturday.5 December. at .07:30.\./)
  await page.getByRole('button', { name: 'العربية' }).click()
  t.match(await note.textContent(), /يفتح .السبت، 5 ديسمبر.، الساعة .07:30.\. الرقم ليوم إصداره/)
})

t.test('A wait that is not known is called a wait once', async (t) => {
  await keepOpen(server)
  const ticket = await press(server, 'biometrics', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${ticket.id}#${ticket.secret}`, { size })
  t.equal(await page.locator('.fact', { hasText: 'known yet' }).textContent(), 'WaitNot known yet')
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByText('لا يوجد تقدير بعد').waitFor()
  t.equal(await page.getByText('مدة الانتظار').count(), 1)
})

t.test('A phone that slept while its number was called shows the call when it wakes', async (t) => {
  const ticket = await press(server, 'express', { language: 'en' })
  const page = await openPage(t, `${server.url}/join/isa-town`, { size })
  let isAsleep = false
  let sockets = 0
  const told = Promise.withResolvers<void>()
  // While it sleeps nothing comes in, and nothing says so: its socket only seems alive afterwards.
  await page.routeWebSocket(/socket\.io/, (phone) => {
    const socket = phone.connectToServer()
    const own = ++sockets
    socket.onMessage((message) => {
      if (own > 1 || !isAsleep) phone.send(message)
      if (message.includes(ticket.number)) told.resolve()
    })
  })
  await page.goto(`${server.url}/t/${ticket.id}#${ticket.secret}`)
  await page.getByRole('heading', { name: 'You are in the queue' }).waitFor()
  await told.promise
  const phone = await page.context().newCDPSession(page)
  await phone.send('Page.setWebLifecycleState', { state: 'frozen' })
  isAsleep = true
  const clerk = await signIn(server, 'staff6')
  await clerk.post('/api/counters/isa-town-6/open', { services: ['express'] })
  t.equal((await clerk.post('/api/counters/isa-town-6/next')).body.ticket.id, ticket.id)
  await phone.send('Page.setWebLifecycleState', { state: 'active' })
  const called = page.locator('.visitor--called')
  t.equal(await called.count(), 0, 'it has heard of nothing, or this test means little')
  t.equal(sockets, 1)
  // What a browser says when somebody looks at the page again.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await called.getByText('6', { exact: true }).waitFor()
  t.equal(sockets, 2, 'by a new connection')
})

t.test('that the phone vibrates is promised once it can', async (t) => {
  const ticket = await press(server, 'renew', { language: 'en' })
  const page = await openPage(t, `${server.url}/t/${ticket.id}#${ticket.secret}`, { size })
  await page.getByText('Touch it once, and the phone vibrates').waitFor()
  await page.locator('.ticket__number').click()
  await page.getByText('The phone vibrates when you are called.').waitFor()
})
