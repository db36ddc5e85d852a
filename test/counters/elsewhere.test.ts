import { randomUUID } from 'node:crypto'
import t from 'tap'
import { closeCounter, openCounter } from '../../src/counters/counter.store.ts'
import type { Database } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import { insertStaff } from '../../src/staff/staff.store.ts'
import { onBothEngines } from '../databases.ts'
import { buildCentre, buildMember, granted } from '../factories.ts'

/** Somebody who belongs to no one centre, and a counter in each of two. */
const givenBoth = async (db: Database) => {
  const [here, there] = [await buildCentre(db), await buildCentre(db)]
  const member = buildMember({ id: randomUUID() })
  await db.amend(function* () {
    yield* insertStaff({
      ...member,
      username: member.id,
      name: 'Noor',
      roles: ['clerk'],
      centreId: null,
      passwordHash: '',
    })
  })
  const at = ({ id, counters: [counter = ''] }: typeof here) => ({
    open: () => db.write(id, (c) => openCounter(c, counter, member, undefined)),
    close: async () => granted(await db.write(id, (c) => closeCounter(c, counter, member))),
  })
  return { here: at(here), there: at(there), thereId: there.id }
}

await onBothEngines(t, 'a counter of another centre is closed there first', async (t, db) => {
  const { here, there, thereId } = await givenBoth(db)
  granted(await there.open())
  t.match(await here.open(), { refused: 'open_elsewhere', details: { centre: thereId } })
  await there.close()
  granted(await here.open())
})

await onBothEngines(t, 'of two counters opened at one moment one stays closed', async (t, db) => {
  const { here, there } = await givenBoth(db)
  for (let round = 0; round < 20; round++) {
    const [first, second] = await Promise.all([here.open(), there.open()])
    t.equal([first, second].filter(isRefusal).length, 1)
    await (isRefusal(first) ? there : here).close()
  }
})
