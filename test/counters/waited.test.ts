import t from 'tap'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { counterView } from '../../src/counters/counter.view.ts'
import { actOnCurrent } from '../../src/counters/current.store.ts'
import { openVault } from '../../src/crypto.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { waitedMs } from '../../src/tickets/waited.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted, issue } from '../factories.ts'

const MIN_MS = 60_000
const vault = openVault(Buffer.alloc(32, 3))

await onBothEngines(
  t,
  'a counter is told what its visitor waited, and not what passed beside the line',
  async (t, db, clock) => {
    const { id: centreId, counters } = await buildCentre(db)
    const [counter = ''] = counters
    const member = buildMember()
    const { row } = await issue(db, centreId)
    granted(await db.write(centreId, (c) => openCounter(c, counter, member, undefined)))
    const call = async () => granted(await db.write(centreId, (c) => callNext(c, counter, member)))
    const act = async (what: 'serve' | 'park') =>
      granted(await db.write(centreId, (c) => actOnCurrent(c, counter, member, { do: what })))
    const shown = async () => {
      const ticket = (await counterView({ db, vault }, counter))?.ticket
      return ticket && { waitedMin: ticket.waitedMin, ms: waitedMs(ticket.visit) }
    }

    clock.advance(4 * MIN_MS)
    await call()
    t.same(await shown(), { waitedMin: 4, ms: 4 * MIN_MS })
    clock.advance(2 * MIN_MS)
    await act('serve')
    clock.advance(10 * MIN_MS)
    await act('park')
    clock.advance(30 * MIN_MS)
    granted(await db.write(centreId, (c) => moveTicketById(c, row.id, { do: 'unpark' })))
    clock.advance(3 * MIN_MS)
    await call()
    t.same(await shown(), { waitedMin: 7, ms: 7 * MIN_MS })
    clock.advance(MIN_MS)
    await act('serve')
    t.same(await shown(), { waitedMin: 7, ms: 7 * MIN_MS }, 'and it stays so while they are served')
  },
)
