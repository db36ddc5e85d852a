import { join } from 'node:path'
import { type Child, startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { byTurns, costRow, type Row, type Sample } from '../figures.ts'
import { fillHistory } from '../history.ts'
import { callAt } from './call.ts'
import { issueAt } from './issue.ts'
import type { Bench } from './run.ts'
import { adminAt } from './sign-in.ts'

const CONNECTIONS = 8
const ISSUED = 1500
/** A session may ask only so often a minute. */
const LOOK_UPS = 600
const MOST = 1.2
/** Two of five visits end with a card. */
const CARDS_A_TICKET = 2 / 5

/** Looks a card up by its serial, as the post section does. */
const lookUpAt = async (
  dawr: Pick<Child<DawrCalls>, 'ask'>,
  load: Pick<Child<LoadCalls>, 'ask'>,
): Promise<() => Promise<Sample>> => {
  const { url, headers } = await adminAt(await dawr.ask('where', undefined))
  const found = await fetch(`${url}/api/centres/isa-town/cards?place=A`, { headers })
  const { cards }: { cards: { serial: string }[] } = JSON.parse(await found.text())
  const [first] = cards
  if (!first) throw new Error('there is no card to look up')
  const path = `/api/centres/isa-town/cards?serial=${first.serial}`
  return () =>
    load.ask('flood', {
      url,
      path,
      headers,
      bodies: [],
      connections: CONNECTIONS,
      amount: LOOK_UPS,
    })
}

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
    /** Work as a server is asked for it; each leaves the hall as the next one wants it. */
    type WorkAt = (dawr: Pick<Child<DawrCalls>, 'ask'>) => Promise<() => Promise<Sample>>
    const works: Record<string, WorkAt> = {
      'issue a ticket': async (dawr) => {
        const issue = await issueAt(dawr, load)
        return () => issue(CONNECTIONS, ISSUED)
      },
      'call next': async (dawr) => {
        const call = await callAt(dawr, load)
        return () => call(CONNECTIONS)
      },
      'look a card up': (dawr) => lookUpAt(dawr, load),
    }
    const rows: Row[] = []
    for (const [what, workAt] of Object.entries(works)) {
      const [ours, bare] = [await workAt(full), await workAt(empty)]
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
