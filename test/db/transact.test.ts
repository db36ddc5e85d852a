import t from 'tap'
import { closeCentre } from '../../src/centres/setup.store.ts'
import {
  CannotWrite,
  type Command,
  centreById,
  type Database,
  run,
  runOne,
  type Step,
} from '../../src/db/transact.ts'
import { refuse } from '../../src/refusal.ts'
import { onBothEngines, onEngine } from '../databases.ts'
import {
  eventsOf,
  givenCentre,
  insertNumber,
  lastNumber,
  revisionOf,
  takeNumber,
  taking,
  upTo,
} from './given.ts'

/** What a number of writes at once came to: their results, in the order they were asked for. */
const settle = (writes: Promise<unknown>[]) => Promise.allSettled(writes)

await onBothEngines(t, 'a command moves its centre by one and tells of it', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  t.strictSame(await db.write(centre, taking('A')), { number: 1, revision: 1 })
  t.equal(await revisionOf(db, centre), 1)
  t.match(await eventsOf(db, centre), [{ revision: 1, ordinal: 0, subject: 'A-1' }])
})

await onBothEngines(t, 'a refusal undoes everything, the revision too', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const refusal = refuse('too_many_tickets')
  const refused = await db.write(centre, function* ({ tell }: Command) {
    yield* takeNumber(centre, 'A')
    tell({ type: 'counter_changed', subject: 'never' })
    return refusal
  })
  t.strictSame(refused, refusal)
  t.equal(await lastNumber(db, centre, 'A'), 0)
  t.equal(await revisionOf(db, centre), 0)
  t.strictSame(await eventsOf(db, centre), [])
  t.strictSame(
    await db.write(centre, taking('A')),
    { number: 1, revision: 1 },
    'and leaves no gap behind',
  )
})

await onBothEngines(t, 'an amendment that is refused is undone as well', async (t, db) => {
  const refusal = refuse('not_allowed')
  const refused = await db.amend(function* () {
    yield* takeNumber('isa-town', 'A')
    return refusal
  })
  t.strictSame(refused, refusal)
  t.equal(await lastNumber(db, 'isa-town', 'A'), 0)
})

await onBothEngines(t, 'an unknown centre is refused', async (t, db) => {
  t.strictSame(await db.write('nowhere', taking('A')), refuse('unknown_centre'))
})

await onBothEngines(t, 'an error takes only its own command with it', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const bug = new Error('a bug')
  const [before, thrown, after] = await settle([
    db.write(centre, taking('A')),
    db.write(centre, function* () {
      yield* takeNumber(centre, 'A')
      throw bug
    }),
    db.write(centre, taking('A')),
  ])
  t.match(before, { status: 'fulfilled', value: { number: 1, revision: 1 } })
  t.match(thrown, { status: 'rejected', reason: bug })
  t.match(after, { status: 'fulfilled', value: { number: 2, revision: 2 } })
  t.equal(await lastNumber(db, centre, 'A'), 2)
})

await onBothEngines(t, 'so does a row that the database refuses', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const [first, second, other] = await settle([
    db.write(centre, () => insertNumber(centre, 'C')),
    db.write(centre, () => insertNumber(centre, 'C')),
    db.write(centre, taking('A')),
  ])
  t.match(first, { status: 'fulfilled' })
  t.match(second, { status: 'rejected', reason: Error })
  t.notOk(
    second?.status === 'rejected' && second.reason instanceof CannotWrite,
    'the database was not to blame',
  )
  t.match(other, { status: 'fulfilled', value: { number: 1, revision: 2 } })
})

await onBothEngines(t, 'what a command tells keeps its order', async (t, db, clock) => {
  const centre = await givenCentre(db, 'isa-town')
  clock.advance(1234)
  await db.write(centre, function* ({ tell }: Command) {
    yield* takeNumber(centre, 'A')
    for (const subject of ['first', 'second', 'third']) tell({ type: 'counter_changed', subject })
    tell({ type: 'ticket_issued', subject: 'fourth', serviceId: 'renew' })
  })
  const at = clock.now()
  t.strictSame(
    (await eventsOf(db, centre)).map(({ centreId, ...event }) => event),
    [
      ...['first', 'second', 'third'].map((subject, ordinal) => ({
        revision: 1,
        ordinal,
        type: 'counter_changed',
        subject,
        data: {},
        at,
      })),
      {
        revision: 1,
        ordinal: 3,
        type: 'ticket_issued',
        subject: 'fourth',
        data: { serviceId: 'renew' },
        at,
      },
    ],
  )
})

await onBothEngines(t, 'commands together see what those before them left', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const other = await givenCentre(db, 'muharraq')
  const isClosed = () =>
    db.write(centre, function* ({ centre: { closed }, revision }: Command): Step<unknown> {
      yield* takeNumber(centre, 'A')
      return { closed, revision }
    })
  let changes = 0
  const author = { staffId: 'someone', nextId: () => `change-${++changes}` }
  const close = (closed: boolean) =>
    db.write(centre, (command) => closeCentre(command, author, closed))
  const refusal = refuse('too_many_tickets')
  const outcomes = await Promise.all([
    isClosed(),
    close(true),
    isClosed(),
    db.write(other, taking('A')),
    db.write(centre, function* (command: Command) {
      yield* closeCentre(command, author, false)
      return refusal
    }),
    isClosed(),
    close(false),
    isClosed(),
  ])
  t.strictSame(outcomes, [
    { closed: false, revision: 1 },
    null,
    { closed: true, revision: 3 },
    { number: 1, revision: 1 },
    refusal,
    { closed: true, revision: 4 },
    null,
    { closed: false, revision: 6 },
  ])
  t.equal(await revisionOf(db, centre), 6)
  t.equal(await revisionOf(db, other), 1)
})

const CALLERS = 20
const WRITES_EACH = 50

/** One caller: a write after the other, each answered before the next. */
const write50 = async (db: Database, centre: string) => {
  const seen: { number: number; revision: number }[] = []
  for (let i = 0; i < WRITES_EACH; i++) {
    const result = await db.write(centre, taking('A'))
    if ('refused' in result) throw new Error(result.refused)
    seen.push(result)
  }
  return seen
}

await onBothEngines(
  t,
  '20 callers at once: no number twice, no gap, all in order',
  async (t, db) => {
    const centre = await givenCentre(db, 'isa-town')
    const callers = await Promise.all(Array.from({ length: CALLERS }, () => write50(db, centre)))
    const all = callers.flat().sort((a, b) => a.revision - b.revision)
    const expected = upTo(CALLERS * WRITES_EACH)
    t.strictSame(
      all.map(({ revision }) => revision),
      expected,
    )
    t.strictSame(
      all.map(({ number }) => number),
      expected,
      'numbers were given in the order of the revisions',
    )
    for (const seen of callers) {
      const revisions = seen.map(({ revision }) => revision)
      t.strictSame(
        revisions,
        [...revisions].sort((a, b) => a - b),
        'and each caller saw them rise',
      )
    }
    t.strictSame(
      (await eventsOf(db, centre)).map(({ revision, subject }) => `${revision} ${subject}`),
      expected.map((n) => `${n} A-${n}`),
    )
  },
)

await onEngine(
  t,
  'postgres',
  'two processes on one centre keep one order',
  async (t, db, clock, reopen) => {
    const centre = await givenCentre(db, 'isa-town')
    const other = await reopen(clock)
    const all = (
      await Promise.all([db, other, db, other].map((one) => write50(one, centre)))
    ).flat()
    t.strictSame(
      all.map(({ number }) => number).sort((a, b) => a - b),
      upTo(4 * WRITES_EACH),
    )
  },
)

await onEngine(
  t,
  'postgres',
  'amendments of two processes that lock the same rows in turn all go through',
  async (t, db, clock, reopen) => {
    const other = await reopen(clock)
    const centreId = await givenCentre(db, 'c1')
    const prefixes = [...'ABCDEFGH']
    const amendAll = (one: Database, order: readonly string[]) =>
      Promise.all(order.map((prefix) => one.amend(() => takeNumber(centreId, prefix))))
    for (const round of upTo(3)) {
      await Promise.all([amendAll(db, prefixes), amendAll(other, prefixes.toReversed())])
      const last = await Promise.all(prefixes.map((prefix) => lastNumber(db, centreId, prefix)))
      t.ok(
        last.every((number) => number === 2 * round),
        'each counted once',
      )
    }
  },
)

await onBothEngines(t, 'a look sees one state, whatever is written meanwhile', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const twice = () =>
    db.look(function* () {
      const before = yield* runOne(centreById({ id: centre }))
      for (let step = 0; step < 20; step++) yield* run(centreById({ id: centre }))
      const after = yield* runOne(centreById({ id: centre }))
      return [before?.revision, after?.revision]
    })
  const writing = settle(Array.from({ length: 300 }, () => db.write(centre, taking('A'))))
  const seen = new Set<number | undefined>()
  for (;;) {
    const [before, after] = await twice()
    t.equal(after, before)
    seen.add(before)
    if (before === 300) break
    await new Promise(setImmediate)
  }
  await writing
  t.ok(seen.size > 1, 'it was looked at while it moved')
})

await onBothEngines(t, 'a look that fails is told, and the next one is another', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const bug = new Error('a bug')
  await t.rejects(
    db.look(function* () {
      yield* run(centreById({ id: centre }))
      throw bug
    }),
    bug,
  )
  t.match(await db.look(() => runOne(centreById({ id: centre }))), { id: centre })
})

await onBothEngines(t, 'centres do not move one another', async (t, db) => {
  const [a, b] = [await givenCentre(db, 'isa-town'), await givenCentre(db, 'muharraq')]
  await Promise.all([db.write(a, taking('A')), db.write(b, taking('A')), db.write(a, taking('A'))])
  t.equal(await revisionOf(db, a), 2)
  t.equal(await revisionOf(db, b), 1)
})

await onBothEngines(t, 'listeners hear of centres that moved, after the commit', async (t, db) => {
  const centre = await givenCentre(db, 'isa-town')
  const heard: Promise<[string, number]>[] = []
  db.onCommit((id) => {
    heard.push(revisionOf(db, id).then((revision) => [id, revision]))
  })
  await db.write(centre, function* () {
    yield* takeNumber(centre, 'A')
    return refuse('too_many_tickets')
  })
  await db.amend(() => takeNumber(centre, 'A'))
  t.equal(heard.length, 0, 'neither a refusal nor an amendment moves a centre')
  await db.write(centre, taking('A'))
  t.strictSame(await Promise.all(heard), [[centre, 1]])
})

await onBothEngines(t, 'closing finishes what was asked for', async (t, db, clock, reopen) => {
  const centre = await givenCentre(db, 'isa-town')
  const writes = upTo(300).map(() => db.write(centre, taking('A')))
  const answered = settle(writes)
  await db.close()
  t.ok((await answered).every(({ status }) => status === 'fulfilled'))
  await t.rejects(db.write(centre, taking('A')), CannotWrite, 'and takes nothing more')
  t.equal(await lastNumber(await reopen(clock), centre, 'A'), 300)
})
