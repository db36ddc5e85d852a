import type { BareRenderCalls } from '../bare/render.process.ts'
import { startChild } from '../child.ts'
import type { KioskCalls } from '../clients/kiosks.process.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { costRow, percentile } from '../figures.ts'
import { SERVICES } from '../hall.ts'
import { pairKiosk } from './kiosk.ts'
import type { Bench } from './run.ts'
import { adminAt } from './sign-in.ts'

const KIOSKS = 50
const WARM_UP = { amount: 100, everyMs: 40 }
const MEASURED = [
  { when: 'quiet, a press in 100 ms', amount: 40, everyMs: 100 },
  { when: `under load, 50 presses/s at ${KIOSKS} kiosks`, amount: 200, everyMs: 20 },
]
const MOST = 1.5

/** Press at a kiosk → the slip's first byte at its printer, against rendering the slip alone. */
export const printRows: Bench = async ({ rounds, serverFlags }) => {
  const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const bare = startChild<BareRenderCalls>('bare/render.process.ts')
  const kiosks = startChild<KioskCalls>('clients/kiosks.process.ts')
  try {
    const here = await dawr.ask('where', undefined)
    const admin = await adminAt(here)
    const tokens: string[] = []
    for (const printer of await kiosks.ask('openPrinters', { count: KIOSKS }))
      tokens.push(await pairKiosk(admin, { printer }))
    const url = `${here.url}/api/centres/isa-town/tickets`
    const press = async (pace: { amount: number; everyMs: number }) => {
      const times = await kiosks.ask('pressAll', { url, tokens, services: SERVICES, ...pace })
      await fetch(`${here.url}/api/centres/isa-town/close-day`, {
        method: 'POST',
        headers: admin.headers,
      })
      return times
    }
    const render = (pace: { amount: number; everyMs: number }) => bare.ask('render', pace)

    await press(WARM_UP)
    await render(WARM_UP)
    const rows = []
    for (const { when, ...pace } of MEASURED) {
      // The times of all rounds together: a single round has too few for its p99.
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        const sides = [
          async () => ours.push(...(await press(pace))),
          async () => theirs.push(...(await render(pace))),
        ]
        for (const side of round % 2 === 0 ? sides : sides.reverse()) await side()
      }
      for (const percent of [50, 99])
        rows.push(
          costRow(
            `press → first byte at the printer, ${when}, p${percent}`,
            percentile(ours, percent),
            percentile(theirs, percent),
            'ms',
            MOST,
          ),
        )
    }
    return rows
  } finally {
    await Promise.all([dawr.stop(), bare.stop(), kiosks.stop()])
  }
}
