import type { Page } from 'playwright-core'
import t from 'tap'
import { openPage, sizes } from '../browser.ts'
import { startServer } from '../running.ts'
import { openAs } from './staff.ts'

const server = await startServer(t)

/** What lies beneath the word that it was saved, apart from what it stands in. */
const covered = (page: Page): Promise<string[]> =>
  page.locator('.toast').evaluate((toast) => {
    const { left, right, top, bottom } = toast.getBoundingClientRect()
    const beneath = [left + 2, (left + right) / 2, right - 2].flatMap((x) =>
      [top + 2, (top + bottom) / 2, bottom - 2].flatMap((y) =>
        toast.ownerDocument.elementsFromPoint(x, y),
      ),
    )
    return beneath.filter((one) => !one.contains(toast)).map((one) => one.outerHTML)
  })
/** Whether all of it can be read. */
const isInView = (page: Page): Promise<boolean> =>
  page.locator('.toast').evaluate((toast) => {
    const { top, bottom } = toast.getBoundingClientRect()
    return top >= 0 && bottom <= toast.ownerDocument.documentElement.clientHeight
  })

let turn = 4
for (const size of [sizes.counter, sizes.supervisor])
  for (const language of ['en', 'ar'])
    t.test(`"Saved" covers nothing, ${language} at ${size.width}×${size.height}`, async (t) => {
      const { page } = await openAs(t, server, 'admin', '/admin', { language, size })
      const check = async (tab: string) => {
        await page.locator('.toast').waitFor()
        t.same(await covered(page), [], tab)
        t.ok(await isInView(page), `it is seen: ${tab}`)
      }
      turn += 1
      for (const [tab, field, value] of [
        [0, '[name=name-en]', `Centre ${turn}`],
        [1, '[name=name-en]', `Service ${turn}`],
        [2, '[name=label]', `9${turn}`],
        [6, '[name=recallsMax]', `${turn}`],
      ] as const) {
        await page.getByRole('tab').nth(tab).click()
        const typed = page.locator(field)
        await typed.fill(value)
        // From the field itself, wherever the button stands.
        await typed.press('Enter')
        await check(field)
      }
      await page.getByRole('tab').nth(8).click()
      await page.locator('.setup__list > div > button').click()
      for (const field of await page.locator('textarea').all()) await field.fill('Till four.')
      await page.locator('.save-bar button[type=submit]').click()
      await check('a notice')
      const notices = page.locator('.hall-notice')
      while ((await notices.count()) > 0)
        await notices.first().locator('.setup-move button').last().click()
      await page.locator('.save-bar button[type=submit]').click()
      await check('no notice any more')

      const screen = await openPage(t, `${server.url}/kiosk/isa-town`, { language })
      const code = await screen.locator('.pairing-code').first().textContent()
      await page.getByRole('tab').nth(5).click()
      await page.locator('[name=code]').fill(code ?? '')
      await page.locator('[name=name]').first().fill('At the door')
      await page.locator('form button[type=submit]').first().click()
      await check('a screen')
    })

for (const language of ['en', 'ar'])
  t.test(`that the day is closed is still said later, ${language}`, async (t) => {
    const { page } = await openAs(t, server, 'supervisor', '/supervisor', {
      language,
      size: sizes.supervisor,
    })
    await page.locator('.close-day > button').click()
    await page.getByRole('dialog').getByRole('button').first().click()
    const done = page.locator('.close-day__done')
    await done.filter({ hasText: 'Maryam' }).waitFor()
    await page.reload()
    await done.filter({ hasText: 'Maryam' }).waitFor()
    t.match(await done.textContent(), /\d\d:\d\d/)
  })
