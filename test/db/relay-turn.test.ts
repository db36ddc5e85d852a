import { once } from 'node:events'
import t from 'tap'
import {
  type Command,
  type Database,
  type EventRow,
  query,
  type Step,
} from '../../src/db/transact.ts'
import { type Refusal, refuse } from '../../src/refusal.ts'
import { onBothEngines, onEngine } from '../databases.ts'
import { givenCentre, takeNumber, taking } from './given.ts'

/** A command that takes a number, tells of it so many times, and may be refused in the end. */
const telling = (times: number, isRefused = false) =>
  function* ({ centre, tell }: Command): Step<number | Refusal> {
    for (let n = 0; n < times; n++) tell({ type: 'counter_changed', subject: `${n}` })
    const number = yield* takeNumber(centre.id, 'A')
    return isRefused ? refuse('nobody_waits') : number
  }

/** The whole outbox, in its order. */
const outboxOf = async (db: Database): Promise<EventRow[]> =>
  db.read(
    query((q, { events }) => q.select().from(events).orderBy(events.revision, events.ordinal)),
  )

const revisions = (events: readonly EventRow[]) => events.map(({ revision }) => revision)

/** A turn that is under way until it is let go; what it was given. */
const heldTurn = () => {
  const gate = new EventTarget()
  const begun = once(gate, 'begun')
  const ended = once(gate, 'end')
  const given: number[] = []
  return {
    begun,
    given,
    end: () => void gate.dispatchEvent(new Event('end')),
    handOn: async (events: readonly EventRow[]) => {
      given.push(...revisions(events))
      gate.dispatchEvent(new Event('begun'))
      await ended
    },
  }
}

await onBothEngines(t, 'turns go one at a time, each from where the last ended', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  await db.write(centre, taking('A'))
  const first = heldTurn()
  const order: string[] = []
  const one = db.relayTurn(centre, first.handOn).then(() => order.push('first ended'))
  await first.begun
  const two = db.relayTurn(centre, async (events) => {
    order.push(`second was given ${revisions(events)}`)
  })
  await db.write(centre, taking('A'))
  t.strictSame(order, [], 'the second waits, while commands go on')
  first.end()
  await Promise.all([one, two])
  t.strictSame(first.given, [1])
  t.strictSame([...order].sort(), ['first ended', 'second was given 2'])
})

await onEngine(
  t,
  'postgres',
  'turns of two processes do not overlap',
  async (t, db, clock, reopen) => {
    const centre = await givenCentre(db, 'isa-town')
    for (let n = 0; n < 4; n++) await db.write(centre, taking('A'))
    const other = await reopen(clock)
    let under = 0
    let most = 0
    const given: number[] = []
    const turn = async (events: readonly EventRow[]) => {
      most = Math.max(most, ++under)
      await db.ping()
      given.push(...revisions(events))
      under--
    }
    await Promise.all([db, other, db, other].map((one) => one.relayTurn(centre, turn)))
    t.equal(most, 1)
    t.strictSame(given, [1, 2, 3, 4], 'each is given once')
  },
)

await onBothEngines(t, 'one centre does not wait for the turn of another', async (t, db) => {
  const [a, b] = [await givenCentre(db, 'isa-town'), await givenCentre(db, 'muharraq')]
  const first = heldTurn()
  const one = db.relayTurn(a, first.handOn)
  await first.begun
  await db.relayTurn(b, async () => undefined)
  first.end()
  await one
  t.pass('the other centre had its turn meanwhile')
})

await onBothEngines(t, 'a turn that fails is taken again from the same place', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  await db.write(centre, taking('A'))
  const failure = new Error('the queue is away')
  await t.rejects(
    db.relayTurn(centre, async () => {
      throw failure
    }),
    failure,
  )
  await db.write(centre, taking('A'))
  await db.relayTurn(centre, async (events) => {
    t.strictSame(revisions(events), [1, 2])
  })
})

await onBothEngines(t, 'the place is known after a restart', async (t, db, clock, reopen) => {
  const centre = await givenCentre(db, 'isa-town')
  for (let n = 0; n < 3; n++) await db.write(centre, taking('A'))
  await db.relayTurn(centre, async () => undefined)
  await db.close()
  const later = await reopen(clock)
  await later.write(centre, taking('A'))
  await later.relayTurn(centre, async (events) => {
    t.strictSame(revisions(events), [4])
  })
})

await onBothEngines(
  t,
  'what is handed on is what the outbox holds: refused and silent commands, many turns',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town')
    const handed: EventRow[] = []
    const handOn = async (events: readonly EventRow[]) => void handed.push(...events)
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        Array.from({ length: 40 }, (_, n) => {
          if (n % 7 === 0) return db.write(centre, telling(1, true))
          // Silent ones, and some of which a few fill a turn.
          return db.write(centre, telling(n % 5 === 0 ? 0 : n % 3 === 0 ? 60 : 1))
        }),
      )
      while (await db.relayTurn(centre, handOn));
    }
    const kept = new Map(handed.map((event) => [`${event.revision}-${event.ordinal}`, event]))
    const outbox = await outboxOf(db)
    t.ok(outbox.length > 600, 'for this to mean anything it takes several turns')
    t.strictSame([...kept.values()], outbox)
  },
)
