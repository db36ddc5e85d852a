import t from 'tap'
import { changesOf } from '../../src/changes/change.store.ts'
import {
  callNext,
  closeCounter,
  type Member,
  openCounter,
  pauseCounter,
} from '../../src/counters/counter.store.ts'
import { actOnCurrent, transferCurrent } from '../../src/counters/current.store.ts'
import type { Database } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor, buildCentre, buildMember, granted, issue } from '../factories.ts'

const given = async (db: Database) => {
  const { id: centreId } = await buildCentre(db)
  const counter = `${centreId}-1`
  const clerk = buildMember()
  const author = buildAuthor()
  const above: Member = { ...buildMember(), id: author.staffId, supervisor: author }
  const call = async () => {
    await issue(db, centreId)
    return granted(await db.write(centreId, (c) => callNext(c, counter, clerk))).row
  }
  granted(await db.write(centreId, (c) => openCounter(c, counter, clerk, undefined)))
  const noted = async () => {
    const rows = await db.read(changesOf({ centreId, ofAll: false, before: null, most: 10 }))
    return rows
      .map(({ change: { kind, subject, staffId, before, after } }) => ({
        kind,
        subject,
        staffId,
        before,
        after,
      }))
      .reverse()
  }
  return { centreId, counter, clerk, above, call, noted }
}

await onBothEngines(
  t,
  'what a supervisor does at the counter of somebody else is noted, with who did it',
  async (t, db) => {
    const { centreId, counter, clerk, above, call, noted } = await given(db)
    const { number } = await call()
    const act = (what: Parameters<typeof actOnCurrent>[3]) =>
      db.write(centreId, (c) => actOnCurrent(c, counter, above, what))
    granted(await act({ do: 'serve' }))
    granted(await act({ do: 'finish', outcome: null }))
    granted(await db.write(centreId, (c) => pauseCounter(c, counter, above, 'prayer')))
    granted(await db.write(centreId, (c) => closeCounter(c, counter, above)))
    const mine = { kind: 'in_place_of', subject: clerk.id, staffId: above.id }
    t.same(await noted(), [
      {
        ...mine,
        before: { state: 'called' },
        after: { counter: '1', ticket: number, state: 'serving' },
      },
      {
        ...mine,
        before: { state: 'serving' },
        after: { counter: '1', ticket: number, state: 'served' },
      },
      { ...mine, before: { state: 'open' }, after: { counter: '1', state: 'paused' } },
      { ...mine, before: { state: 'paused' }, after: { counter: '1', state: 'closed' } },
    ])
  },
)

await onBothEngines(
  t,
  'nothing is noted of one’s own counter, of what was refused, or of a recall',
  async (t, db) => {
    const { centreId, counter, clerk, above, call, noted } = await given(db)
    const { serviceId } = await call()
    granted(await db.write(centreId, (c) => actOnCurrent(c, counter, above, { do: 'recall' })))
    t.match(
      await db.write(centreId, (c) =>
        actOnCurrent(c, counter, above, { do: 'finish', outcome: null }),
      ),
      { refused: 'ticket_not_serving' },
    )
    t.match(await db.write(centreId, (c) => closeCounter(c, counter, above)), {
      refused: 'ticket_in_progress',
    })
    t.match(
      await db.write(centreId, (c) => closeCounter(c, counter, { ...above, supervisor: null })),
      { refused: 'counter_taken' },
    )
    t.match(await db.write(centreId, (c) => transferCurrent(c, counter, above, serviceId)), {
      refused: 'same_service',
    })
    granted(await db.write(centreId, (c) => actOnCurrent(c, counter, clerk, { do: 'park' })))
    granted(await db.write(centreId, (c) => closeCounter(c, counter, clerk)))
    t.same(await noted(), [])
  },
)
