import { execFile } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openPostgres } from '../../src/db/open-postgres.ts'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { CannotWrite, type Command, type Database } from '../../src/db/transact.ts'
import { isRefusal } from '../../src/refusal.ts'
import { handSetClock, temporaryFolder } from '../databases.ts'
import { startPostgres } from '../servers.ts'
import { eventsOf, givenCentre, revisionOf, takeNumber, taking, upTo } from './given.ts'

/** Writes until something fails; answers the revisions it was told, and the failure. */
const writeUntilFailure = async (db: Database, centre: string, body = taking('A')) => {
  const acknowledged: number[] = []
  for (;;) {
    try {
      const result = await db.write(centre, body)
      if (isRefusal(result)) throw new Error(result.refused)
      acknowledged.push(result.revision)
    } catch (failure) {
      // The outage the test is about; anything else fails its next assertion.
      return { acknowledged, failure }
    }
  }
}

t.test('PostgreSQL cut off under load and back', async (t) => {
  const server = await startPostgres(t, { durable: true })
  const broken: Error[] = []
  const db = await openPostgres(server.url, handSetClock(), (error) => broken.push(error))
  t.teardown(() => db.close())
  const centre = await givenCentre(db, 'isa-town')
  t.match(await db.write(centre, taking('A')), { revision: 1 })
  let commits = 0
  const underLoad = Promise.withResolvers<void>()
  db.onCommit(() => {
    if (++commits === 20) underLoad.resolve()
  })
  const turn = db.relayTurn(centre, async () => {
    // The turn's own connection is cut between two queries.
    await underLoad.promise
    await server.kill()
  })
  const [turned, ...writers] = await Promise.all([
    turn.catch((error: unknown) => error),
    ...Array.from({ length: 10 }, () => writeUntilFailure(db, centre)),
  ])
  t.ok(turned instanceof CannotWrite, 'the turn of the relay')
  for (const { failure } of writers) t.ok(failure instanceof CannotWrite, String(failure))
  await t.rejects(db.write(centre, taking('A')), CannotWrite, 'as long as it is away')
  await t.rejects(db.ping(), CannotWrite)
  await t.rejects(revisionOf(db, centre), CannotWrite)

  await server.start()
  const kept = new Set((await eventsOf(db, centre)).map(({ revision }) => revision))
  const acknowledged = writers.flatMap((writer) => writer.acknowledged)
  t.ok(acknowledged.length > 10, `${acknowledged.length} were acknowledged, or this shows nothing`)
  t.strictSame(
    acknowledged.filter((revision) => !kept.has(revision)),
    [],
    'nothing acknowledged is lost',
  )
  const before = await revisionOf(db, centre)
  t.match(await db.write(centre, taking('A')), { revision: before + 1 }, 'and it goes on')
  await db.relayTurn(centre, async ([first]) => {
    t.equal(first?.revision, 1, 'the turn that was cut off is taken again')
  })
})

/** Lets this process make no file larger than that, as a disk that has no more room. */
const limitFiles = (bytes: number | 'unlimited') =>
  promisify(execFile)('prlimit', [`--pid=${process.pid}`, `--fsize=${bytes}:`])

t.test('SQLite with no more room to write, and with room again', async (t) => {
  const path = join(temporaryFolder(t), 'dawr.db')
  const db = openSqlite(path, handSetClock())
  t.teardown(() => db.close())
  const centre = await givenCentre(db, 'isa-town')
  const large = function* ({ revision, tell }: Command) {
    const number = yield* takeNumber(centre, 'A')
    tell({ type: 'counter_changed', subject: 'x'.repeat(20_000) })
    return { number, revision }
  }
  // Heard, the signal of a file that would grow too large ends nothing, and the write itself fails.
  const heard = () => undefined
  process.on('SIGXFSZ', heard)
  t.teardown(async () => {
    await limitFiles('unlimited')
    process.off('SIGXFSZ', heard)
  })
  await limitFiles(1_500_000)
  const writers = await Promise.all(
    Array.from({ length: 5 }, () => writeUntilFailure(db, centre, large)),
  )
  for (const { failure } of writers) t.ok(failure instanceof CannotWrite, String(failure))
  const last = await writeUntilFailure(db, centre, large)
  const acknowledged = [...writers, last].flatMap((writer) => writer.acknowledged)
  t.ok(last.failure instanceof CannotWrite, 'a single one, into what may have been left')
  t.equal(
    await revisionOf(db, centre),
    Math.max(...acknowledged),
    'reading goes on: just what was acknowledged is there',
  )
  // What is left may do for the one page that is tried.
  await limitFiles(0)
  await t.rejects(db.ping(), CannotWrite, 'it is not ready')

  await limitFiles('unlimited')
  await db.ping()
  t.ok(acknowledged.length > 10, `${acknowledged.length} were acknowledged, or this shows nothing`)
  t.match(await db.write(centre, taking('A')), { number: acknowledged.length + 1 }, 'it goes on')
  await db.close()

  const later = openSqlite(path, handSetClock())
  t.teardown(() => later.close())
  t.strictSame(
    (await eventsOf(later, centre)).map(({ revision }) => revision),
    upTo(acknowledged.length + 1),
  )
})

t.test('SQLite whose file has gone bad says so, to reads too', async (t) => {
  const path = join(temporaryFolder(t), 'dawr.db')
  const db = openSqlite(path, handSetClock())
  t.teardown(() => db.close())
  const centre = await givenCentre(db, 'isa-town')
  // More than the log holds before it is copied into the file: what lies there is read from there.
  for (let n = 0; n < 300; n++)
    await db.write(centre, function* ({ tell }: Command) {
      tell({ type: 'counter_changed', subject: 'x'.repeat(80_000) })
      return yield* takeNumber(centre, 'A')
    })
  for (const file of [path, `${path}-wal`]) writeFileSync(file, 'x'.repeat(statSync(file).size))
  await t.rejects(eventsOf(db, centre), CannotWrite)
})
