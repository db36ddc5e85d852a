import { startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import { medianOf, type Row, rateRow, type Sample } from '../figures.ts'
import { openMeter } from '../meter.ts'
import { startSite } from '../site.ts'
import { callAt, issueAt, type Measure, type Spread } from '../site-work.ts'
import { openUndos } from '../undos.ts'
import type { Bench } from './run.ts'

const CENTRES = 8
const SPREADS: Spread[] = [
  { webs: 1, isByCentre: false },
  { webs: 2, isByCentre: false },
  { webs: 4, isByCentre: false },
  { webs: 4, isByCentre: true },
]

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
