import type { BareEmitCalls } from '../bare/emit.process.ts'
import { type Child, startChild } from '../child.ts'
import { startCrowds } from '../crowds.ts'
import type { DawrCalls } from '../dawr.process.ts'
import { costRow, median } from '../figures.ts'
import type { Bench } from './run.ts'

/** The goal is for so many; with fewer the ratio is told, for each weighs what all share. */
const GOAL_PHONES = 10_000
const KIB = 1024
/** Connected and gone again before the measurement, so that what is made once is made. */
const WARM_UP = 50

/** What one connection that watches adds to its server's memory. */
export const memoryRows: Bench = async ({ phones, rounds, serverFlags }) => {
  const dawr = startChild<DawrCalls>('dawr.process.ts', serverFlags)
  const bare = startChild<BareEmitCalls>('bare/emit.process.ts')
  const sockets = startCrowds(phones)
  try {
    const here = await dawr.ask('where', undefined)
    const there = await bare.ask('where', undefined)
    const tickets = await dawr.ask('wait', { count: phones })
    const [first] = tickets
    if (!first) throw new Error('no phones, no memory')
    const shown = await fetch(`${here.url}/api/tickets/${first.id}`, {
      headers: { authorization: `Bearer ${first.secret}` },
    })
    await bare.ask('show', { view: JSON.parse(await shown.text()) })

    const grown = async (
      server: Pick<Child<DawrCalls | BareEmitCalls>, 'ask'>,
      crowd: { url: string; event: string; watches: unknown[] },
    ): Promise<number> => {
      const few = { ...crowd, watches: crowd.watches.slice(0, WARM_UP) }
      await sockets.connect({ name: 'warm up', crowd: few })
      await sockets.disconnect({ name: 'warm up' })
      const before = await server.ask('memory', undefined)
      await sockets.connect({ name: 'phones', crowd })
      const after = await server.ask('memory', undefined)
      await sockets.disconnect({ name: 'phones' })
      return (after - before) / phones
    }
    const [ours, theirs]: [number[], number[]] = [[], []]
    const sides = [
      async () =>
        ours.push(
          await grown(dawr, {
            url: `${here.url}/live`,
            event: 'ticket',
            watches: tickets.map(({ id, secret }) => ({ ticket: id, secret })),
          }),
        ),
      async () =>
        theirs.push(
          await grown(bare, {
            url: there.url,
            event: 'view',
            watches: tickets.map(({ id }) => `ticket ${id}`),
          }),
        ),
    ]
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side()
    return [
      costRow(
        `memory of a watching phone, ${phones} of them`,
        median(ours) / KIB,
        median(theirs) / KIB,
        'KiB',
        phones >= GOAL_PHONES ? 1.3 : null,
      ),
    ]
  } finally {
    await Promise.all([dawr.stop(), bare.stop(), sockets.stop()])
  }
}
