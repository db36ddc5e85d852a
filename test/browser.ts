import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'

/** With all that a person's browser has: notifications, for one. */
const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** The same engine without a window around each page, which takes a third of the processor's time. */
const LIGHT = ['/usr/bin/chromium-headless-shell', ...WHOLE]

// What keeps a browser from talking to anybody but the server under test.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const launch = async (programs: readonly string[]): Promise<Browser> => {
  const executablePath = programs.find((path) => existsSync(path))
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium')
  const browser = await chromium.launch({ executablePath, args: flags })
  t.teardown(() => browser.close())
  return browser
}

const launched = new Map<readonly string[], Promise<Browser>>()

/** The one Chromium of a test file, closed at its end. */
const theBrowser = (isWhole: boolean): Promise<Browser> => {
  const programs = isWhole ? WHOLE : LIGHT
  const browser = launched.get(programs) ?? launch(programs)
  launched.set(programs, browser)
  return browser
}

/** Sizes of screens.md. */
export const sizes = {
  lobby: { width: 1920, height: 1080 },
  lobbyPortrait: { width: 1080, height: 1920 },
  kiosk: { width: 1080, height: 1920 },
  kioskLandscape: { width: 1280, height: 800 },
  counter: { width: 1280, height: 800 },
  post: { width: 1280, height: 800 },
  supervisor: { width: 1440, height: 900 },
  phone: { width: 360, height: 800 },
} as const

/** A page of somebody's own, as on a device of their own; faults in it fail the test. */
export const openPage = async (
  t: Test,
  url: string,
  {
    size = sizes.counter,
    language = 'en',
    touch = false,
    isWhole = false,
  }: {
    size?: { width: number; height: number }
    language?: string
    touch?: boolean
    /** Whether it needs what only a whole browser has. */
    isWhole?: boolean
  } = {},
): Promise<Page> => {
  const context: BrowserContext = await (await theBrowser(isWhole)).newContext({
    viewport: { ...size },
    locale: language,
    hasTouch: touch,
  })
  const page = await context.newPage()
  t.teardown(async () => {
    // A request that a test's route is still answering is no failure when its page closes.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  })
  page.on('pageerror', (error) => void t.fail(error.message))
  await page.goto(url)
  return page
}
