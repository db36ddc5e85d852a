import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { press, startServer } from '../running.ts'

const server = await startServer(t)
const size = sizes.phone

t.test('A turn that comes after the doors close is not promised before', async (t) => {
  const page = await openPage(t, `${server.url}/`, { size })
  let closesAt = new Date(Date.now() + 5 * 60_000).toISOString()
  await page.route('**/api/centres/isa-town', async (route) => {
    const answer = await route.fetch()
    const centre = await answer.json()
    const services = centre.services.map((one: object) => ({
      ...one,
      estimate: { p50: 40, p90: 60 },
    }))
    await route.fulfill({ response: answer, json: { ...centre, services, open: true, closesAt } })
  })
  const note = page.getByText(/The centre closes at .\d\d:\d\d.\. Your turn may not come/)
  await page.goto(`${server.url}/join/isa-town`)
  await page.locator('.choice__radio').first().check()
  await note.waitFor()
  closesAt = new Date(Date.now() + 60 * 60_000).toISOString()
  await page.reload()
  await page.locator('.choice__radio').first().check()
  await page.locator('.choice__more').waitFor()
  t.equal(await note.count(), 0)
})

t.test('A ticket speaks the language it was asked for in, until somebody chooses', async (t) => {
  const ticket = await press(server, 'address', { language: 'ar' })
  const link = `${server.url}/t/${ticket.id}#${ticket.secret}`
  const page = await openPage(t, link, { size })
  await page.getByText('أنت في الانتظار').waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('You are in the queue').waitFor()
  await page.reload()
  await page.getByText('You are in the queue').waitFor()
})
