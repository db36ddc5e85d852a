import Sqlite from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import t from 'tap'
import {
  CannotWrite,
  type Command,
  type Database,
  query,
  run,
  type Step,
} from '../../src/db/transact.ts'
import { refuse } from '../../src/refusal.ts'
import { takeNumber } from '../../src/tickets/number.store.ts'
import { onBothEngines, onEngine } from '../databases.ts'
import { givenCentre, lastNumber, revisionOf } from './given.ts'

const DAY = '2026-11-24'

const numbered = (db: Database, centre: string) =>
  db.write(centre, (command) => takeNumber(command, 'A', DAY))

const setLast = (last: number) =>
  query((db, tables) => db.update(tables.ticketNumbers).set({ last }))

const rename = (id: string, nameEn: string) =>
  query((db, tables) => db.update(tables.centres).set({ nameEn }).where(eq(tables.centres.id, id)))

/** A command that writes something, and says what its centre is called. */
const nameOf = function* (command: Command): Step<string> {
  yield* takeNumber(command, 'B', DAY)
  return command.centre.nameEn
}

await onBothEngines(t, 'what a command writes by itself is read anew', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.equal(await numbered(db, centre), 1)
  await db.amend(() => run(setLast(40)))
  t.equal(await numbered(db, centre), 41)
  t.equal(
    await db.write(centre, function* () {
      yield* run(setLast(70))
      return null
    }),
    null,
  )
  t.equal(await numbered(db, centre), 71)
})

await onBothEngines(t, 'also by those who share its commit', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.equal(await numbered(db, centre), 1)
  const answers = await Promise.all([
    db.write(centre, function* () {
      yield* run(setLast(40))
      return 'set'
    }),
    numbered(db, centre),
  ])
  t.strictSame(answers, ['set', 41])
  t.equal(await lastNumber(db, centre, 'A'), 41)
})

await onBothEngines(t, 'nor does what was undone stand', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.equal(await numbered(db, centre), 1)
  await db.write(centre, function* (command) {
    yield* takeNumber(command, 'A', DAY)
    yield* run(setLast(70))
    return refuse('too_many_tickets')
  })
  t.equal(await numbered(db, centre), 2)
  t.equal(await revisionOf(db, centre), 2)
})

await onEngine(t, 'sqlite', 'nor that of a batch that could not be kept', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.equal(await numbered(db, centre), 1)
  const lost = numbered(db, centre)
  const full = db.write(centre, function* (command) {
    yield* takeNumber(command, 'A', DAY)
    throw new Sqlite.SqliteError('the disk is full', 'SQLITE_FULL')
  })
  await t.rejects(full, CannotWrite)
  await t.rejects(lost, CannotWrite)
  t.equal(await numbered(db, centre), 2)
  t.equal(await revisionOf(db, centre), 2)
})

await onBothEngines(t, 'a centre is given as it was set up last', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.equal(await db.write(centre, nameOf), 'Isa Town')
  await db.amend(() => run(rename(centre, 'Muharraq')))
  t.equal(await db.write(centre, nameOf), 'Muharraq')
  t.equal(await revisionOf(db, centre), 2)
})

await onBothEngines(t, 'what somebody else wrote is seen', async (t, db, clock, reopen) => {
  const centre = await givenCentre(db, 'isa-town')
  const other = await reopen(clock)
  for (const [at, one] of [db, other, db, db, other, db].entries())
    t.equal(await numbered(one, centre), at + 1)
  await other.amend(() => run(rename(centre, 'Muharraq')))
  t.equal(await db.write(centre, nameOf), 'Muharraq')
  t.equal(await revisionOf(db, centre), 7)
})
