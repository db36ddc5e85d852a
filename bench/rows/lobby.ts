import type { BareEmitCalls } from '../bare/emit.process.ts'
import { type Child, machineMs, startChild } from '../child.ts'
import { startCrowds } from '../crowds.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { costRow, percentile, type Row } from '../figures.ts'
import type { Bench } from './run.ts'

const COUNTERS = 50
const WAITING = 500
/** Calls in one turn of a side; all the counters are used once in so many turns. */
const CALLS_A_TURN = 10
/** Calls before the first crowd is measured: a hall's server has called all day, not ten times. */
const WARM_UP = 300
/** What follows a change of the queue has reached every screen by then. */
const QUIET_MS = 400

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Times of every client, in ms: from the press at the counter, and from the durable commit. */
interface Heard {
  fromPress: number[]
  fromCommit: number[]
}

const nothingHeard = (): Heard => ({ fromPress: [], fromCommit: [] })

const post = async (url: string, headers: Record<string, string>): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${text}`)
}

/** Call → the lobby's socket, against one durable insert and `emit` to as many clients. */
export const lobbyRows: Bench = async ({ rounds, crowds, serverFlags }) => {
  const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const bare = startChild<BareEmitCalls>('bare/emit.process.ts')
  const sockets = startCrowds(Math.max(...crowds))
  try {
    const here = await dawr.ask('where', undefined)
    const there = await bare.ask('where', undefined)
    await dawr.ask('openCounters', { count: COUNTERS })
    await dawr.ask('wait', { count: WAITING })
    // The boards of both sides are equally long: seven calls.
    await dawr.ask('callAll', undefined)
    const board = await fetch(`${here.url}/api/centres/isa-town/board`)
    const view: object = JSON.parse(await board.text())
    await bare.ask('show', { view })
    await dawr.ask('serveAll', undefined)

    const hear = async (
      server: Pick<Child<DawrCalls | BareEmitCalls>, 'ask'>,
      crowd: { name: string; event: string },
      press: () => Promise<void>,
      heard: Heard,
    ) => {
      await server.ask('commits', undefined)
      await sockets.listen(crowd)
      const pressedAt = machineMs()
      await press()
      const told = await sockets.told()
      const [committedAt = Number.NaN] = await server.ask('commits', undefined)
      for (const at of told) {
        heard.fromPress.push(at - pressedAt)
        heard.fromCommit.push(at - committedAt)
      }
    }

    let sessions = await dawr.ask('signIn', undefined)
    const refill = async () => {
      const served = await dawr.ask('serveAll', undefined)
      await dawr.ask('wait', { count: served })
      sessions = await dawr.ask('signIn', undefined)
      await pause(QUIET_MS)
    }
    const callOnce = async (heard: Heard) => {
      if (sessions.length === 0) await refill()
      const session = sessions.pop()
      if (!session) throw new Error('no counter is left to call at')
      const url = `${here.url}/api/counters/${session.counter}/next`
      const press = () => post(url, { cookie: session.cookie })
      await hear(dawr, { name: 'ours', event: 'board' }, press, heard)
    }
    const emitOnce = (heard: Heard) =>
      hear(bare, { name: 'bare', event: 'view' }, () => post(`${there.url}/call`, {}), heard)

    const rows: Row[] = []
    for (const size of crowds) {
      const ours = { url: `${here.url}/live`, event: 'board' }
      const watches = new Array<object>(size).fill({ board: 'isa-town' })
      await sockets.connect({ name: 'ours', crowd: { ...ours, watches } })
      const bareWatches = new Array<string>(size).fill('board')
      const bareCrowd = { url: there.url, event: 'view', watches: bareWatches }
      await sockets.connect({ name: 'bare', crowd: bareCrowd })
      await pause(QUIET_MS)
      const heard = { ours: nothingHeard(), bare: nothingHeard() }
      const warmUp = nothingHeard()
      const warming = size === crowds[0] ? WARM_UP : CALLS_A_TURN
      for (let call = 0; call < warming; call++) {
        await callOnce(warmUp)
        await emitOnce(warmUp)
      }
      for (let call = 0; call < rounds * CALLS_A_TURN; call++) {
        const sides = [() => callOnce(heard.ours), () => emitOnce(heard.bare)]
        // A B B A, as everywhere: neither is always the one after the other.
        for (const side of call % 2 === 0 ? sides : sides.reverse()) await side()
      }
      for (const [percent, most] of [
        [50, 1.3],
        [99, 1.5],
      ] as const) {
        const ratioOf = (key: keyof Heard, what: string) =>
          costRow(
            `call → lobby, ${size} client${size === 1 ? '' : 's'}, ${what}, p${percent}`,
            percentile(heard.ours[key], percent),
            percentile(heard.bare[key], percent),
            'ms',
            most,
          )
        rows.push(ratioOf('fromCommit', 'from the commit'), ratioOf('fromPress', 'from the press'))
      }
      await sockets.disconnect({ name: 'ours' })
      await sockets.disconnect({ name: 'bare' })
    }
    return rows
  } finally {
    await Promise.all([dawr.stop(), bare.stop(), sockets.stop()])
  }
}
