import t, { type Test } from 'tap'
import { centreById, type Database, runOne } from '../../src/db/transact.ts'
import { openRelay } from '../../src/jobs/relay.ts'
import type { OutboxEvent } from '../../src/live/outbox-events.ts'
import { openLog } from '../../src/log.ts'
import { onEngine } from '../databases.ts'
import { givenCentre, upTo } from '../db/given.ts'
import { until } from '../until.ts'

const telling = (db: Database, centre: string, event: OutboxEvent) =>
  db.write(centre, function* ({ centre: { id }, tell }) {
    tell(event)
    return (yield* runOne(centreById({ id })))?.revision
  })

const opened = (t: Test, db: Database) => {
  const added: unknown[] = []
  const rooms: string[] = []
  const relay = openRelay(
    db,
    { refresh: (room) => void rooms.push(room), jobs: { add: (job) => void added.push(job) } },
    openLog('silent'),
  )
  t.teardown(() => relay.close())
  return { added, rooms, relay }
}

const NEARLY = { name: 'tell_nearly_turn', data: { centreId: 'isa-town' } }

await onEngine(
  t,
  'sqlite',
  'what many moves of a queue lead to is done once, and what a person waits for at once',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town')
    const { added, rooms } = opened(t, db)
    const calls = upTo(5).map((at) =>
      telling(db, centre, { type: 'ticket_called', subject: `t${at}`, counterId: 'c' }),
    )
    await Promise.all(calls)
    await telling(db, centre, { type: 'print_queued', subject: 'p1', ticketId: 't1' })
    await until(async () => rooms.includes('ticket t1'), Boolean)
    t.same(added, [{ name: 'print_slip', data: { printId: 'p1' } }], 'the slip goes before')
    t.ok(rooms.includes('board isa-town'))
    await until(async () => added.length > 1, Boolean)
    t.same(added.slice(1), [NEARLY])
    await telling(db, centre, { type: 'ticket_called', subject: 't6', counterId: 'c' })
    await until(async () => added.length > 2, Boolean)
    t.same(added.slice(1), [NEARLY, NEARLY], 'and once more for what moves later')
  },
)

await onEngine(t, 'sqlite', 'a relay that is closed adds nothing more', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const { added, rooms, relay } = opened(t, db)
  await telling(db, centre, { type: 'ticket_called', subject: 't1', counterId: 'c' })
  await until(async () => rooms.length > 0, Boolean)
  await relay.close()
  await new Promise((resolve) => setTimeout(resolve, 400))
  t.same(added, [])
})
