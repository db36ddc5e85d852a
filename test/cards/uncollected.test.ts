import { eq } from 'drizzle-orm'
import t from 'tap'
import { cardJobs } from '../../src/cards/card.jobs.ts'
import { handOver } from '../../src/cards/handover.store.ts'
import { workingDaysBefore } from '../../src/centres/hours.ts'
import { type Database, query, run } from '../../src/db/transact.ts'
import { stillTrue } from '../../src/notices/notice.ts'
import { partsOf } from '../../src/notices/sms-length.ts'
import { textOf } from '../../src/notices/templates.ts'
import { type HandSetClock, MORNING, onBothEngines } from '../databases.ts'
import { allNotices, done, givenCard, givenCentre, givenTicket, scan, sealed } from './given.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TIME_ZONE = 'Asia/Bahrain'

/** Everything that the job says is owed, done. */
const remind = async (db: Database, clock: HandSetClock): Promise<void> => {
  const { remind_cards } = cardJobs({ db, clock })
  for (const data of await remind_cards.owed(clock.now()))
    while ('again' in (await remind_cards.run(data)));
}

const reminded = async (db: Database): Promise<string[]> =>
  (await db.read(allNotices))
    .filter(({ kind }) => kind.startsWith('card_reminder'))
    .map(({ kind, subject }) => `${kind} ${subject.split('.')[0]}`)
    .sort()

/** A card on the shelf, whose owner was told so. */
const givenReady = async (db: Database, centreId: string, serial: string, place: string) => {
  await givenCard(db, centreId, serial)
  done(await scan(db, centreId, serial, place))
}

await onBothEngines(t, 'owners are reminded after 7 and 30 days, once', async (t, db, clock) => {
  const centre = await givenCentre(db)
  await givenReady(db, centre, 'X1', 'B-01-01-01')
  await givenCard(db, centre, 'DEAF', { phoneCipher: null })
  done(await scan(db, centre, 'DEAF', 'B-01-01-02'))
  await givenReady(db, centre, 'KEPT', 'B-01-01-03')
  await givenReady(db, centre, 'GONE', 'B-01-01-04')
  await db.amend(function* () {
    yield* run(
      query((q, { cards }) =>
        q.update(cards).set({ blocked: true }).where(eq(cards.serial, 'KEPT')),
      ),
    )
  })
  clock.advance(7 * DAY_MS - 1)
  await remind(db, clock)
  t.same(await reminded(db), [], 'not before their time')
  await givenTicket(db, centre, 't1', 'GONE')
  const handover = { ticketId: 't1', identity: 'card_holder', oldCard: false, staffId: 'staff1' }
  done(
    await db.write(centre, (command) =>
      handOver(command, { ...handover, serial: 'GONE', representativeCipher: null }, false),
    ),
  )
  clock.advance(1)
  // Two workers look at the same time, and one after a restart.
  await Promise.all([remind(db, clock), remind(db, clock)])
  await remind(db, clock)
  t.same(await reminded(db), ['card_reminder_7 X1'], 'who can be and still has to be')
  clock.advance(22 * DAY_MS)
  await remind(db, clock)
  t.same(await reminded(db), ['card_reminder_7 X1'])
  clock.advance(DAY_MS)
  await Promise.all([remind(db, clock), remind(db, clock)])
  t.same(await reminded(db), ['card_reminder_30 X1', 'card_reminder_7 X1'])
})

await onBothEngines(t, 'a reminder waits for the morning', async (t, db, clock) => {
  const centre = await givenCentre(db)
  clock.set(MORNING + 14 * HOUR_MS)
  await givenReady(db, centre, 'X1', 'B-01-01-01')
  clock.advance(7 * DAY_MS)
  await remind(db, clock)
  const notice = (await db.read(allNotices)).find(({ kind }) => kind === 'card_reminder_7')
  t.equal(notice?.dueAt, MORNING + 8 * DAY_MS + HOUR_MS, 'nine in the morning of the next day')
})

await onBothEngines(t, 'more than one slice is reminded', async (t, db, clock) => {
  const centre = await givenCentre(db, 'isa-town', 'B: 3 cabinets × 10 drawers × 10 slots')
  const slot = (at: number) =>
    `B-${['01', '02', '03'][Math.floor(at / 100)]}-${String(1 + (Math.floor(at / 10) % 10)).padStart(2, '0')}-${String(1 + (at % 10)).padStart(2, '0')}`
  for (let at = 0; at < 205; at++) await givenReady(db, centre, `X${at}`, slot(at))
  clock.advance(8 * DAY_MS)
  await remind(db, clock)
  t.equal((await reminded(db)).length, 205)
})

await onBothEngines(t, 'who was never told is not reminded', async (t, db, clock) => {
  const centre = await givenCentre(db)
  const ready = { state: 'shelved', place: 'B-01-01-01', readyAt: clock.now() } as const
  await givenCard(db, centre, 'X1', { ...sealed('X1'), ...ready })
  clock.advance(8 * DAY_MS)
  await remind(db, clock)
  t.same(await reminded(db), [], 'as the made-up cards of the demo')
})

t.test('a reminder of a card that is gone by the time is not sent', async (t) => {
  for (const kind of ['card_reminder_7', 'card_reminder_30'] as const) {
    t.ok(stillTrue({ kind, state: 'shelved', blocked: false }))
    t.notOk(stillTrue({ kind, state: 'shelved', blocked: true }))
    t.notOk(stillTrue({ kind, state: 'handed_over', blocked: false }))
    t.notOk(stillTrue({ kind, state: 'wrong_centre', blocked: false }))
  }
})

t.test('reminders fit one SMS, with the longest weekday', async (t) => {
  // The Wednesday of the week, as seen two days before.
  const day = MORNING + DAY_MS
  const opening = { inDays: 3, day, timeZone: TIME_ZONE, opens: '07:00', closes: '14:15' }
  const centre = { ar: 'مركز مدينة عيسى', en: 'Isa Town Centre' }
  const texts = (['card_reminder_7', 'card_reminder_30'] as const).flatMap((kind) =>
    (['ar', 'en'] as const).map((language) =>
      textOf({ kind, centre, opening, pickupCode: '048213' }, language),
    ),
  )
  t.same(texts, [
    'بطاقتك بانتظارك: مركز مدينة عيسى\nالأربعاء 07:00-14:15\nالرمز 048213',
    'Your ID card is waiting for you: Isa Town Centre\nOpen Wednesday 07:00-14:15\nPickup code 048213',
    'تذكير أخير ببطاقتك: مركز مدينة عيسى\nالأربعاء 07:00-14:15\nالرمز 048213',
    'Last reminder, your ID card is waiting for you: Isa Town Centre\nOpen Wednesday 07:00-14:15\nPickup code 048213',
  ])
  for (const text of texts) t.equal(partsOf(text), 1, `${text.length} units`)
})

t.test('a card is kept for working days, the whole of them', async (t) => {
  const weekday = { opens: '07:00', closes: '14:15' }
  /** Sunday to Thursday. */
  const hours = { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 7: weekday }
  const midnight = MORNING - 8 * HOUR_MS
  const always = { holidays: {}, timeZone: TIME_ZONE }
  const before = (count: number, now = MORNING) =>
    workingDaysBefore({ hours, ...always }, now, count)
  t.equal(before(0), midnight)
  t.equal(before(1), midnight - DAY_MS, 'Monday')
  t.equal(before(2), midnight - 2 * DAY_MS, 'Sunday')
  t.equal(before(3), midnight - 5 * DAY_MS, 'Thursday: Friday and Saturday do not count')
  t.equal(before(60), midnight - 84 * DAY_MS, 'twelve weeks of five days')
  t.equal(
    workingDaysBefore({ hours: {}, ...always }, MORNING, 3),
    midnight - 3 * DAY_MS,
    'without hours',
  )
})
