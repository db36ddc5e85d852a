import t from 'tap'
import { changesOf } from '../../src/changes/change.store.ts'
import {
  closeCounter,
  counterById,
  countersOf,
  openCounter,
} from '../../src/counters/counter.store.ts'
import { type CounterSetup, nextCounterId } from '../../src/counters/counter.ts'
import { changeCounter, putCounter } from '../../src/counters/counter-setup.store.ts'
import type { Database } from '../../src/db/transact.ts'
import { onBothEngines } from '../databases.ts'
import { buildAuthor, buildCentre, buildMember, granted } from '../factories.ts'

const author = buildAuthor('noor')
const setup = (overrides: Partial<CounterSetup> = {}): CounterSetup => ({
  label: '9',
  section: null,
  capabilities: ['s1'],
  active: true,
  ...overrides,
})
const add = (db: Database, centreId: string, one: CounterSetup) =>
  db.write(centreId, (command) => putCounter(command, author, null, one))
const change = (db: Database, centreId: string, id: string, one: CounterSetup) =>
  db.write(centreId, (command) => changeCounter(command, author, id, one))

t.test('one more counter has the number after the highest', async (t) => {
  t.equal(nextCounterId('c', ['c-1', 'c-10', 'c-9']), 'c-11')
  t.equal(nextCounterId('c', ['cc-7', 'c-by-the-door']), 'c-1')
})

await onBothEngines(t, 'a counter is added closed, with a label of its own', async (t, db) => {
  const { id: centre } = await buildCentre(db)
  const added = granted(await add(db, centre, setup({ capabilities: ['s1', 's1', 's2'] })))
  t.match(added, { id: `${centre}-3`, state: 'closed', capabilities: ['s1', 's2'] })
  t.match(await add(db, centre, setup()), { refused: 'label_taken', details: { label: '9' } })
  t.match(await add(db, centre, setup({ label: '8', section: 'Z' })), {
    refused: 'unknown_section',
  })
  t.match(await add(db, centre, setup({ label: '8', capabilities: ['other'] })), {
    refused: 'unknown_service',
  })
  t.equal((await db.read(countersOf({ centreId: centre }))).length, 3)
  const noted = await db.read(changesOf({ centreId: centre, ofAll: false, before: null, most: 9 }))
  t.match(noted, [{ change: { kind: 'counter', subject: added.id, before: null } }])
})

await onBothEngines(t, 'only a closed counter is taken out of use', async (t, db) => {
  const { id: centre, counters } = await buildCentre(db)
  const [counter = ''] = counters
  const member = buildMember()
  granted(await db.write(centre, (command) => openCounter(command, counter, member, undefined)))
  const off = setup({ label: '1', capabilities: ['s1', 's2'], active: false })
  t.match(await change(db, centre, counter, off), { refused: 'counter_not_closed' })
  granted(await change(db, centre, counter, { ...off, active: true, label: '1b' }))
  const [renamed] = await db.read(counterById({ id: counter }))
  t.match(renamed, { state: 'open', label: '1b', services: ['s1', 's2'] }, 'it calls on meanwhile')
  granted(await db.write(centre, (command) => closeCounter(command, counter, member)))
  granted(await change(db, centre, counter, off))
  const opened = await db.write(centre, (command) =>
    openCounter(command, counter, member, undefined),
  )
  t.match(opened, { refused: 'counter_out_of_use' })
  const shown = await db.read(countersOf({ centreId: centre }))
  t.notOk(shown.some(({ id }) => id === counter))
  granted(await add(db, centre, setup({ label: '1' })))
  t.match(
    await change(db, centre, counter, { ...off, active: true }),
    { refused: 'label_taken' },
    'its label is another’s now',
  )
  t.match(await change(db, centre, 'elsewhere', off), { refused: 'unknown_counter' })
})
