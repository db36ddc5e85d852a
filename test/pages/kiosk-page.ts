import type { Page } from 'playwright-core'
import { KIOSK_TOKEN, type Server } from '../running.ts'

/** Begins at a kiosk anew, where its next visitor does. */
export const openKiosk = async (page: Page, server: Server, token = KIOSK_TOKEN): Promise<void> => {
  // Another fragment alone would be no new page.
  await page.goto('about:blank')
  await page.goto(`${server.url}/kiosk/isa-town#${token}`)
  await page.locator('.language-choice').first().waitFor()
}
