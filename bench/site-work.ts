import type { Child } from './child.ts'
import type { LoadCalls } from './clients/load.process.ts'
import { percentile, type Sample } from './figures.ts'
import { SERVICES } from './hall.ts'
import type { Meter } from './meter.ts'
import { pairKiosk } from './rows/kiosk.ts'
import { adminAt } from './rows/sign-in.ts'
import type { Site } from './site.ts'

const CONNECTIONS = 32
const ISSUED = 1280
const COUNTERS = 8
const WAITING = 24
const WAVES = 4
const bodies = SERVICES.map((service) => JSON.stringify({ service, requestId: '[<id>]' }))

export type Load = Pick<Child<LoadCalls>, 'ask' | 'pid'>

/** How the load goes to the processes: each request to any of them, or each centre to one. */
export interface Spread {
  webs: number
  isByCentre: boolean
}
/** The processes that the n-th centre is asked at. */
const urlsFor = ({ urls }: Site, { webs, isByCentre }: Spread, n: number): string[] =>
  isByCentre ? [urls[n % webs] ?? ''] : urls.slice(0, webs)

export type Measure = (spread: Spread, meter: Meter) => Promise<Sample>

/** Every centre's kiosk presses, over as many connections whatever the spread. */
export const issueAt = async (site: Site, load: Load, centres: string[]): Promise<Measure> => {
  const admin = await adminAt(await site.web[0].ask('where', undefined))
  const tokens: string[] = []
  for (const centre of centres) tokens.push(await pairKiosk(admin, { centre }))
  return async (spread, meter) => {
    const orders = centres.flatMap((centre, n) => {
      const urls = urlsFor(site, spread, n)
      const parts = centres.length * urls.length
      return urls.map((url) => ({
        url,
        path: `/api/centres/${centre}/tickets`,
        headers: { authorization: `Bearer ${tokens[n]}` },
        bodies,
        connections: CONNECTIONS / parts,
        amount: ISSUED / parts,
      }))
    })
    const sample = await meter(ISSUED, () => load.ask('floods', orders))
    // The next measurement begins with empty halls.
    for (const centre of centres)
      await fetch(`${admin.url}/api/centres/${centre}/close-day`, {
        method: 'POST',
        headers: admin.headers,
      })
    return sample
  }
}

/** In waves of one call at each counter of each centre; between them visitors are served and come. */
export const callAt = async (site: Site, load: Load, centres: string[]): Promise<Measure> => {
  // What is done around the measured time is done by the worker: it is held to no share of a core.
  const { worker } = site
  const every = async <R>(work: (centre: string, n: number) => Promise<R>): Promise<R[]> =>
    Promise.all(centres.map(work))
  await every((centre) => worker.ask('openCounters', { count: COUNTERS, centre }))
  await every((centre) => worker.ask('wait', { count: WAITING, centre }))
  return async (spread, meter) => {
    const times: number[] = []
    let elapsedMs = 0
    for (let wave = 0; wave < WAVES; wave++) {
      const posts = await every(async (centre, n) => {
        const urls = urlsFor(site, spread, n)
        return (await worker.ask('signIn', { centre })).map(({ counter, cookie }, at) => ({
          url: `${urls[at % urls.length]}/api/counters/${counter}/next`,
          headers: { cookie },
        }))
      })
      const one = await meter(COUNTERS * centres.length, () =>
        load.ask('wave', { posts: posts.flat(), connections: CONNECTIONS }),
      )
      times.push(...one.times)
      elapsedMs += one.elapsedMs
      await every(async (centre) => {
        const count = await worker.ask('serveAll', { centre })
        if (count !== COUNTERS) throw new Error(`${count} of ${COUNTERS} counters had called`)
        await worker.ask('wait', { count, centre })
      })
    }
    return {
      perSecond: (times.length * 1000) / elapsedMs,
      p50: percentile(times, 50),
      p99: percentile(times, 99),
    }
  }
}
