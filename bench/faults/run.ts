import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from '../../test/callers.ts'
import type { Owner } from '../../test/servers.ts'
import { audit, type Finding } from './audit.ts'
import { firstAfter, type Ledger, longestOutage, openLedger } from './ledger.ts'
import { openHousehold } from './owner.ts'
import { type Crowd, letIn, type Pace, usual } from './people.ts'
import type { Site } from './site.ts'
import { compare, openWatchers, type Watchers } from './watchers.ts'

export interface Options {
  /** How often something is killed, over all that can be. */
  kills: number
  /** How long what can be away is away, seconds. */
  seconds: number
  pace: Pace
}
export const usualOptions: Options = { kills: 200, seconds: 60, pace: usual }

/** What a fault is done to. */
export interface Scene {
  site: Site
  ledger: Ledger
  crowd: Crowd
  watchers: Watchers
  options: Options
  /** Said when what was wrong is right again; a fault of several blows says it after each. */
  over(): void
  /** Said when something of the fault itself is not as it must be. */
  find(finding: Finding): void
}

export interface Fault {
  title: string
  start(owner: Owner): Promise<Site>
  /** Does it, and says what there is to say about it beyond the figures. */
  inflict(scene: Scene): Promise<string | undefined>
}

/** Several faults one after another, on the site of the first. */
export const inTurn = (title: string, [first, ...others]: readonly [Fault, ...Fault[]]): Fault => ({
  title,
  start: first.start,
  inflict: async (scene) => {
    const remarks = [await first.inflict(scene)]
    for (const fault of others) {
      await pause(BETWEEN_MS)
      remarks.push(await fault.inflict(scene))
    }
    return remarks.filter(Boolean).join('; ')
  },
})

/** This machine does not allow what a fault needs; the message says what. */
export class CannotInflict extends Error {
  override name = 'CannotInflict'
}

/** One line of the table. */
export interface Row {
  title: string
  blows: number
  acknowledged: number
  findings: readonly Finding[]
  /** Milliseconds. */
  outageMs: number
  /** From the end of the fault, the longest of all blows; null: it never came. */
  firstMs: number | null
  caughtUpMs: number | null
  remark: string
}

const WARM_MS = 2000
const AFTER_MS = 1500
const BETWEEN_MS = 500
/** Nothing more is expected when so long nothing has changed; and in no case after the other. */
const STILL_MAX_MS = 90_000
const SETTLE_MAX_MS = 600_000
const LOOK_EVERY_MS = 200
const FOLLOWERS = 6

/** Asks as the supervisor, at whichever address answers. */
const askAnywhere =
  ({ urls, supervisor }: Site) =>
  async (path: string): Promise<Answer> => {
    for (const url of urls) {
      try {
        const response = await fetch(url + path, {
          headers: supervisor.headers,
          signal: AbortSignal.timeout(5000),
        })
        return {
          status: response.status,
          body: await response.json(),
          headers: response.headers,
        }
      } catch {
        // The next address may answer.
      }
    }
    return { status: 0, body: null, headers: new Headers() }
  }

const screensOf = (site: Site, { screens }: Watchers) =>
  Promise.all(screens.map((screen) => compare(screen, askAnywhere(site))))

/** What is not as it must be yet: slips and messages that are owed, and screens that are behind. */
const unsettled = async (site: Site, watchers: Watchers) => {
  const behind = (await screensOf(site, watchers)).filter(({ shows, truth }) => shows !== truth)
  return { owed: await site.looker.owed(), behind: behind.length }
}

/** @returns when everything had come to rest, on the monotonic clock; null when it never did */
const settle = async (site: Site, watchers: Watchers): Promise<number | null> => {
  const until = performance.now() + SETTLE_MAX_MS
  let before = ''
  let changedAt = performance.now()
  while (performance.now() < Math.min(until, changedAt + STILL_MAX_MS)) {
    const lookedAt = performance.now()
    const { owed, behind } = await unsettled(site, watchers)
    if (owed + behind === 0) return lookedAt
    if (`${owed} ${behind}` !== before) changedAt = lookedAt
    before = `${owed} ${behind}`
    await pause(LOOK_EVERY_MS)
  }
  return null
}

const worst = (times: readonly (number | null)[]): number | null =>
  times.some((one) => one === null) ? null : Math.max(0, ...times.map((one) => one ?? 0))

/** What a run says of the answers that were no acknowledgement. */
const refusalsIn = ({ refusals }: Ledger): string =>
  [...refusals].map(([why, count]) => `${count} × ${why}`).join(', ')

/** Runs one fault under load, from an empty centre to the audit of everything. */
export const runFault = async (fault: Fault, options: Options): Promise<Row> => {
  const household = openHousehold()
  try {
    const site = await fault.start(household)
    const ledger = openLedger()
    const watchers = openWatchers(household, site.urls, site.supervisor.headers)
    const crowd = await letIn({ urls: site.urls, kiosks: site.kiosks }, ledger, {
      pace: options.pace,
    })
    const beganAt = performance.now()
    await pause(WARM_MS)
    for (const ticket of crowd.taken.slice(-FOLLOWERS)) watchers.follow(ticket)
    const ends: number[] = []
    const findings: Finding[] = []
    const remark = await fault.inflict({
      site,
      ledger,
      crowd,
      watchers,
      options,
      over: () => void ends.push(performance.now()),
      find: (finding) => void findings.push(finding),
    })
    await pause(AFTER_MS)
    const endedAt = performance.now()
    await crowd.goHome()
    const settledAt = await settle(site, watchers)
    const truth = await site.looker.truth()
    const papers = site.printers.flatMap((printer) => printer.slips())
    const screens = await screensOf(site, watchers)
    findings.push(
      ...audit(ledger.acknowledged, truth, {
        papers,
        messages: site.messages(),
        screens,
        shownCalls: [...watchers.shownCalls],
      }),
    )
    const lastEnd = ends.at(-1) ?? endedAt
    return {
      title: fault.title,
      blows: ends.length,
      acknowledged: ledger.acknowledged.length,
      findings,
      outageMs: longestOutage(ledger.acknowledged, beganAt, endedAt),
      firstMs: worst(ends.map((end) => firstAfter(ledger.acknowledged, end))),
      caughtUpMs: settledAt === null ? null : settledAt - lastEnd,
      remark: [remark, refusalsIn(ledger)].filter(Boolean).join('; '),
    }
  } finally {
    await household.close()
  }
}
