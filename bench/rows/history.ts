import { join } from 'node:path'
import { startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { byTurns, costRow, type Row } from '../figures.ts'
import { fillHistory } from '../history.ts'
import { callAt } from './call.ts'
import { issueAt } from './issue.ts'
import { postWorks, type Work } from './post-work.ts'
import type { Bench } from './run.ts'

const CONNECTIONS = 8
const ISSUED = 1500
const MOST = 1.2
/** Two of five visits end with a card. */
const CARDS_A_TICKET = 2 / 5

/** The same work with years of past visits and cards, against itself when new. */
export const historyRows: Bench = async ({ rounds, history, serverFlags }) => {
  const full = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const empty = startChild<DawrCalls>('dawr.process.ts')
  const load = startChild<LoadCalls>('clients/load.process.ts')
  try {
    const { dataDir } = await full.ask('where', undefined)
    const there = fillHistory(join(dataDir, 'dawr.db'), {
      centre: 'isa-town',
      now: Date.now(),
      tickets: history,
      cards: Math.round(history * CARDS_A_TICKET),
    })
    // Each leaves the hall as the next one wants it.
    const works: Record<string, Work> = {
      'issue a ticket': async (dawr) => {
        const issue = await issueAt(dawr, load)
        return () => issue(CONNECTIONS, ISSUED)
      },
      'call next': async (dawr) => {
        const call = await callAt(dawr, load)
        return () => call(CONNECTIONS)
      },
      ...postWorks,
    }
    const rows: Row[] = []
    for (const [what, workAt] of Object.entries(works)) {
      const [ours, bare] = [await workAt(full, load), await workAt(empty, load)]
      await ours()
      await bare()
      const pair = await byTurns(rounds, ours, bare)
      const name = `${what}, p50, with ${there.tickets} past tickets and ${there.cards} cards`
      rows.push(costRow(name, pair.ours.p50, pair.bare.p50, 'ms', MOST))
    }
    return rows
  } finally {
    await Promise.all([full.stop(), empty.stop(), load.stop()])
  }
}
