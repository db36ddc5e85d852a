import t from 'tap'
import { countAsking } from '../../src/cards/asking.store.ts'
import { insertCards } from '../../src/cards/card.store.ts'
import { eventsAfter, saveCursor } from '../../src/db/outbox.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { openLog } from '../../src/log.ts'
import { keepPush } from '../../src/notices/push.store.ts'
import { retentionJobs } from '../../src/retention/retention.jobs.ts'
import { countToForget } from '../../src/retention/retention.store.ts'
import { demoSettings } from '../../src/seed/demo.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import type { TicketCommand } from '../../src/tickets/ticket.ts'
import { type HandSetClock, onBothEngines } from '../databases.ts'
import { buildCentre, granted, issue } from '../factories.ts'

const DAY_MS = 24 * 60 * 60_000
const person = { cipher: 'sealed', hash: 'hashed' }
const log = openLog('silent')

/** A visit with everything that can be known of its visitor, which has ended, and one that has not. */
const givenVisits = async (db: Database, clock: HandSetClock, settings = {}) => {
  const { id: centreId } = await buildCentre(db, { settings })
  const known = { phone: person, citizen: person, requestedBy: 'phone s1 hashed' }
  const { row: ended } = await issue(db, centreId, { ...known, requestId: 'r1' })
  const { row: waiting } = await issue(db, centreId, { ...known, requestId: 'r2' })
  granted(await db.write(centreId, (c) => moveTicketById(c, ended.id, { do: 'leave' })))
  await db.amend(function* () {
    yield* insertCards([
      {
        serial: `X-${centreId}`,
        centreId,
        citizenHash: 'hashed',
        citizenCipher: 'sealed',
        phoneCipher: 'sealed',
        applicationHash: 'hashed',
        language: 'ar',
        state: 'handed_over',
        stateSince: clock.now(),
        place: null,
        blocked: false,
        manifestId: null,
        readyAt: null,
        revision: 1,
      },
      {
        serial: `Y-${centreId}`,
        centreId,
        citizenHash: 'hashed',
        citizenCipher: 'sealed',
        phoneCipher: 'sealed',
        language: 'ar',
        state: 'shelved',
        stateSince: clock.now(),
        place: 'B-01-01-01',
        blocked: false,
        manifestId: null,
        readyAt: null,
        revision: 1,
      },
    ])
    yield* run(
      query((q, tables) =>
        q.insert(tables.handovers).values({
          serial: `X-${centreId}`,
          centreId,
          ticketId: ended.id,
          identity: 'representative',
          oldCard: false,
          representativeCipher: 'sealed',
          staffId: 's',
          at: clock.now(),
        }),
      ),
    )
    yield* run(query((q, tables) => q.update(tables.notices).set({ state: 'sent' })))
    const note = {
      centreId,
      staffId: 's',
      counterLabel: '1',
      textCipher: 'sealed',
      at: clock.now(),
    }
    const notes = [ended, waiting].map(({ id }) => ({ ...note, id: `note-${id}`, ticketId: id }))
    yield* run(query((q, tables) => q.insert(tables.ticketNotes).values(notes)))
  })
  return { centreId, ended, waiting }
}

const everything = async (db: Database) => ({
  tickets: await db.read(query((q, tables) => q.select().from(tables.tickets))),
  notices: await db.read(query((q, tables) => q.select().from(tables.notices))),
  cards: await db.read(query((q, tables) => q.select().from(tables.cards))),
  handovers: await db.read(query((q, tables) => q.select().from(tables.handovers))),
  notes: await db.read(query((q, tables) => q.select().from(tables.ticketNotes))),
})

/** How often a seal or a hash of somebody stands in the database. */
const traces = async (db: Database): Promise<number> =>
  JSON.stringify(await everything(db)).match(/sealed|hashed/g)?.length ?? 0

const forgetAll = async (db: Database, clock: HandSetClock, centreId: string) => {
  const { forget } = retentionJobs({ db, clock, log })
  let outcome = await forget.run({ centreId })
  while ('again' in outcome) outcome = await forget.run({ centreId })
}

await onBothEngines(
  t,
  'what is personal goes after its time, and the visit stays',
  async (t, db, clock) => {
    const { centreId, ended, waiting } = await givenVisits(db, clock)
    const before = await traces(db)
    t.ok(before > 10, 'for this to mean anything')
    clock.advance(89 * DAY_MS)
    await forgetAll(db, clock, centreId)
    t.equal(await traces(db), before, 'all is there for 90 days')
    clock.advance(2 * DAY_MS)
    await forgetAll(db, clock, centreId)
    const after = await everything(db)
    const gone = after.tickets.find(({ id }) => id === ended.id)
    t.match(gone, {
      number: ended.number,
      state: 'left',
      phoneCipher: null,
      phoneHash: null,
      citizenCipher: null,
      citizenHash: null,
      requestedBy: 'forgotten',
    })
    t.match(
      after.tickets.find(({ id }) => id === waiting.id),
      { phoneHash: 'hashed', requestedBy: 'phone s1 hashed' },
      'a visit that has not ended keeps what it needs',
    )
    t.ok(after.notices.every(({ phoneCipher }) => phoneCipher === ''))
    t.match(
      after.cards.find(({ state }) => state === 'handed_over'),
      { citizenHash: '', citizenCipher: '', phoneCipher: null, applicationHash: null },
    )
    t.match(
      after.cards.find(({ state }) => state === 'shelved'),
      { citizenHash: 'hashed' },
    )
    t.match(after.handovers, [{ representativeCipher: null }])
    t.match(after.notes, [{ ticketId: waiting.id }], 'what was noted goes with the visit')
    t.equal(after.notes.length, 1)
  },
)

await onBothEngines(
  t,
  'a browser that nothing else is known of goes as well, also of who never came',
  async (t, db, clock) => {
    const { id: centreId, counters } = await buildCentre(db, { settings: { noShowAfterSec: 0 } })
    const [counterId = ''] = counters
    const { row } = await issue(db, centreId)
    granted(await db.write(centreId, () => keepPush(row.id, 'sealed')))
    const move = async (what: TicketCommand) =>
      granted(await db.write(centreId, (c) => moveTicketById(c, row.id, what)))
    await move({ do: 'call', counterId, staffId: 's' })
    for (let n = 0; n < demoSettings.recallsMax; n += 1) await move({ do: 'recall' })
    await move({ do: 'no_show' })
    const kept = async () => (await everything(db)).tickets.map(({ pushCipher }) => pushCipher)
    t.strictSame(await kept(), ['sealed'], 'they may come back')
    clock.advance(91 * DAY_MS)
    await forgetAll(db, clock, centreId)
    t.strictSame(await kept(), [null])
  },
)

await onBothEngines(t, 'what is to be forgotten is counted by its rule', async (t, db, clock) => {
  const { centreId } = await givenVisits(db, clock)
  const visits = async (days: number, upTo = 10) => {
    const before = clock.now() - days * DAY_MS
    return (await db.read(countToForget({ centreId, before, upTo })))[0]?.count
  }
  clock.advance(11 * DAY_MS)
  t.equal(await visits(12), 0)
  t.equal(await visits(10), 1, 'that which ended, and not the one that waits')
  t.equal(await visits(10, 0), 0, 'no more than is asked for')
  clock.advance(91 * DAY_MS)
  await forgetAll(db, clock, centreId)
  t.equal(await visits(1), 0, 'it was forgotten')
})

await onBothEngines(t, 'a centre may keep it for less', async (t, db, clock) => {
  const { centreId } = await givenVisits(db, clock, { retentionDays: 10 })
  const before = await traces(db)
  clock.advance(11 * DAY_MS)
  await forgetAll(db, clock, centreId)
  t.ok((await traces(db)) < before)
})

await onBothEngines(
  t,
  'the outbox is kept a week, and until it was handed on',
  async (t, db, clock) => {
    const { id: centreId } = await buildCentre(db)
    for (let n = 0; n < 450; n++) await issue(db, centreId)
    await db.amend(() => saveCursor(centreId, 440))
    const revisions = async () =>
      (await db.read(eventsAfter({ centreId, after: 0 }))).map(({ revision }) => revision)
    clock.advance(6 * DAY_MS)
    await forgetAll(db, clock, centreId)
    t.equal((await revisions()).length, 450)
    clock.advance(2 * DAY_MS)
    await issue(db, centreId)
    await db.amend(() => saveCursor(centreId, 445))
    await forgetAll(db, clock, centreId)
    t.strictSame(await revisions(), [446, 447, 448, 449, 450, 451])
  },
)

await onBothEngines(t, 'askings for cards go when their week is over', async (t, db, clock) => {
  const { id: centreId } = await buildCentre(db)
  const ask = (citizen: string) => db.amend(() => countAsking(citizen, clock.now()))
  const kept = () => db.read(query((q, { askings }) => q.select().from(askings)))
  for (let n = 0; n < 250; n++) await ask(`citizen ${n}`)
  clock.advance(6 * DAY_MS)
  await ask('another')
  await forgetAll(db, clock, centreId)
  t.equal((await kept()).length, 251)
  clock.advance(2 * DAY_MS)
  await forgetAll(db, clock, centreId)
  t.match(await kept(), [{ citizenHash: 'another' }])
})

await onBothEngines(t, 'it is looked for at the start, and once an hour', async (t, db, clock) => {
  const { id: centreId } = await buildCentre(db)
  const { forget } = retentionJobs({ db, clock, log })
  t.strictSame(await forget.owed(clock.now()), [{ centreId }])
  t.strictSame(await forget.owed(clock.now() + 1000), [])
  t.strictSame(await forget.owed(clock.now() + 60 * 60_000), [{ centreId }])
})
