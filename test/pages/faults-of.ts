import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What axe finds wrong with a page, its best practices included.
 * @param enhanced whether its texts need the contrast of AAA
 */
export const faultsOf = async (page: Page, { enhanced = false } = {}): Promise<string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const options = { rules: { 'color-contrast-enhanced': { enabled: enhanced } } }
  return page.evaluate<string[]>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ help, nodes }) => help + nodes[0].html))`,
  )
}
