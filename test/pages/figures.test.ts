import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import readXlsx from 'read-excel-file/node'
import t from 'tap'
import { sizes } from '../browser.ts'
import { press, signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs, shelvedCard } from './staff.ts'

const tabs = { now: 0, today: 1, history: 2, cards: 3, centres: 4 } as const
const openTab = (page: Page, tab: keyof typeof tabs) => page.getByRole('tab').nth(tabs[tab]).click()

/** What a link gives to be kept. */
const taken = async (page: Page, link: Locator) => {
  const waiting = page.waitForEvent('download')
  await link.click()
  const download = await waiting
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

t.test('The supervisor sees what became of cards, and takes it away', async (t) => {
  const server = await startServer(t)
  await shelvedCard(await signIn(server, 'post1'))
  for (const language of ['en', 'ar']) {
    const { page } = await openAs(t, server, 'supervisor', '/supervisor', {
      language,
      size: sizes.supervisor,
    })
    await openTab(page, 'cards')
    await page.locator('canvas').nth(2).waitFor()
    const fetched = page.locator('.figures dd').nth(2)
    t.match(await fetched.textContent(), /^\d,\d{3} (of|من) \d,\d{3}$/, 'a month of the demo')
    await page.getByRole('radio').nth(1).check()
    await page.locator('summary').click()
    await page.locator('.table tbody tr').first().waitFor()
    t.ok((await page.locator('.table tbody tr').count()) > 30, 'more days of the longer span')
    t.same(await faultsOf(page), [], language)
    const { name, bytes } = await taken(page, page.locator('a[download]'))
    t.match(name, /^cards-.*\.csv$/)
    const [heading = '', first = ''] = bytes.toString('utf8').split('\r\n')
    t.match(heading, /day \/ اليوم/)
    t.match(first, /^\d{4}-\d\d-\d\d,\d+,\d+/)
  }
})

t.test('The supervisor sees what is amiss now, what is usual, and what was', async (t) => {
  const server = await startServer(t)
  await press(server, 'renew')
  for (const language of ['en', 'ar']) {
    const { page } = await openAs(t, server, 'supervisor', '/supervisor', {
      language,
      size: sizes.supervisor,
    })
    const alerts = page.locator('.alerts li')
    await alerts.first().waitFor()
    t.equal(await alerts.count(), 1, 'somebody waits, and no open counter calls for it')
    t.match(await alerts.first().textContent(), language === 'en' ? 'Renew card' : 'تجديد البطاقة')
    const standing = page.getByRole('row', { name: /Renew card|تجديد البطاقة/ }).locator('.tag')
    t.match(await standing.textContent(), /No open counter|لا نافذة مفتوحة/, 'one story')
    t.same(await faultsOf(page), [], `now, ${language}`)
    await page.keyboard.press('/')
    await page.keyboard.type('a-1')
    await page.keyboard.press('Enter')
    await page.locator('.found').getByText('A-001').waitFor()
    t.same(await faultsOf(page), [], `a ticket that is looked up, ${language}`)
    await page.keyboard.press('Escape')

    await openTab(page, 'today')
    await page.locator('canvas').nth(1).waitFor()
    t.ok((await page.locator('.table tbody tr').count()) > 0)
    t.same(await faultsOf(page), [], `today, ${language}`)

    await openTab(page, 'history')
    await page.locator('canvas').nth(2).waitFor()
    t.equal(await page.locator('.note').count(), 0)
    t.match(await page.locator('.figures dd bdi').first().textContent(), /^\d{1,2},\d{3}$/)
    t.equal((await page.locator('.heat tbody tr').count()) >= 5, true, 'a row for each working day')
    const [radios, styled] = [page.locator('[type=radio]'), page.locator('.check [type=radio]')]
    t.equal(await radios.count(), await styled.count(), 'one kind of them')
    t.same(await faultsOf(page), [], `history, ${language}`)
    const book = await taken(page, page.locator('.range-bar a[download]'))
    t.match(book.name, /^visits-.*\.xlsx$/)
    const [days] = await readXlsx(book.bytes)
    t.equal(days?.sheet, language === 'en' ? 'Days' : 'الأيام')
    t.ok((days?.data.length ?? 0) > 15, 'the days of four weeks')
    const table = await taken(page, page.locator('.report-table a[download]').first())
    t.match(table.name, /^services-.*\.csv$/)

    await page.getByRole('radio').nth(3).check()
    await page.locator('.note').waitFor()
    t.match(
      await page.locator('.note').textContent(),
      /2026|20\d\d/,
      'since when there are figures',
    )
    await page.locator('input[type=date]').first().fill('2001-01-01')
    await page.locator('.range button').click()
    t.match(await page.locator('.problem__sentence').textContent(), /366/)
    await page.locator('input[type=date]').first().fill('2099-01-01')
    await page.locator('.range button').click()
    await page
      .locator('.range .field__wrong')
      .getByText(/today at the latest|لا يتجاوز اليوم/)
      .waitFor()

    await openTab(page, 'centres')
    await page.locator('.table tbody tr').nth(1).waitFor()
    // The same days as before, which are too many there as well.
    t.match(await page.locator('.problem__sentence').textContent(), /366/)
    await page.getByRole('radio').nth(1).check()
    const inRange = page.locator('.report-table tbody tr')
    await inRange.nth(1).waitFor()
    t.match(await inRange.first().textContent(), /\d,\d{3}/, 'four weeks of a centre')
    t.same(await faultsOf(page), [], `centres, ${language}`)
    const beside = await taken(page, page.locator('.range-bar a[download]'))
    t.match(beside.name, /^centres-.*\.xlsx$/)
    t.match(
      (await taken(page, page.locator('.report-table a[download]'))).name,
      /^centres-.*\.csv$/,
    )
    await page.locator('input[type=date]').first().fill('2001-01-01')
    await page.locator('.range button').click()
    t.match(await page.locator('.problem__sentence').textContent(), /366/)
  }
})

t.test('in the rush alerts, services and counters share the first screen', async (t) => {
  const server = await startServer(t)
  for (const service of ['renew', 'collect', 'address', 'replace']) await press(server, service)
  for (const language of ['en', 'ar']) {
    const size = sizes.supervisor
    const { page } = await openAs(t, server, 'supervisor', '/supervisor', { language, size })
    await page.locator('.alerts__list li').nth(3).waitFor()
    const [wide] = await page
      .locator('html')
      .evaluateAll((all) => all.map((one) => one.scrollWidth))
    t.ok((wide ?? Number.NaN) <= size.width, 'nothing is cut off at the side')
    for (const part of ['.now__sides .table', '.counters']) {
      const box = await page.locator(part).boundingBox()
      t.ok(box && box.y + box.height <= size.height, `${part} ${language} ${JSON.stringify(box)}`)
    }
    t.ok(
      await page
        .locator('.now__sides .panel')
        .evaluateAll((all) => all.every((one) => one.scrollWidth <= one.clientWidth)),
      'each table fits its half',
    )
    t.same(await faultsOf(page), [], language)
  }
})
