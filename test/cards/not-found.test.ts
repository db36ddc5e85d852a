import { eq, ne } from 'drizzle-orm'
import t from 'tap'
import { missPick } from '../../src/cards/not-found.store.ts'
import { cancelPick } from '../../src/cards/pick.store.ts'
import { type Database, query, run, type Step } from '../../src/db/transact.ts'
import { stillTrue } from '../../src/notices/notice.ts'
import { partsOf } from '../../src/notices/sms-length.ts'
import { textOf } from '../../src/notices/templates.ts'
import { moveTicketById } from '../../src/tickets/move.store.ts'
import { ticketStates } from '../../src/tickets/ticket.ts'
import { onBothEngines } from '../databases.ts'
import { fakeChannel, handlerFor } from '../notices/given.ts'
import { setUp } from './app.ts'
import {
  allEvents,
  allIncidents,
  allNotices,
  allTickets,
  done,
  givenCard,
  givenCentre,
  givenCollect,
  givenPick,
  PHONE,
  scan,
  vault,
  whyNot,
} from './given.ts'

const by = { staffId: 'post1' }

/** A card on its shelf, and a visitor with or without a phone who waits for it. */
const givenVisitor = async (db: Database, centreId: string, at: number, phone: string | null) => {
  const [serial, ticket] = [`X${at}`, `t${at}`]
  await givenCard(db, centreId, serial, { phoneCipher: null })
  done(await scan(db, centreId, serial, `B-01-01-0${at}`))
  await givenPick(db, centreId, ticket, serial)
  await db.amend(function* () {
    const phoneCipher = phone === null ? null : vault.seal(phone)
    yield* run(
      query((q, { tickets }) =>
        q.update(tickets).set({ phoneCipher, language: 'en' }).where(eq(tickets.id, ticket)),
      ),
    )
  })
}

let incidents = 0
const miss = (db: Database, centreId: string, at: number) =>
  db.write(centreId, (command) => missPick(command, `pick-t${at}`, `miss-${++incidents}`, by))

const told = async (db: Database) =>
  (await db.read(allNotices)).map(({ kind, subject, language }) => [kind, subject, language])

await onBothEngines(t, 'the visitor is told at once, and once', async (t, db) => {
  const centre = await givenCentre(db)
  await givenVisitor(db, centre, 1, PHONE)
  await givenVisitor(db, centre, 2, null)
  const both = await Promise.all([miss(db, centre, 1), miss(db, centre, 1)])
  t.same(both.map(whyNot).sort(), ['pick_ended', undefined])
  done(await miss(db, centre, 2))
  const one = ['pick_not_found', 't1', 'en']
  t.same(await told(db), [one], 'who gave no phone is told on their page alone')
  const events = await db.read(allEvents)
  const queued = events.filter(({ type }) => type === 'notice_queued')
  t.match(queued, [{ subject: 'pick_not_found-t1' }], 'it goes out at once')
  const changed = events.filter(({ type }) => type === 'pick_changed').map(({ data }) => data)
  t.match(changed.at(-1), { ticketId: 't2' }, 'and the page of the ticket is refreshed')

  done(await scan(db, centre, 'X1', 'B-01-01-05'))
  done(await miss(db, centre, 1))
  t.same(await told(db), [one], 'lost a second time, no second message')
})

await onBothEngines(t, 'nobody is called whose card is searched for', async (t, db) => {
  const centre = await givenCentre(db)
  for (const at of [1, 2, 3]) await givenVisitor(db, centre, at, null)
  const states = async () =>
    (await db.read(allTickets)).map(({ id, state }) => `${id} ${state}`).sort()
  await db.amend(function* () {
    yield* run(
      query((q, { tickets }) =>
        q
          .update(tickets)
          .set({ state: 'waiting', counterId: null, staffId: null, calledAt: null })
          .where(ne(tickets.id, 't2')),
      ),
    )
  })
  done(await miss(db, centre, 1))
  done(await miss(db, centre, 2))
  t.same(
    await states(),
    ['t1 parked', 't2 serving', 't3 waiting'],
    'who is at a counter stays there',
  )
  const parked = (await db.read(allEvents)).filter(({ type }) => type === 'ticket_parked')
  t.match(parked, [{ subject: 't1' }])
  done(await scan(db, centre, 'X1', 'B-01-01-05'))
  t.same(await states(), ['t1 waiting', 't2 serving', 't3 waiting'], 'found, they wait again')

  // Somebody brings them back to talk with them; the card turns up at a delivery later.
  done(await miss(db, centre, 3))
  done(await db.write(centre, (command) => moveTicketById(command, 't3', { do: 'unpark' })))
  done(await scan(db, centre, 'X3', 'B-01-02-02'))
  t.same(await states(), ['t1 waiting', 't2 serving', 't3 waiting'])
})

await onBothEngines(t, 'one who is gone is not told', async (t, db) => {
  const centre = await givenCentre(db)
  await givenVisitor(db, centre, 1, PHONE)
  done(
    await db.write(centre, function* (command): Step<null> {
      yield* run(
        query((q, { tickets }) => q.update(tickets).set({ state: 'left', endedAt: command.now })),
      )
      return null
    }),
  )
  done(await miss(db, centre, 1))
  t.same(await told(db), [], 'the ticket has ended')
  await givenVisitor(db, centre, 2, PHONE)
  done(
    await db.write(centre, function* (command): Step<null> {
      yield* cancelPick(command, 't2')
      return null
    }),
  )
  t.equal(whyNot(await miss(db, centre, 2)), 'pick_ended')
  t.same(await told(db), [])
})

await onBothEngines(t, 'one whose card a stocktake misses is told too', async (t, db, clock) => {
  const { centre, send } = await setUp(t, db, clock)
  await givenVisitor(db, centre, 1, PHONE)
  const { body } = await send(`/api/centres/${centre}/stocktakes`, { place: 'B-01-01' })
  t.equal((await send(`/api/stocktakes/${body.id}/close`, { missing: 1 })).status, 200)
  t.same(await told(db), [['pick_not_found', 't1', 'en']])
})

await onBothEngines(t, 'who misses a card is told where to look', async (t, db, clock) => {
  const { centre, send, get } = await setUp(t, db, clock)
  await givenVisitor(db, centre, 1, PHONE)
  await givenVisitor(db, centre, 2, PHONE)
  const missed = await send('/api/picks/pick-t2/not-found')
  t.match(missed, {
    status: 200,
    body: {
      state: 'not_found',
      search: {
        serial: 'X2',
        lastPlaces: [{ place: 'B-01-01-02', action: 'missing' }],
        neighbours: [
          { place: 'B-01-01-01', serials: ['X1'] },
          { place: 'B-01-01-02', serials: [] },
          { place: 'B-01-01-03', serials: [] },
          { place: 'B-01-01-04', serials: [] },
        ],
        sameDrawer: [{ serial: 'X1', action: 'shelved', to: 'B-01-01-01', lies: 'B-01-01-01' }],
      },
    },
  })
  t.same((await get('/api/cards/X2/search-list')).body, missed.body.search)
  t.match(await db.read(allIncidents), [{ kind: 'not_found', serial: 'X2', state: 'open' }])
})

await onBothEngines(t, 'it is sent as long as it is true', async (t, db, clock) => {
  const centre = await givenCentre(db)
  await givenCollect(db, centre)
  await givenVisitor(db, centre, 1, PHONE)
  await givenVisitor(db, centre, 2, PHONE)
  done(await miss(db, centre, 1))
  done(await miss(db, centre, 2))
  done(await scan(db, centre, 'X2', 'B-01-01-02'))
  const { channel, messages } = fakeChannel()
  const { run: send } = handlerFor(db, clock, channel)
  for (const at of [1, 1, 2]) await send({ noticeId: `pick_not_found-t${at}` })
  t.match(messages, [{ to: PHONE, parts: 1, text: /^C-t1: your card is not in its place\./ }])
  t.equal(messages.length, 1, 'once, and not of a card that was found meanwhile')
})

t.test('it is true as long as the visitor waits and the card is gone', async (t) => {
  const kind = 'pick_not_found'
  const open = ticketStates.filter((state) => stillTrue({ kind, state, pick: 'not_found' }))
  t.same(open, ['waiting', 'called', 'serving', 'parked'])
  for (const pick of ['open', 'picked', 'done', 'cancelled', null] as const)
    t.notOk(stillTrue({ kind, state: 'waiting', pick }), `${pick}: it was found, or is no matter`)
})

t.test('it is one SMS in either language', async (t) => {
  const wording = { kind: 'pick_not_found' as const, number: 'C-1014' }
  t.equal(textOf(wording, 'ar'), 'C-1014: لم نجد بطاقتك في مكانها، ونبحث عنها الآن. رقمك محفوظ')
  t.equal(
    textOf(wording, 'en'),
    'C-1014: your card is not in its place. We are searching for it now, and your number is kept.',
  )
  for (const language of ['ar', 'en'] as const) t.equal(partsOf(textOf(wording, language)), 1)
})
