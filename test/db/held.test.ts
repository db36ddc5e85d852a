import t from 'tap'
import {
  type Command,
  type Database,
  type HeldRow,
  query,
  type Step,
} from '../../src/db/transact.ts'
import { type Refusal, refuse } from '../../src/refusal.ts'
import { numbersGiven, takeNumber } from '../../src/tickets/number.store.ts'
import { onBothEngines, onEngine } from '../databases.ts'
import {
  eventsOf,
  founding,
  givenCentre,
  insertNumber,
  lastNumber,
  revisionOf,
  upTo,
} from './given.ts'

const DAY = '2026-11-24'

/** Counts how often the row itself is asked and written. */
const watched = (): { row: typeof numbersGiven; read: number; written: number } => {
  const seen = {
    read: 0,
    written: 0,
    row: {
      name: numbersGiven.name,
      read: (letter) => {
        seen.read += 1
        return numbersGiven.read(letter)
      },
      write: function* (letter, last) {
        seen.written += 1
        if (numbersGiven.write) yield* numbersGiven.write(letter, last)
      },
    } satisfies HeldRow<{ centreId: string; prefix: string; day: string }, number>,
  }
  return seen
}

const taking = (row: typeof numbersGiven) =>
  function* ({ centre, held }: Command): Step<number> {
    const letter = { centreId: centre.id, prefix: 'A', day: DAY }
    const number = (yield* held.get(row, letter)) + 1
    held.set(row, letter, number)
    return number
  }

const refusing = function* (command: Command): Step<Refusal> {
  yield* takeNumber(command, 'A', DAY)
  return refuse('too_many_tickets')
}

const numbered = (db: Database, centre: string) =>
  db.write(centre, (command) => takeNumber(command, 'A', DAY))

await onBothEngines(t, 'a held row is read and written once for a batch', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const seen = watched()
  const numbers = await Promise.all(upTo(20).map(() => db.write(centre, taking(seen.row))))
  t.strictSame(numbers, upTo(20))
  t.equal(await lastNumber(db, centre, 'A'), 20)
  t.ok(seen.read <= 2 && seen.written <= 2, `${seen.read} read, ${seen.written} written`)
})

await onBothEngines(t, 'who is refused has changed nothing that is held', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const answers = await Promise.all([
    numbered(db, centre),
    db.write(centre, refusing),
    numbered(db, centre),
    db.write(centre, refusing),
  ])
  t.strictSame(answers, [1, refuse('too_many_tickets'), 2, refuse('too_many_tickets')])
  t.equal(await lastNumber(db, centre, 'A'), 2)
  t.equal(await revisionOf(db, centre), 2)
})

await onBothEngines(t, 'nor where the others must be run again', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const answers = await Promise.all([
    numbered(db, centre),
    db.write(centre, function* (command) {
      yield* takeNumber(command, 'A', DAY)
      yield* insertNumber(centre, 'B')
      return refuse('too_many_tickets')
    }),
    numbered(db, centre),
  ])
  t.strictSame(answers, [1, refuse('too_many_tickets'), 2])
  t.equal(await lastNumber(db, centre, 'A'), 2)
  t.equal(await lastNumber(db, centre, 'B'), 0)
})

await onBothEngines(t, 'a batch of refused commands leaves its centre as it was', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const heard: string[] = []
  db.onCommit((id) => void heard.push(id))
  await Promise.all(upTo(3).map(() => db.write(centre, refusing)))
  t.equal(await revisionOf(db, centre), 0)
  t.strictSame(heard, [])
  t.equal(await numbered(db, centre), 1)
})

await onBothEngines(
  t,
  'what a command corrects in what nobody read is read later',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town')
    const letter = { centreId: centre, prefix: 'A', day: DAY }
    await db.amend(() => insertNumber(centre, 'A'))
    const more = (last: number) => last + 1
    const asked = await Promise.all([
      db.write(centre, function* ({ held }) {
        held.change(numbersGiven, letter, more)
        return yield* held.get(numbersGiven, letter)
      }),
      db.write(centre, function* ({ held }) {
        held.change(numbersGiven, letter, more)
        return yield* held.get(numbersGiven, letter)
      }),
    ])
    t.strictSame(asked, [1, 2])
  },
)

await onBothEngines(t, 'events of a large batch are all there, in order', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  await Promise.all(
    upTo(21).map((at) =>
      db.write(centre, function* ({ tell }): Step<null> {
        yield query((orm, tables) => orm.select().from(tables.installation))
        for (const part of upTo(at % 3)) tell({ type: 'counter_changed', subject: `${at}-${part}` })
        return null
      }),
    ),
  )
  const expected = upTo(21).flatMap((at) => upTo(at % 3).map((part) => `${at}-${part}`))
  t.strictSame(
    (await eventsOf(db, centre)).map(({ subject }) => subject),
    expected,
  )
})

await onBothEngines(t, 'who comes before a centre is made is told so', async (t, db) => {
  const take = (command: Command) => takeNumber(command, 'A', DAY)
  const answers = await Promise.all([
    db.write('new', take),
    db.write('new', take, founding('new')),
    db.write('new', take),
    db.write('new', take, founding('new')),
  ])
  t.strictSame(answers, [
    refuse('unknown_centre'),
    1,
    2,
    refuse('centre_exists', { centre: 'new' }),
  ])
  t.equal(await revisionOf(db, 'new'), 2)
})

await onEngine(t, 'sqlite', 'a commit does not wait for ever for others', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const LONG_TURN_MS = 11
  const answers: Promise<number>[] = []
  let isAnswered = false
  await new Promise<void>((resolve) => {
    const turn = () => {
      const one = numbered(db, centre) as Promise<number>
      answers.push(one)
      one.then(() => {
        isAnswered = true
      })
      const began = performance.now()
      while (performance.now() - began < LONG_TURN_MS);
      if (isAnswered || answers.length === 50) resolve()
      else setImmediate(turn)
    }
    turn()
  })
  t.ok(answers.length < 10, `the first was answered after ${answers.length} had come`)
  t.strictSame(await Promise.all(answers), upTo(answers.length))
})
