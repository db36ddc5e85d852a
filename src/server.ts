import { BadConfig, readConfig } from './config.ts'
import { openIds } from './ids.ts'
import { openLog } from './log.ts'
import { DEMO_PASSWORD, demoApplicationNumber, demoCitizenId, demoKiosk } from './seed/demo.ts'
import { type Running, serve } from './serve.ts'

const STOP_WITHIN_MS = 10_000
/** One press of Ctrl-C arrives twice under npm, which passes on what the terminal sent already. */
const SAME_PRESS_MS = 500

// Whatever is written holds people's data: it is for this user alone.
process.umask(0o077)

const config = (() => {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error
    console.error(error.message)
    process.exit(1)
  }
})()

const log = openLog(config.logLevel)

/** The one time the administrator's password is shown: when it was made up here and stored now. */
const showAdmin = ({ seeded }: Running) => {
  if (seeded && config.adminPasswordIsNew)
    console.log(`\nAdministrator: admin, password ${config.adminPassword} (shown this once)`)
}

/** What a person who has just started the demo wants to know. */
const welcome = ({ url, seeded }: Running) => {
  if (!url) return
  if (config.seed !== 'demo') {
    console.log(`\nDawr runs at ${url}\n`)
    return
  }
  const page = (path: string) => `  ${url}${path}`
  const lines = [
    '',
    `Dawr runs at ${url}`,
    '',
    page(`/kiosk/${demoKiosk.centre}#${demoKiosk.token}`),
    page(`/lobby/${demoKiosk.centre}`),
    page('/counter'),
    page('/post'),
    page('/supervisor'),
    '',
    `Demo staff: staff1 … staff8, post1, post2, supervisor; password ${DEMO_PASSWORD}`,
    ...(seeded
      ? [
          `A card that can be collected: personal number ${demoCitizenId}, application ${demoApplicationNumber}`,
        ]
      : []),
    '',
  ]
  console.log(lines.join('\n'))
}

if (config.dataKeyIsDemo) {
  log.warn('DATA_KEY is not set: citizen ids and phones are encrypted with the public demo key')
}

const running = await serve({ config, clock: Date, ids: openIds(Date), log }).catch(
  (error: unknown) => {
    if (!(error instanceof BadConfig)) throw error
    console.error(error.message)
    process.exit(1)
  },
)
log.info({ url: running.url, services: [...config.services] }, 'ready')
showAdmin(running)
welcome(running)

let askedAt: number | undefined
const stop = (signal: string) => {
  if (askedAt !== undefined) {
    // Whoever asks again does not want to wait; every moment is one at which it may be killed.
    if (performance.now() - askedAt > SAME_PRESS_MS) process.exit(1)
    return
  }
  askedAt = performance.now()
  log.info({ signal }, 'stopping')
  // What has not finished by then is taken up again after the next start.
  setTimeout(() => {
    log.warn('did not stop in time')
    process.exit(1)
  }, STOP_WITHIN_MS).unref()
  running.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'did not stop cleanly')
      process.exit(1)
    },
  )
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
