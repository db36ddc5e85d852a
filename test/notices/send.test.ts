import { pino } from 'pino'
import t from 'tap'
import { query } from '../../src/db/transact.ts'
import { pauseAfter } from '../../src/jobs/pauses.ts'
import { claimNotice } from '../../src/notices/notice.store.ts'
import { changeMessage } from '../../src/notices/own-text.store.ts'
import { MORNING, onBothEngines } from '../databases.ts'
import { buildAuthor } from '../factories.ts'
import {
  cardIsCollected,
  fakeChannel,
  givenCard,
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  noticeOf,
  PHONE,
  ticketIs,
  vault,
} from './given.ts'

const SEC_MS = 1000
const HOUR_MS = 3_600_000
/** 20:30 of the same day in Bahrain. */
const EVENING = MORNING + 12.5 * HOUR_MS
const failing = () => fakeChannel(() => ({ sent: false, why: 'provider_down', unsure: false }))

const idOf = (id: string | null): string => {
  if (id === null) throw new Error('the notice was there before')
  return id
}

await onBothEngines(t, 'a notice is written once for what it tells', async (t, db) => {
  await givenCentre(db)
  t.equal(await givenNotice(db, 'card_ready', 'BH0001'), 'card_ready-BH0001')
  t.equal(await givenNotice(db, 'card_ready', 'BH0001'), null, 'the same again')
  t.equal(await givenNotice(db, 'card_ready', 'BH0002'), 'card_ready-BH0002')
  const told = await db.read(query((db, t) => db.select().from(t.events)))
  t.same(
    told.map(({ subject }) => subject),
    ['card_ready-BH0001', 'card_ready-BH0002'],
  )
})

await onBothEngines(t, 'a notice goes out in the language asked for', async (t, db, clock) => {
  await givenCentre(db)
  const ticket = await givenTicket(db, clock.now())
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', ticket, { language: 'en' }))
  const { channel, messages } = fakeChannel()
  t.same(await handlerFor(db, clock, channel).run({ noticeId }), { done: true })
  const link = `https://dawr.test/t/${ticket}#${vault.ticketSecret(ticket)}`
  const [message] = messages
  t.match(message, { noticeId, to: PHONE, parts: 1, at: clock.now(), leftThrough: null })
  t.match(message?.text, /^Your number is A-\d+: Renew card, Isa Town Centre\n/)
  t.equal(message?.text.split('\n')[1], link)
  t.match(await noticeOf(db, noticeId), {
    state: 'sent',
    parts: 1,
    sentAt: clock.now(),
    attempts: 1,
  })
})

await onBothEngines(
  t,
  'a turn that is near is told with how many are ahead',
  async (t, db, clock) => {
    await givenCentre(db)
    const ticket = await givenTicket(db, clock.now())
    const noticeId = idOf(await givenNotice(db, 'nearly_turn', ticket))
    const { channel, messages } = fakeChannel()
    await handlerFor(db, clock, channel).run({ noticeId })
    t.match(messages[0]?.text, /^اقترب دورك A-\d+، أمامك 3 زوار\n/)
  },
)

await onBothEngines(
  t,
  'a message has the words of its centre when it goes out, also one queued before',
  async (t, db, clock) => {
    await givenCentre(db)
    const ticket = await givenTicket(db, clock.now())
    const queued = idOf(await givenNotice(db, 'nearly_turn', ticket, { language: 'en' }))
    const say = (en: string | null) =>
      db.write('isa-town', (command) =>
        changeMessage(command, buildAuthor(), 'nearly_turn', { ar: null, en }),
      )
    t.equal(await say('Come soon, {number}: {ahead}\n{link}'), null)
    const { channel, messages } = fakeChannel()
    const handler = handlerFor(db, clock, channel)
    await handler.run({ noticeId: queued })
    t.match(messages[0]?.text, /^Come soon, A-\d+: 3 visitors ahead of you\nhttps:/)
    const inArabic = await givenTicket(db, clock.now())
    await handler.run({ noticeId: idOf(await givenNotice(db, 'nearly_turn', inArabic)) })
    t.match(messages[1]?.text, /^اقترب دورك/, 'the other language has its usual words')
    t.match(await say('Come {phone}'), { refused: 'unknown_placeholder' })
    t.equal(await say(null), null)
    const usual = await givenTicket(db, clock.now())
    const id = idOf(await givenNotice(db, 'nearly_turn', usual, { language: 'en' }))
    await handler.run({ noticeId: id })
    t.match(messages[2]?.text, /^Your turn is near/)
  },
)

await onBothEngines(t, 'a ready card is told with hours and pickup code', async (t, db, clock) => {
  await givenCentre(db)
  const serial = await givenCard(db, clock.now())
  const noticeId = idOf(await givenNotice(db, 'card_ready', serial))
  clock.set(MORNING + 2 * HOUR_MS)
  const { channel, messages } = fakeChannel()
  await handlerFor(db, clock, channel).run({ noticeId })
  t.equal(
    messages[0]?.text,
    `بطاقتك جاهزة: مركز مدينة عيسى\nاليوم 07:00-14:15\nرمز الاستلام ${vault.pickupCode(serial)}`,
  )
})

await onBothEngines(t, 'run twice, it is sent once', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  const { channel, messages } = fakeChannel()
  const handler = handlerFor(db, clock, channel)
  await handler.run({ noticeId })
  clock.advance(HOUR_MS)
  await handler.run({ noticeId })
  t.equal(messages.length, 1)
})

await onBothEngines(t, 'run by many at the same time, it is sent once', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  const { channel, messages } = fakeChannel()
  const handlers = Array.from({ length: 20 }, () => handlerFor(db, clock, channel))
  await Promise.all(handlers.map((handler) => handler.run({ noticeId })))
  t.equal(messages.length, 1)
})

await onBothEngines(t, 'a failing channel is tried after growing pauses', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  const { channel, messages } = failing()
  const handler = handlerFor(db, clock, channel)
  const pauses: number[] = []
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    const outcome = await handler.run({ noticeId })
    if ('done' in outcome) throw new Error(`attempt ${attempt} was not made`)
    pauses.push(outcome.again.inMs / SEC_MS)
    t.match(await noticeOf(db, noticeId), {
      state: 'queued',
      attempts: attempt,
      failure: 'provider_down',
      dueAt: clock.now() + outcome.again.inMs,
    })
    clock.advance(outcome.again.inMs - 1)
    t.same(await handler.owed(clock.now()), [], 'not before its pause is over')
    t.same(await handler.run({ noticeId }), { done: true }, 'and not when asked either')
    clock.advance(1)
    t.same(await handler.owed(clock.now()), [{ noticeId }])
  }
  t.same(pauses, [5, 15, 60, 300, 900, 900])
  t.equal(messages.length, 6)
  t.same(
    messages.map(({ leftThrough }) => leftThrough),
    [null, null, null, null, null, null],
    'the channel was sure each time that it did not go out',
  )
})

await onBothEngines(t, 'a channel that recovers sends it', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  await handlerFor(db, clock, failing().channel).run({ noticeId })
  clock.advance(5 * SEC_MS)
  await handlerFor(db, clock, fakeChannel().channel).run({ noticeId })
  t.match(await noticeOf(db, noticeId), { state: 'sent', attempts: 2, failure: null })
})

await onBothEngines(t, 'after the last attempt it is given up', async (t, db, clock) => {
  await givenCentre(db)
  const serial = await givenCard(db, clock.now())
  const noticeId = idOf(await givenNotice(db, 'card_ready', serial))
  const { channel, messages } = failing()
  const handler = handlerFor(db, clock, channel)
  clock.set(MORNING + HOUR_MS)
  let attempts = 0
  while ((await noticeOf(db, noticeId)).state === 'queued' && attempts < 1000) {
    clock.set((await noticeOf(db, noticeId)).dueAt)
    await handler.run({ noticeId })
    attempts += 1
  }
  t.equal(messages.length, 100)
  t.equal(pauseAfter('send_notice', 100), null)
  t.match(await noticeOf(db, noticeId), { state: 'failed', failure: 'provider_down' })
  t.same(await handler.owed(clock.now() + 24 * HOUR_MS), [])
})

await onBothEngines(t, 'what has become useless is not sent', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'nearly_turn', await givenTicket(db, clock.now())))
  const { channel, messages } = fakeChannel()
  clock.advance(4 * HOUR_MS)
  await handlerFor(db, clock, channel).run({ noticeId })
  t.equal(messages.length, 0)
  t.match(await noticeOf(db, noticeId), { state: 'expired', failure: 'too_late', sentAt: null })
})

await onBothEngines(t, 'what is not true any more is not sent', async (t, db, clock) => {
  await givenCentre(db)
  const ticket = await givenTicket(db, clock.now())
  const nearly = idOf(await givenNotice(db, 'nearly_turn', ticket))
  const serial = await givenCard(db, clock.now())
  const ready = idOf(await givenNotice(db, 'card_ready', serial))
  await ticketIs(db, ticket, 'left')
  await cardIsCollected(db, serial)
  const { channel, messages } = fakeChannel()
  const handler = handlerFor(db, clock, channel)
  clock.advance(2 * HOUR_MS)
  for (const noticeId of [nearly, ready]) {
    await handler.run({ noticeId })
    t.match(await noticeOf(db, noticeId), { state: 'expired', failure: 'no_longer_true' })
  }
  t.equal(messages.length, 0)
})

await onBothEngines(
  t,
  'a card that is ready in the evening is told next morning',
  async (t, db, clock) => {
    await givenCentre(db)
    clock.set(EVENING)
    const noticeId = idOf(await givenNotice(db, 'card_ready', await givenCard(db, clock.now())))
    const { channel, messages } = fakeChannel()
    const handler = handlerFor(db, clock, channel)
    await handler.run({ noticeId })
    t.equal(messages.length, 0)
    t.same(await handler.owed(clock.now()), [])
    clock.advance(12.5 * HOUR_MS)
    t.same(await handler.owed(clock.now()), [{ noticeId }], 'at nine')
    await handler.run({ noticeId })
    t.equal(messages.length, 1)
  },
)

await onBothEngines(t, 'what was late into the quiet hours waits as well', async (t, db, clock) => {
  await givenCentre(db)
  clock.set(EVENING - HOUR_MS)
  const noticeId = idOf(await givenNotice(db, 'card_ready', await givenCard(db, clock.now())))
  clock.set(EVENING)
  const { channel, messages } = fakeChannel()
  await handlerFor(db, clock, channel).run({ noticeId })
  t.equal(messages.length, 0)
  t.match(await noticeOf(db, noticeId), {
    state: 'queued',
    attempts: 0,
    dueAt: EVENING + 12.5 * HOUR_MS,
  })
})

await onBothEngines(t, 'a claim is anybody’s again after a minute', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  let letGo = () => {}
  const stuck = fakeChannel(
    () =>
      new Promise((resolve) => {
        letGo = () => resolve({ sent: true })
      }),
  )
  const slow = handlerFor(db, clock, stuck.channel).run({ noticeId })
  while (stuck.messages.length === 0) await new Promise(setImmediate)
  const { channel, messages } = fakeChannel()
  const handler = handlerFor(db, clock, channel)
  clock.advance(59 * SEC_MS)
  await handler.run({ noticeId })
  t.equal(messages.length, 0, 'not while it is claimed')
  clock.advance(SEC_MS)
  t.same(await handler.owed(clock.now()), [{ noticeId }])
  await handler.run({ noticeId })
  t.match(messages, [{ leftThrough: 'fake' }], 'and the channel is told that it may be out already')
  const stored = await noticeOf(db, noticeId)
  clock.advance(SEC_MS)
  letGo()
  t.same(await slow, { done: true })
  t.same(await noticeOf(db, noticeId), stored, 'the one who lost the claim stores nothing')
})

await onBothEngines(t, 'a phone sealed under another key fails at once', async (t, db, clock) => {
  await givenCentre(db)
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  const { channel, messages } = fakeChannel()
  await db.amend(function* () {
    yield query((db, t) => db.update(t.notices).set({ phoneCipher: 'AAAA'.repeat(16) }))
  })
  await handlerFor(db, clock, channel).run({ noticeId })
  t.equal(messages.length, 0)
  t.match(await noticeOf(db, noticeId), { state: 'failed', failure: 'phone_unreadable' })
})

await onBothEngines(t, 'nothing of the person is logged', async (t, db, clock) => {
  await givenCentre(db)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const answers = [failing(), fakeChannel()]
  const noticeId = idOf(await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now())))
  for (const { channel } of answers) {
    await handlerFor(db, clock, channel, log).run({ noticeId })
    clock.advance(5 * SEC_MS)
  }
  t.equal(lines.length, 2, 'one line for the failure, one for the success')
  t.notMatch(lines.join(''), /36000001|رقمك|dawr\.test/)
})

await onBothEngines(t, 'a clock that is put back holds up no message', async (t, db, clock) => {
  await givenCentre(db)
  const [taken, waits] = [await givenTicket(db, clock.now()), await givenTicket(db, clock.now())]
  clock.advance(HOUR_MS)
  const claimed = idOf(await givenNotice(db, 'ticket_issued', taken))
  await db.amend(() => claimNotice(claimed, clock.now(), clock.now() + 60 * SEC_MS))
  const queued = idOf(await givenNotice(db, 'ticket_issued', waits))
  clock.advance(-HOUR_MS)
  const { channel, messages } = fakeChannel()
  const handler = handlerFor(db, clock, channel)
  const owed = await handler.owed(clock.now())
  t.same(owed.map(({ noticeId }) => noticeId).sort(), [claimed, queued].sort())
  for (const { noticeId } of owed) await handler.run({ noticeId })
  t.equal(messages.length, 2)
  t.same(await handler.owed(clock.now()), [])
})
