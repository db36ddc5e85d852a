import { startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import { holdToShare } from '../cpu-share.ts'
import { medianOf, type Row, rateRow, type Sample } from '../figures.ts'
import { openMeter } from '../meter.ts'
import { startSite } from '../site.ts'
import { callAt, issueAt, type Measure, type Spread } from '../site-work.ts'
import { openUndos } from '../undos.ts'
import type { Bench } from './run.ts'

const CENTRES = 8
const WHERE = `, ${CENTRES} centres on PostgreSQL`
/** A spread with the least that it must come to of what one process does; null: it is told. */
type Aim = Spread & { least: number | null }
const ANY: Aim[] = [
  { webs: 1, isByCentre: false, least: null },
  { webs: 2, isByCentre: false, least: null },
  { webs: 4, isByCentre: false, least: null },
  { webs: 4, isByCentre: true, least: null },
]
/** Of a core: so little that four of them, PostgreSQL and all the rest find room on two. */
const SHARE = 0.2
const HELD: Aim[] = [
  { webs: 1, isByCentre: false, least: null },
  { webs: 2, isByCentre: true, least: 1.3 },
  { webs: 4, isByCentre: true, least: 1.6 },
  { webs: 4, isByCentre: false, least: null },
]

const nameOf = ({ webs, isByCentre }: Spread): string =>
  `${webs} web process${webs === 1 ? '' : 'es'}${isByCentre ? ', each centre at one of them' : ''}`

/** Measures all spreads by turns, there and back. */
const rowsOf = async (
  what: string,
  aims: readonly Aim[],
  rounds: number,
  meters: () => ReturnType<typeof openMeter>,
  measure: Measure,
): Promise<Row[]> => {
  // Every process has prepared its statements and made its connections by then.
  for (const aim of aims) await measure(aim, meters().meter)
  const measured = aims.map((spread) => ({ spread, samples: [] as Sample[], spent: meters() }))
  for (let round = 0; round < rounds; round++)
    for (const one of round % 2 === 0 ? measured : measured.toReversed())
      one.samples.push(await measure(one.spread, one.spent.meter))
  const [alone, ...others] = measured.map(({ spread, samples, spent }) => ({
    name: nameOf(spread),
    least: spread.least,
    figures: medianOf(samples),
    note: spent.sentence(),
  }))
  if (!alone) return []
  return [alone, ...others].map(({ name, least, figures, note }) => ({
    ...rateRow(`${what}, ${name}`, { ours: figures, bare: alone.figures }, least),
    note,
  }))
}

/** Issuing and calling with several web processes on one PostgreSQL, against one of them. */
export const processRows: Bench = async ({ rounds, serverFlags }) => {
  const undos = openUndos()
  try {
    const webs = Math.max(...ANY.map((spread) => spread.webs))
    const site = await startSite(undos, webs, serverFlags)
    const load = startChild<LoadCalls>('clients/load.process.ts')
    undos.teardown(load.stop)
    const centres = await site.web[0].ask('addCentres', { count: CENTRES })
    const meters = () => openMeter(site, load)
    const rows: Row[] = []
    const issue = await issueAt(site, load, centres)
    rows.push(...(await rowsOf(`issue a ticket${WHERE}`, ANY, rounds, meters, issue)))
    // Issuing leaves the halls empty; from here on people wait in them.
    const call = await callAt(site, load, centres)
    rows.push(...(await rowsOf(`call next${WHERE}`, ANY, rounds, meters, call)))
    const pids = site.web.map(({ pid }) => pid)
    if (!holdToShare(undos, pids, SHARE)) {
      console.error('with a fifth of a core each: not measured, this machine allows none')
      return rows
    }
    const held = (what: string) => `${what} with a fifth of a core each${WHERE}`
    rows.push(...(await rowsOf(held('call next'), HELD, rounds, meters, call)))
    rows.push(...(await rowsOf(held('issue a ticket'), HELD, rounds, meters, issue)))
    return rows
  } finally {
    await undos.undoAll()
  }
}
