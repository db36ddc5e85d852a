import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { press, startServer } from '../running.ts'
import { keepOpen } from './doors.ts'

/** How times and stretches of time are said on the phone. */
const size = sizes.phone
const server = await startServer(t)
await keepOpen(server)

t.test('One minute is said as one, not from it to itself', async (t) => {
  const ticket = await press(server, 'biometrics', { language: 'en' })
  const page = await openPage(t, `${server.url}/card`, { size })
  await page.routeWebSocket(/socket\.io/, () => undefined)
  const answerWith = async (p50: number, p90: number) => {
    await page.unroute('**/api/tickets/*')
    await page.route('**/api/tickets/*', async (route) => {
      const answer = await route.fetch()
      const json = { ...(await answer.json()), estimate: { p50, p90 } }
      await route.fulfill({ response: answer, json })
    })
  }
  const around = page.locator('.fact', { hasText: /Your turn, about|دورك المتوقع/ }).locator('dd')
  await answerWith(12, 12)
  await page.goto(`${server.url}/t/${ticket.id}?lang=en#${ticket.secret}`)
  t.match(await around.textContent(), /^.\d\d:\d\d.$/)
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByText('نحو الساعة').waitFor()
  await answerWith(12, 20)
  await page.goto(`${server.url}/t/${ticket.id}?lang=en#${ticket.secret}`)
  await page.reload()
  t.match(await around.textContent(), /^.\d\d:\d\d. to .\d\d:\d\d.$/)
})

t.test('Open from midnight to midnight is open day and night', async (t) => {
  const page = await openPage(t, `${server.url}/guide/isa-town`, { size })
  await page.locator('.hours__today').waitFor()
  t.equal(await page.locator('.hours td', { hasText: 'Day and night' }).count(), 7)
  t.equal(await page.getByText('00:00').count(), 0)
})

t.test('One hour is said as one, where room is short', async (t) => {
  const page = await openPage(t, `${server.url}/card`, { size })
  await page.route('**/api/centres/isa-town', async (route) => {
    const answer = await route.fetch()
    const { services, ...centre } = await answer.json()
    const estimates = [
      { p50: 60, p90: 60 },
      { p50: 120, p90: 120 },
      { p50: 60, p90: 120 },
    ]
    const told = estimates.map((estimate, at) => ({ ...services[at], waiting: 9, estimate }))
    await route.fulfill({ response: answer, json: { ...centre, services: told } })
  })
  const waits = () => page.locator('.service__wait').allTextContents()
  await page.goto(`${server.url}/guide/isa-town?lang=en`)
  await page.locator('.service__wait').first().waitFor()
  t.match(await waits(), [/· About 1 h$/, /· About 2 h$/, /· About .1.–.2.\sh$/])
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByText('ساعة واحدة').waitFor()
  t.match(await waits(), [/حوالي ساعة واحدة$/, /حوالي ساعتين$/, /حوالي ساعة أو ساعتين$/])
})
