import { once } from 'node:events'
import t from 'tap'
import { onBothEngines, onEngine } from '../databases.ts'
import { givenCentre, taking } from './given.ts'

/** A turn that is under way until it is let go. */
const heldTurn = () => {
  const gate = new EventTarget()
  const begun = once(gate, 'begun')
  const ended = once(gate, 'end')
  return {
    begun,
    end: () => void gate.dispatchEvent(new Event('end')),
    handOn: (reached: number) => async () => {
      gate.dispatchEvent(new Event('begun'))
      await ended
      return reached
    },
  }
}

await onBothEngines(t, 'turns go one at a time, each from where the last ended', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const first = heldTurn()
  const order: string[] = []
  const one = db.relayTurn(centre, first.handOn(7)).then(() => order.push('first ended'))
  await first.begun
  const two = db.relayTurn(centre, async (after) => {
    order.push(`second began after ${after}`)
    return 9
  })
  await db.write(centre, taking('A'))
  t.strictSame(order, [], 'the second waits, while commands go on')
  first.end()
  await Promise.all([one, two])
  t.strictSame([...order].sort(), ['first ended', 'second began after 7'])
})

await onEngine(
  t,
  'postgres',
  'turns of two processes do not overlap',
  async (t, db, clock, reopen) => {
    const centre = await givenCentre(db, 'isa-town')
    const other = await reopen(clock)
    let under = 0
    let most = 0
    const turn = async (after: number) => {
      most = Math.max(most, ++under)
      await db.ping()
      under--
      return after + 1
    }
    await Promise.all([db, other, db, other].map((one) => one.relayTurn(centre, turn)))
    t.equal(most, 1)
    await db.relayTurn(centre, async (after) => {
      t.equal(after, 4)
      return after
    })
  },
)

await onBothEngines(t, 'one centre does not wait for the turn of another', async (t, db) => {
  const [a, b] = [await givenCentre(db, 'isa-town'), await givenCentre(db, 'muharraq')]
  const first = heldTurn()
  const one = db.relayTurn(a, first.handOn(1))
  await first.begun
  await db.relayTurn(b, async (after) => after)
  first.end()
  await one
  t.pass('the other centre had its turn meanwhile')
})

await onBothEngines(t, 'a turn that fails is taken again from the same place', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  await db.relayTurn(centre, async () => 3)
  const failure = new Error('the queue is away')
  await t.rejects(
    db.relayTurn(centre, async () => {
      throw failure
    }),
    failure,
  )
  await db.relayTurn(centre, async (after) => {
    t.equal(after, 3)
    return after
  })
})

await onBothEngines(t, 'the place is known after a restart', async (t, db, clock, reopen) => {
  const centre = await givenCentre(db, 'isa-town')
  await db.relayTurn(centre, async () => 12)
  await db.close()
  const later = await reopen(clock)
  await later.relayTurn(centre, async (after) => {
    t.equal(after, 12)
    return after
  })
})
