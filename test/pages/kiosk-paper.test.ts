import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { ALL_WELL, fakePrinter, PAPER_OUT } from '../printers/fake-printer.ts'
import { signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openKiosk } from './kiosk-page.ts'
import { openAs } from './staff.ts'

t.test('Without paper the kiosk says so, and the supervisor where', async (t) => {
  const server = await startServer(t)
  let paper = PAPER_OUT
  const printer = await fakePrinter({ answer: (n) => (n === 4 ? paper : ALL_WELL) })
  t.teardown(() => printer.close())
  const admin = await signIn(server, 'admin')
  const { body: device } = await admin.post('/api/centres/isa-town/devices', {
    kind: 'kiosk',
    name: 'At the door',
    printer: printer.url,
  })
  const { page: supervisor } = await openAs(t, server, 'supervisor', '/supervisor')
  await supervisor.locator('.figures').waitFor()
  const alert = supervisor.locator('.alerts li', { hasText: 'At the door' })
  t.equal(await alert.count(), 0)

  const page = await openPage(t, 'about:blank', { size: sizes.kioskLandscape })
  await openKiosk(page, server, device.token)
  await page.locator('.language-choice', { hasText: 'English' }).click()
  await page.locator('.service__take').first().click()
  const slip = page.locator('.slip')
  await slip.getByText('The printer is out of paper. Note your number', { exact: false }).waitFor()
  await alert.getByText('The printer is out of paper.').waitFor()
  await alert.getByText(/Since .\d\d:\d\d. \(just now\)\./).waitFor()
  t.same(await faultsOf(supervisor), [], 'axe finds nothing')
  await supervisor.getByRole('button', { name: 'العربية' }).click()
  await alert.getByText('نفد ورق الطابعة.').waitFor()
  await alert.getByText(/منذ الساعة .\d\d:\d\d. \(الآن\)\./).waitFor()

  paper = ALL_WELL
  await slip.getByText('Take your slip').waitFor()
  await alert.waitFor({ state: 'detached' })
  const { body: view } = await admin.get('/api/centres/isa-town/live')
  t.same(view.printers, [])
})
