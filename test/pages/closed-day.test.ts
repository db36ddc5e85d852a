import t from 'tap'
import { query, run } from '../../src/db/transact.ts'
import { openPage, sizes } from '../browser.ts'
import { press, startServer } from '../running.ts'
import { openKiosk } from './kiosk-page.ts'

/** The demo's hours are from Sunday to Thursday, 07:30 to 18:30, three hours before UTC. */
let now = new Date('2026-12-15T03:00:00Z')
const began = Date.now()
const server = await startServer(t, {
  clock: { now: () => now.getTime() + Date.now() - began },
})
const setUp = (values: { holidays?: Record<string, null>; dayEndsAtMin?: number }) =>
  server.deps.db.amend(() => run(query((db, tables) => db.update(tables.centres).set(values))))
await setUp({ holidays: { '2026-12-16': null, '2026-12-17': null } })

const openAt = async (path: string, size: { width: number; height: number }) => {
  const page = await openPage(t, 'about:blank', { size })
  await page.clock.install({ time: now })
  if (path === 'kiosk') await openKiosk(page, server)
  else await page.goto(`${server.url}/${path}/isa-town`)
  return page
}

const closedDays = [
  {
    at: '2026-12-15T16:00:00Z',
    day: 'the evening of a working day',
    ar: ['انتهى دوام المركز اليوم', 'يفتح ⁨الأحد، 20 ديسمبر⁩، الساعة ⁨07:30⁩'],
    en: ['The centre has closed for today', 'It opens on ⁨Sunday 20 December⁩ at ⁨07:30⁩'],
  },
  {
    at: '2026-12-16T07:00:00Z',
    day: 'a holiday',
    ar: ['المركز مغلق اليوم بمناسبة العطلة', 'يفتح ⁨الأحد، 20 ديسمبر⁩، الساعة ⁨07:30⁩'],
    en: ['The centre is closed today for a holiday', 'It opens on ⁨Sunday 20 December⁩ at ⁨07:30⁩'],
  },
  {
    at: '2026-12-19T07:00:00Z',
    day: 'a day off',
    ar: ['المركز مغلق اليوم', 'يفتح غدًا الساعة ⁨07:30⁩'],
    en: ['The centre is closed today', 'It opens tomorrow at ⁨07:30⁩'],
  },
] as const

for (const { at, day, ar, en } of closedDays)
  t.test(`On ${day} all say so and when it opens, and nothing invites to a number`, async (t) => {
    now = new Date(at)
    const whole = `${en[0]}. ${en[1]}. A number is good for today only, and may not be called.`
    t.match(await press(server), { state: 'waiting' }, 'numbers are given all the same')

    const lobby = await openAt('lobby', sizes.lobby)
    await lobby.locator('.call__welcome').waitFor()
    t.equal(await lobby.locator('.call__welcome').textContent(), `${ar[0]}${en[0]}`)
    t.equal(await lobby.locator('.call__about').textContent(), `${ar[1]}${en[1]}`)
    t.match(await lobby.locator('.invite').textContent(), /A number for today only/)
    t.notMatch(await lobby.locator('.invite').textContent(), /on your phone/)
    t.ok(await lobby.locator('.invite__qr').isVisible(), 'but it is to be had')

    const kiosk = await openAt('kiosk', sizes.kiosk)
    const atStart = kiosk.locator('.language-step__closed')
    t.equal(await atStart.textContent(), `${ar[0]}. ${ar[1]}${en[0]}. ${en[1]}`)
    t.equal(await atStart.locator('.sign').count(), 1, 'and to those who cannot read')
    await kiosk.locator('.language-choice', { hasText: 'English' }).click()
    const note = kiosk.locator('.services-step .note')
    await note.waitFor()
    t.equal((await note.textContent())?.trim(), whole)
    t.equal(await kiosk.getByText(/waiting/).count(), 0, 'that nobody waits would be an invitation')
    await kiosk.locator('.service__take', { hasText: 'Update address' }).click()
    await kiosk.locator('.issued').waitFor()
    t.equal(await kiosk.locator('.issued .note').textContent(), whole)

    const guide = await openAt('guide', sizes.phone)
    t.equal(await guide.locator('.note').textContent(), whole)
    const number = guide.getByRole('link', { name: 'Take a number' })
    t.notMatch(await number.getAttribute('class'), /primary/)

    const phone = await openAt('join', sizes.phone)
    t.equal(await phone.locator('.note').textContent(), whole)
    t.equal(await phone.getByText(/waiting/).count(), 0)
    const take = phone.getByRole('button', { name: 'Take a number' })
    t.equal(await take.and(phone.locator('.button--primary')).count(), 0)
    await phone.locator('.choice', { hasText: 'Express service' }).click()
    await take.click()
    await phone.waitForURL(/\/t\//)
  })

t.test('Before the doors open in the morning a number is as good as any', async (t) => {
  now = new Date('2026-12-20T03:00:00Z')
  const lobby = await openAt('lobby', sizes.lobby)
  t.match(await lobby.locator('.invite').textContent(), /Your number on your phone/)
  const phone = await openAt('join', sizes.phone)
  t.match(
    await phone.locator('.note').textContent(),
    /^The centre is closed now\. It opens today at .07:30.\. Your number may not be called before/,
  )
  t.ok((await phone.getByText('Nobody is waiting').count()) > 0)
})

t.test(
  'In a night that belongs to the day before, a number is over before the doors open',
  async (t) => {
    await setUp({ dayEndsAtMin: 180 })
    now = new Date('2026-12-20T22:30:00Z')
    const phone = await openAt('join', sizes.phone)
    t.match(
      await phone.locator('.note').textContent(),
      /^The centre is closed now\. It opens today at .07:30.\. A number is good for today only/,
    )
  },
)
