import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { caller, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openKiosk } from './kiosk-page.ts'

/** A number on a screen without a printer stays until its visitor has it, and not for the next one. */
const server = await startServer(t)
const admin = await signIn(server, 'admin')
const { body: device } = await admin.post('/api/centres/isa-town/devices', {
  kind: 'kiosk',
  name: 'At the door',
})
const page = await openPage(t, 'about:blank', { size: sizes.kiosk })
await page.clock.install()
const start = page.locator('.language-choice').first()

/** A visitor takes a number; the kiosk says what it would say to their phone. */
const takeNumber = async () => {
  await openKiosk(page, server, device.token)
  await page.locator('.language-choice', { hasText: 'English' }).click()
  const issued = page.waitForResponse(/\/tickets$/)
  await page.locator('.service__take', { hasText: 'Fingerprints' }).click()
  const ticket = await (await issued).json()
  await page.getByText('There is no printer here', { exact: false }).waitFor()
  return ticket
}
const leave = ({ id, secret }: { id: string; secret: string }) =>
  caller(server.url, { authorization: `Bearer ${secret}` }).post(`/api/tickets/${id}/leave`)
const numbers = page.locator('.issued__digits, .qr')

t.test('Opened on a phone, the number goes from the screen with a word', async (t) => {
  const { id, secret, number } = await takeNumber()
  await page.clock.fastForward(60_000)
  t.equal(await numbers.count(), 2, 'until then it stays')
  await openPage(t, `${server.url}/t/${id}#${secret}`, { size: sizes.phone })
  await page.getByRole('heading', { name: 'You have it on your phone' }).waitFor()
  await page.getByText(number).waitFor()
  t.equal(await numbers.count(), 0)
  t.same(await faultsOf(page), [], 'axe finds nothing')
  await page.clock.fastForward(6_000)
  await start.waitFor()
  t.equal(await page.getByText(number).count(), 0)
  await leave({ id, secret })
})

t.test('Left, it goes at once; called, it says where to go first', async (t) => {
  await leave(await takeNumber())
  // What takes no time here is a turn of its clock.
  await page.locator('.issued').waitFor({ state: 'detached' })
  await page.clock.runFor(1)
  await start.waitFor()

  const second = await takeNumber()
  const clerk = await signIn(server, 'staff3')
  await clerk.post('/api/counters/isa-town-3/open', { services: ['biometrics'] })
  t.equal((await clerk.post('/api/counters/isa-town-3/next')).body.ticket.id, second.id)
  await page.getByRole('heading', { name: /is called. Please go to counter .3/ }).waitFor()
  await page.clock.fastForward(12_000)
  await start.waitFor()
})

t.test('Nobody took it: after three minutes it is no longer there', async (t) => {
  await takeNumber()
  await page.clock.fastForward(150_000)
  t.equal(await numbers.count(), 2)
  await page.clock.fastForward(20_000)
  await page.getByRole('dialog').waitFor()
  await page.clock.fastForward(15_000)
  await start.waitFor()
  t.equal(await numbers.count(), 0)
})

t.test('The visitor of before is not said to have the next number', async (t) => {
  const first = await takeNumber()
  await openPage(t, `${server.url}/t/${first.id}#${first.secret}`, { size: sizes.phone })
  await page.getByRole('heading', { name: 'You have it on your phone' }).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.locator('.language-choice', { hasText: 'English' }).click()
  await page.locator('.service__take', { hasText: 'Fingerprints' }).click()
  await page.getByText('There is no printer here', { exact: false }).waitFor()
  t.equal(await numbers.count(), 2)
})
