import { eq } from 'drizzle-orm'
import t from 'tap'
import { callNext, openCounter, pauseCounter } from '../../src/counters/counter.store.ts'
import { type CallingCounter, callsFor } from '../../src/counters/counter.ts'
import { counterView } from '../../src/counters/counter.view.ts'
import { openVault } from '../../src/crypto.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { countMove } from '../../src/tickets/queue.store.ts'
import { onBothEngines } from '../databases.ts'
import { type BuiltCentre, buildCentre, buildMember, granted, issue } from '../factories.ts'

const counter = (section: string | null, more: Partial<CallingCounter> = {}): CallingCounter => ({
  state: 'open',
  services: ['collect'],
  section,
  ...more,
})
const inA = { serviceId: 'collect', section: 'A' }

t.test('a section’s own counters call for its cards', async (t) => {
  const [a, b, hall] = [counter('A'), counter('B'), counter(null)]
  t.equal(callsFor(a, inA, [a, b, hall]), true)
  t.equal(callsFor(b, inA, [a, b, hall]), false)
  t.equal(callsFor(hall, inA, [a, b, hall]), false)
  t.equal(callsFor(b, { ...inA, section: '' }, [a, b, hall]), true, 'a ticket without a card')
  t.equal(callsFor(a, { ...inA, serviceId: 'renew' }, [a]), false, 'another service')
})

t.test('while none of them is open, every counter of the service does', async (t) => {
  const b = counter('B')
  t.equal(callsFor(b, inA, [counter('A', { state: 'paused' }), b]), true)
  t.equal(callsFor(b, inA, [counter('A', { services: ['renew'] }), b]), true)
  t.equal(callsFor(b, inA, [b]), true, 'a section without counters')
})

/** Counters one to three stand in A, in B and in no section. */
const standIn = (db: Database, { counters }: BuiltCentre) =>
  db.amend(function* () {
    for (const [at, section] of ['A', 'B'].entries())
      yield* run(
        query((q, tables) =>
          q
            .update(tables.counters)
            .set({ section })
            .where(eq(tables.counters.id, counters[at] ?? '')),
        ),
      )
  })

await onBothEngines(
  t,
  'a pickup ticket waits for the counters of its section',
  async (t, db, clock) => {
    const centre = await buildCentre(db, { counters: 3 })
    await standIn(db, centre)
    const [a = '', b = '', hall = ''] = centre.counters
    const members = centre.counters.map(() => buildMember())
    const [ofA = members[0], ofB = members[0], ofHall = members[0]] = members
    if (!ofA || !ofB || !ofHall) throw new Error('there are three of them')
    const open = async (id: string, member: typeof ofA) =>
      granted(await db.write(centre.id, (c) => openCounter(c, id, member, undefined)))
    for (const [id, member] of [
      [a, ofA],
      [b, ofB],
      [hall, ofHall],
    ] as const)
      await open(id, member)

    const { row } = await issue(db, centre.id)
    await db.write(centre.id, function* (command) {
      yield* run(
        query((q, tables) =>
          q.update(tables.tickets).set({ section: 'A' }).where(eq(tables.tickets.id, row.id)),
        ),
      )
      yield* countMove(command, row, { ...row, section: 'A' })
    })
    const waitingAt = async (id: string) =>
      (await counterView({ db, vault: openVault(Buffer.alloc(32)) }, id))?.waiting
    t.strictSame([await waitingAt(a), await waitingAt(b), await waitingAt(hall)], [1, 0, 0])
    clock.advance(1000)
    t.match(await db.write(centre.id, (c) => callNext(c, b, ofB)), { refused: 'nobody_waits' })
    t.match(await db.write(centre.id, (c) => callNext(c, hall, ofHall)), {
      refused: 'nobody_waits',
    })
    granted(await db.write(centre.id, (c) => pauseCounter(c, a, ofA, 'prayer')))
    t.strictSame([await waitingAt(b), await waitingAt(hall)], [1, 1])
    t.match(await db.write(centre.id, (c) => callNext(c, b, ofB)), { row: { id: row.id } })
  },
)
