import type { Locator, Page } from 'playwright-core'

export const LANGUAGES = 2

/**
 * The panel beside the calls with all letters there: a language that is shown for the first time
 * brings its own, and is fitted anew with them.
 * @returns what it tells now, and how many turns it takes to have told all of it in both languages
 */
export const settledTurn = async (page: Page): Promise<{ turn: Locator; turns: number }> => {
  const turn = page.locator('.hall-panel__turn')
  await turn.waitFor()
  await turn.evaluate(async ({ ownerDocument }) => {
    await Promise.all([...ownerDocument.fonts].map((face) => face.load()))
  })
  return { turn, turns: LANGUAGES * (await page.locator('.hall-panel__dot').count()) }
}
