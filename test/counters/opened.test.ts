import t from 'tap'
import { closeCounter, openCounter, pauseCounter } from '../../src/counters/counter.store.ts'
import { counterView } from '../../src/counters/counter.view.ts'
import { openVault } from '../../src/crypto.ts'
import { query, run } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted } from '../factories.ts'

const MIN_MS = 60_000
const vault = openVault(Buffer.alloc(32, 3))

await onBothEngines(
  t,
  'a counter says since when its member is there, whatever pauses they make',
  async (t, db, clock) => {
    const { id: centreId, counters } = await buildCentre(db)
    const [counter = ''] = counters
    const [noor, ali] = [buildMember(), buildMember()]
    const open = async (member = noor) => {
      granted(await db.write(centreId, (c) => openCounter(c, counter, member, undefined)))
      return clock.now()
    }
    const pause = async () => {
      granted(await db.write(centreId, (c) => pauseCounter(c, counter, noor, 'prayer')))
      return clock.now()
    }
    const shown = async () => {
      const view = await counterView({ db, vault }, counter)
      const ms = (at: string | null | undefined) => (at ? Date.parse(at) : null)
      return [view?.state, ms(view?.openedAt), ms(view?.since)]
    }
    const opened = await open()
    t.same(await shown(), ['open', opened, opened])
    clock.advance(30 * MIN_MS)
    const paused = await pause()
    t.same(await shown(), ['paused', opened, paused])
    clock.advance(10 * MIN_MS)
    const back = await open()
    t.same(await shown(), ['open', opened, back])
    granted(await db.write(centreId, (c) => closeCounter(c, counter, noor)))
    t.same(await shown(), ['closed', null, back])
    clock.advance(MIN_MS)
    const another = await open(ali)
    t.same(await shown(), ['open', another, another])

    await db.amend(function* () {
      yield* run(query((q, tables) => q.update(tables.counters).set({ openedAt: null })))
    })
    t.same(await shown(), ['open', another, another], 'one that was opened before it was kept')
  },
)
