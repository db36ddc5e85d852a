import type { BareFiveCalls } from '../bare/five.process.ts'
import type { BareInsertCalls } from '../bare/insert.process.ts'
import { type Child, startChild } from '../child.ts'
import type { LoadCalls } from '../clients/load.process.ts'
import { cpuMsOf } from '../cpu.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { byTurns, digits, type Pair, type Row, rateRow, type Sample } from '../figures.ts'
import { SERVICES } from '../hall.ts'
import { pairKiosk } from './kiosk.ts'
import type { Bench } from './run.ts'
import { adminAt } from './sign-in.ts'

const MEASURED = [
  { connections: 1, amount: 800, goal: 0.8 },
  { connections: 32, amount: 3000, goal: 2 },
  { connections: 256, amount: 3000, goal: 2 },
]
const WARM_UP = 1000
const bodies = SERVICES.map((service) => JSON.stringify({ service, requestId: '[<id>]' }))

const withP99 = (
  row: Row,
  { ours, bare }: Pair,
  beside: Record<'nothing' | 'five', Required<Sample>>,
): Row => ({
  ...row,
  goal: `${row.goal}, p99 no worse`,
  isMet: row.isMet === true && ours.p99 <= bare.p99,
  note:
    `ms of processor each: ${digits(ours.cpuMs)}, bare ${digits(bare.cpuMs)}; ` +
    Object.entries({
      'a route that does nothing': beside.nothing,
      'five bare statements and group commit': beside.five,
    })
      .map(
        ([what, { perSecond }]) =>
          `${what}: ${digits(perSecond)}/s, ${digits(perSecond / bare.perSecond)} × the bare one`,
      )
      .join('; '),
})

type Issue = (connections: number, amount: number) => Promise<Sample>
type Flood = (amount: number, run: () => Promise<Sample>) => Promise<Sample>

/** A flood with what each of its requests took of the processor at a server. */
const costing =
  (pid: number): Flood =>
  async (amount, run) => {
    const before = cpuMsOf(pid)
    const sample = await run()
    return { ...sample, cpuMs: (cpuMsOf(pid) - before) / amount }
  }

/** Issues tickets at a server, each measurement with an empty hall and all before it as history. */
export const issueAt = async (
  dawr: Pick<Child<DawrCalls>, 'ask'>,
  load: Pick<Child<LoadCalls>, 'ask'>,
  flood: Flood = (_amount, run) => run(),
): Promise<Issue> => {
  const here = await dawr.ask('where', undefined)
  const admin = await adminAt(here)
  const token = await pairKiosk(admin)
  return async (connections, amount) => {
    const sample = await flood(amount, () =>
      load.ask('flood', {
        url: here.url,
        path: '/api/centres/isa-town/tickets',
        headers: { authorization: `Bearer ${token}` },
        bodies,
        connections,
        amount,
      }),
    )
    await fetch(`${here.url}/api/centres/isa-town/close-day`, {
      method: 'POST',
      headers: admin.headers,
    })
    return sample
  }
}

/** Tickets a second over HTTP, against a route with one durable insert. */
export const issueRows: Bench = async ({ rounds, serverFlags }) => {
  const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const bare = startChild<BareInsertCalls>('bare/insert.process.ts')
  const five = startChild<BareFiveCalls>('bare/five.process.ts')
  const load = startChild<LoadCalls>('clients/load.process.ts')
  try {
    const there = await bare.ask('where', undefined)
    const least = await five.ask('where', undefined)
    const issue = await issueAt(dawr, load, costing(dawr.pid))
    const bareFlood = costing(bare.pid)
    const bareAt =
      (path: string): Issue =>
      (connections, amount) =>
        bareFlood(amount, () =>
          load.ask('flood', { ...there, path, headers: {}, bodies, connections, amount }),
        )
    const insert = bareAt('/rows')
    const doNothing = bareAt('/nothing')
    const doLeast: Issue = (connections, amount) =>
      load.ask('flood', { ...least, path: '/tickets', headers: {}, bodies, connections, amount })

    await issue(32, WARM_UP)
    await insert(32, WARM_UP)
    await doNothing(32, WARM_UP)
    await doLeast(32, WARM_UP)
    const rows: Row[] = []
    for (const { connections, amount, goal } of MEASURED) {
      const pair = await byTurns(
        rounds,
        () => issue(connections, amount),
        () => insert(connections, amount),
      )
      const what = `issue a ticket, ${connections} connection${connections === 1 ? '' : 's'}`
      const beside = await byTurns(
        rounds,
        () => doLeast(connections, amount),
        () => doNothing(connections, amount),
      )
      const row = rateRow(what, pair, goal)
      rows.push(withP99(row, pair, { nothing: beside.bare, five: beside.ours }))
    }
    return rows
  } finally {
    await Promise.all([dawr.stop(), bare.stop(), five.stop(), load.stop()])
  }
}
