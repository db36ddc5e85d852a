import { readFile } from 'node:fs/promises'
import t from 'tap'
import { sizes } from '../browser.ts'
import { signIn, startServer } from '../running.ts'
import { faultsOf } from './faults-of.ts'
import { openAs, shelvedCard } from './staff.ts'

t.test('The supervisor sees what became of cards, and takes it away', async (t) => {
  const server = await startServer(t)
  await shelvedCard(await signIn(server, 'post1'))
  for (const language of ['en', 'ar']) {
    const { page } = await openAs(t, server, 'supervisor', '/supervisor', {
      language,
      size: sizes.supervisor,
    })
    await page.getByRole('tab').nth(1).click()
    await page.locator('canvas').nth(2).waitFor()
    await page.getByRole('radio').nth(1).check()
    await page.locator('summary').click()
    await page.locator('.table tbody tr').first().waitFor()
    t.ok((await page.locator('.table tbody tr').count()) > 30, 'more days of the longer span')
    t.same(await faultsOf(page), [], language)
    const waiting = page.waitForEvent('download')
    await page.locator('a[download]').click()
    const download = await waiting
    t.match(download.suggestedFilename(), /^cards-.*\.csv$/)
    const [heading = '', first = ''] = (await readFile(await download.path(), 'utf8')).split('\r\n')
    t.match(heading, /day \/ اليوم/)
    t.match(first, /^\d{4}-\d\d-\d\d,\d+,\d+/)
  }
})
