import type { BareInsertCalls } from '../bare/insert.process.ts'
import { type Child, startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { byTurns, percentile, type Row, rateRow, type Sample } from '../figures.ts'
import type { Bench } from './run.ts'

const COUNTERS = 50
const WAITING = 500
/** Waves of one call at each counter in one measurement. */
const WAVES = 6
const MEASURED = [
  { connections: 1, least: 0.5 },
  { connections: 32, least: 1 },
]

type Posts = Parameters<LoadCalls['wave']>[0]['posts']

const measure = async (
  load: Pick<Child<LoadCalls>, 'ask'>,
  connections: number,
  posts: Posts,
  after: () => Promise<void>,
): Promise<Sample> => {
  const times: number[] = []
  let elapsedMs = 0
  for (let wave = 0; wave < WAVES; wave++) {
    const one = await load.ask('wave', { posts, connections })
    times.push(...one.times)
    elapsedMs += one.elapsedMs
    await after()
  }
  return {
    perSecond: (times.length * 1000) / elapsedMs,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  }
}

/**
 * Calls at a server. A wave is one call at each of the counters; between waves, outside the measured
 * time, the visitors are served and as many new ones come.
 */
export const callAt = async (
  dawr: Pick<Child<DawrCalls>, 'ask'>,
  load: Pick<Child<LoadCalls>, 'ask'>,
): Promise<(connections: number) => Promise<Sample>> => {
  const here = await dawr.ask('where', undefined)
  await dawr.ask('openCounters', { count: COUNTERS })
  await dawr.ask('wait', { count: WAITING })
  return async (connections) => {
    // A session may ask only so often a minute; a real member of staff never comes near that.
    const posts = (await dawr.ask('signIn', undefined)).map(({ counter, cookie }) => ({
      url: `${here.url}/api/counters/${counter}/next`,
      headers: { cookie },
    }))
    return measure(load, connections, posts, async () => {
      const served = await dawr.ask('serveAll', undefined)
      if (served !== COUNTERS) throw new Error(`${served} of ${COUNTERS} counters had called`)
      await dawr.ask('wait', { count: served })
    })
  }
}

/** Calls a second over HTTP, against a route with one durable insert. */
export const callRows: Bench = async ({ rounds, serverFlags }) => {
  const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const bare = startChild<BareInsertCalls>('bare/insert.process.ts')
  const load = startChild<LoadCalls>('clients/load.process.ts')
  try {
    const there = await bare.ask('where', undefined)
    const call = await callAt(dawr, load)
    const row = { url: `${there.url}/rows`, headers: {} }
    const insert = (connections: number) =>
      measure(load, connections, new Array<typeof row>(COUNTERS).fill(row), async () => undefined)

    await call(32)
    await insert(32)
    const rows: Row[] = []
    for (const { connections, least } of MEASURED) {
      const pair = await byTurns(
        rounds,
        () => call(connections),
        () => insert(connections),
      )
      const what = `call next, ${connections} connection${connections === 1 ? '' : 's'}`
      rows.push(rateRow(`${what}, ${COUNTERS} counters, ${WAITING} waiting`, pair, least))
    }
    return rows
  } finally {
    await Promise.all([dawr.stop(), bare.stop(), load.stop()])
  }
}
