import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

// The small form is with the page in a third of the time; nothing is to come back from it.
const axe = `${readFileSync('node_modules/axe-core/axe.min.js', 'utf8')};0`

/**
 * What axe finds wrong with a page, its best practices included.
 * @param enhanced whether its texts need the contrast of AAA
 * @param within only what this selects
 * @param isRepeated the same parts stand there more than once, for they are shown in several ways
 */
export const faultsOf = async (
  page: Page,
  { enhanced = false, within = 'html', isRepeated = false } = {},
): Promise<string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  // On the way from one colour to another no contrast is measured.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((one) => one instanceof CSSTransition).map(({ finished }) => finished))`)
  const options = {
    // What is right needs no description, which is most of the time that axe takes.
    resultTypes: ['violations'],
    preload: false,
    rules: {
      'color-contrast': { enabled: !enhanced },
      'color-contrast-enhanced': { enabled: enhanced },
      'landmark-unique': { enabled: !isRepeated },
    },
  }
  return page.evaluate<string[]>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ help, nodes }) => help + nodes[0].html))`,
  )
}
