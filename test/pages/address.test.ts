import type { Page } from 'playwright-core'
import t from 'tap'
import { sizes } from '../browser.ts'
import { signIn, startServer } from '../running.ts'
import { openAs, untilValue } from './staff.ts'

const server = await startServer(t)
const chosen = (page: Page, name: string) =>
  page.getByRole('tab', { name, selected: true }).waitFor()
const queryOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)
const day = (page: Page, which: 'from' | 'to') => page.locator(`[name=${which}]`)

for (const { who, at, first, second, name } of [
  { who: 'admin', at: '/admin', first: 'Centre', second: 'Staff', name: 'staff' },
  { who: 'post1', at: '/post', first: 'Find a card', second: 'Incidents', name: 'incidents' },
])
  t.test(`The tab is in the address of ${at}: kept by a reload, left by "back"`, async (t) => {
    const { page } = await openAs(t, server, who, at)
    await chosen(page, first)
    t.same(queryOf(page), { lang: 'en' }, 'the first needs no word')
    await page.getByRole('tab', { name: second }).click()
    await chosen(page, second)
    t.same(queryOf(page), { lang: 'en', tab: name })
    await page.reload()
    await chosen(page, second)
    await page.goBack()
    await chosen(page, first)
    await page.goForward()
    await chosen(page, second)

    await page.goto(`${server.url}${at}?lang=en&tab=nothing-of-ours`)
    await chosen(page, first)
  })

t.test('What the supervisor looks at is in the address, with its days', async (t) => {
  const size = sizes.supervisor
  const { page } = await openAs(t, server, 'supervisor', '/supervisor', { size })
  await page.getByRole('tab', { name: 'History' }).click()
  const [from, to] = [await day(page, 'from').inputValue(), await day(page, 'to').inputValue()]
  t.same(queryOf(page), { lang: 'en', tab: 'history' }, 'the last days are those of any day')

  await page.getByRole('radio', { name: 'Last 7 days' }).check()
  await page.waitForURL(/from=/)
  const week = queryOf(page)
  t.match(week, { tab: 'history', from: /^\d{4}-\d\d-\d\d$/, to })
  await page.reload()
  await day(page, 'from').waitFor()
  t.equal(await day(page, 'from').inputValue(), week.from)
  t.ok(await page.getByRole('radio', { name: 'Last 7 days' }).isChecked())

  await day(page, 'from').fill('2026-01-02')
  await day(page, 'to').fill('2026-01-05')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/from=2026-01-02&to=2026-01-05/)
  await page.goBack()
  await untilValue(day(page, 'from'), week.from ?? '')
  await untilValue(day(page, 'to'), to)
  await page.goBack()
  await untilValue(day(page, 'from'), from)
  await page.goBack()
  await chosen(page, 'Now')

  await page.goto(`${server.url}/supervisor?lang=en&tab=history&from=2026-02-30&to=yesterday`)
  await day(page, 'from').waitFor()
  t.equal(await day(page, 'from').inputValue(), from, 'what is no day is passed over')

  await page.getByRole('tab', { name: 'Cards' }).click()
  await page.getByRole('radio', { name: 'Last 90 days' }).check()
  await page.waitForURL(/tab=cards.*days=90|days=90.*tab=cards/)
  await page.reload()
  const span = page.getByRole('radio', { name: 'Last 90 days' })
  await span.waitFor()
  t.ok(await span.isChecked())
})

t.test('Who belongs to one centre is not led to all of them', async (t) => {
  const admin = await signIn(server, 'admin')
  const { body: hired } = await admin.post('/api/staff', {
    username: 'noor',
    name: 'Noor',
    roles: ['supervisor'],
    centre: 'isa-town',
    skills: [],
  })
  for (const [username, seen] of [
    ['supervisor', 'Centres'],
    ['noor', 'Now'],
  ] as const) {
    const password = username === 'noor' ? hired.password : undefined
    const { page } = await openAs(t, server, username, '/supervisor', { password })
    await page.goto(`${server.url}/supervisor?lang=en&tab=centres`)
    await chosen(page, seen)
  }
})
