import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds wrong with a page, its best practices included. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.map(({ help, nodes }) => help + nodes[0].html))',
  )
}
