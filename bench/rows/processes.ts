import { type Child, startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import { medianOf, percentile, type Row, rateRow, type Sample } from '../figures.ts'
import { SERVICES } from '../hall.ts'
import { type Meter, openMeter } from '../meter.ts'
import { type Site, startSite } from '../site.ts'
import { openUndos } from '../undos.ts'
import { pairKiosk } from './kiosk.ts'
import type { Bench } from './run.ts'
import { adminAt } from './sign-in.ts'

const CENTRES = 8
const CONNECTIONS = 32
const ISSUED = 1600
const COUNTERS = 8
const WAITING = 24
const WAVES = 4
const bodies = SERVICES.map((service) => JSON.stringify({ service, requestId: '[<id>]' }))

type Load = Pick<Child<LoadCalls>, 'ask' | 'pid'>

/** How the load goes to the processes: each request to any of them, or each centre to one. */
interface Spread {
  webs: number
  isByCentre: boolean
}
const SPREADS: Spread[] = [
  { webs: 1, isByCentre: false },
  { webs: 2, isByCentre: false },
  { webs: 4, isByCentre: false },
  { webs: 4, isByCentre: true },
]

/** The processes that the n-th centre is asked at. */
const urlsFor = ({ urls }: Site, { webs, isByCentre }: Spread, n: number): string[] =>
  isByCentre ? [urls[n % webs] ?? ''] : urls.slice(0, webs)

type Measure = (spread: Spread, meter: Meter) => Promise<Sample>

/** Every centre's kiosk presses, over as many connections whatever the spread. */
const issueAt = async (site: Site, load: Load, centres: string[]): Promise<Measure> => {
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
const callAt = async (site: Site, load: Load, centres: string[]): Promise<Measure> => {
  const [first] = site.web
  const every = async <R>(work: (centre: string, n: number) => Promise<R>): Promise<R[]> =>
    Promise.all(centres.map(work))
  await every((centre) => first.ask('openCounters', { count: COUNTERS, centre }))
  await every((centre) => first.ask('wait', { count: WAITING, centre }))
  return async (spread, meter) => {
    const times: number[] = []
    let elapsedMs = 0
    for (let wave = 0; wave < WAVES; wave++) {
      const posts = await every(async (centre, n) => {
        const urls = urlsFor(site, spread, n)
        return (await first.ask('signIn', { centre })).map(({ counter, cookie }, at) => ({
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
        const count = await first.ask('serveAll', { centre })
        if (count !== COUNTERS) throw new Error(`${count} of ${COUNTERS} counters had called`)
        await first.ask('wait', { count, centre })
      })
    }
    return {
      perSecond: (times.length * 1000) / elapsedMs,
      p50: percentile(times, 50),
      p99: percentile(times, 99),
    }
  }
}

const nameOf = ({ webs, isByCentre }: Spread): string =>
  `${webs} web process${webs === 1 ? '' : 'es'}${isByCentre ? ', each centre at one of them' : ''}`

/** Measures all spreads by turns, there and back. */
const rowsOf = async (
  what: string,
  rounds: number,
  meters: () => ReturnType<typeof openMeter>,
  measure: Measure,
): Promise<Row[]> => {
  const measured = SPREADS.map((spread) => ({ spread, samples: [] as Sample[], spent: meters() }))
  for (let round = 0; round < rounds; round++)
    for (const one of round % 2 === 0 ? measured : measured.toReversed())
      one.samples.push(await measure(one.spread, one.spent.meter))
  const [alone, ...others] = measured.map(({ spread, samples, spent }) => ({
    name: nameOf(spread),
    figures: medianOf(samples),
    note: spent.sentence(),
  }))
  if (!alone) return []
  return [alone, ...others].map(({ name, figures, note }) => ({
    ...rateRow(`${what} on PostgreSQL, ${name}`, { ours: figures, bare: alone.figures }, null),
    note,
  }))
}

/** Issuing and calling with several web processes on one PostgreSQL, against one of them. */
export const processRows: Bench = async ({ rounds, serverFlags }) => {
  const undos = openUndos()
  try {
    const webs = Math.max(...SPREADS.map((spread) => spread.webs))
    const site = await startSite(undos, webs, serverFlags)
    const load = startChild<LoadCalls>('clients/load.process.ts')
    undos.teardown(load.stop)
    const centres = await site.web[0].ask('addCentres', { count: CENTRES })
    const meters = () => openMeter(site, load)
    const rows: Row[] = []
    for (const [what, at] of [
      ['issue a ticket', issueAt],
      ['call next', callAt],
    ] as const) {
      const measure = await at(site, load, centres)
      // Every process has prepared its statements and made its connections by then.
      for (const spread of SPREADS) await measure(spread, meters().meter)
      rows.push(...(await rowsOf(`${what}, ${CENTRES} centres`, rounds, meters, measure)))
    }
    return rows
  } finally {
    await undos.undoAll()
  }
}
