import { pino } from 'pino'
import t from 'tap'
import { callNext, openCounter } from '../../src/counters/counter.store.ts'
import { type Database, query, run, type Step } from '../../src/db/transact.ts'
import { callOf } from '../../src/notices/notice.ts'
import { keepPush, queuePush } from '../../src/notices/push.store.ts'
import { isPushService } from '../../src/notices/push.ts'
import { announce, moveTicketById } from '../../src/tickets/move.store.ts'
import type { TicketRow } from '../../src/tickets/ticket.store.ts'
import { onBothEngines, onEngine } from '../databases.ts'
import { buildCentre, buildMember, granted, issue } from '../factories.ts'
import { fakeChannel, handlerFor, noticeOf, pushTo, silent, vault } from './given.ts'
import { givenPushService } from './push-service.ts'

const SEC_MS = 1000
const keys = vault.pushKeys()

const ticketOf = async (db: Database, id: string): Promise<TicketRow> => {
  const rows = await db.read(query((q, tables) => q.select().from(tables.tickets)))
  const row = rows.find((one) => one.id === id)
  if (!row) throw new Error('no ticket')
  return row
}

const noticesOf = async (db: Database): Promise<string[]> =>
  (await db.read(query((q, tables) => q.select().from(tables.notices)))).map(({ id }) => id)

/** A ticket whose visitor has a browser, called at the one counter. */
const givenCall = async (db: Database, subscription: object, language: 'ar' | 'en' = 'en') => {
  const centre = await buildCentre(db, { counters: 1 })
  const [counterId = ''] = centre.counters
  const { row } = await issue(db, centre.id, { language })
  const sealed = vault.seal(JSON.stringify(subscription))
  granted(await db.write(centre.id, () => keepPush(row.id, sealed)))
  const member = buildMember()
  granted(await db.write(centre.id, (c) => openCounter(c, counterId, member, undefined)))
  const called = granted(await db.write(centre.id, (c) => callNext(c, counterId, member)))
  const noticeId = `push_called-${callOf(row.id, called.row.revision)}`
  return { centre, ticketId: row.id, number: row.number, noticeId }
}

t.test('only push services are posted to', async (t) => {
  const known = [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
    'https://web.push.apple.com/QF-x',
    'https://wns2-par02p.notify.windows.com/w/?token=BQY',
    'https://push.centre.example/1',
    'http://10.0.0.5:8080/1',
  ]
  const more = ['*.centre.example', 'http://10.0.0.5:8080']
  t.same(
    known.filter((one) => isPushService(one, more)),
    known,
  )
  const others = [
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://user:password@fcm.googleapis.com/1',
    'https://fcm.googleapis.com.evil.example/1',
    'https://evilpush.apple.com/1',
    'https://push.apple.com/1',
    'https://evil.example/#fcm.googleapis.com',
    'https://fcm.googleapis.com@evil.example/1',
    'https://127.0.0.1/1',
    'https://[::1]/1',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/1',
    'http://10.0.0.5:8081/1',
    'http://10.0.0.5/1',
    'file:///etc/passwd',
    'data:,x',
    '/fcm.googleapis.com',
    '',
  ]
  t.same(
    others.filter((one) => isPushService(one, more)),
    [],
  )
})

t.test('a key of our own: the same each time, another for another DATA_KEY', async (t) => {
  t.same(vault.pushKeys(), keys)
  t.equal(Buffer.from(keys.publicKey, 'base64url').length, 65)
  t.equal(Buffer.from(keys.privateKey, 'base64url').length, 32)
})

await onBothEngines(
  t,
  'a call is pushed once, signed, sealed and for now',
  async (t, db, clock) => {
    const service = await givenPushService(t)
    const { ticketId, number, noticeId } = await givenCall(db, service.subscribe())
    const handler = handlerFor(
      db,
      clock,
      fakeChannel().channel,
      silent,
      pushTo(service.origin, clock),
    )
    clock.advance(60 * SEC_MS)
    await Promise.all([handler.run({ noticeId }), handler.run({ noticeId })])
    await handler.run({ noticeId })
    t.equal(service.pushed.length, 1)
    t.strictSame(service.pushed[0], {
      key: keys.publicKey,
      subject: 'mailto:it@dawr.test',
      ttl: 240,
      urgency: 'high',
      topic: vault.pushTopic(ticketId),
      payload: {
        id: noticeId,
        ticket: ticketId,
        language: 'en',
        title: `It is your turn, ${number}`,
        body: 'Please go to counter 1',
      },
    })
    t.notMatch(JSON.stringify(service.pushed), vault.ticketSecret(ticketId), 'and no secret')
    t.match(await noticeOf(db, noticeId), { state: 'sent', phoneCipher: '', leftThrough: 'push' })
  },
)

await onEngine(t, 'sqlite', 'a later one replaces an earlier one', async (t, db, clock) => {
  const service = await givenPushService(t)
  const { centre, ticketId, noticeId } = await givenCall(db, service.subscribe(), 'ar')
  const handler = handlerFor(
    db,
    clock,
    fakeChannel().channel,
    silent,
    pushTo(service.origin, clock),
  )
  await handler.run({ noticeId })
  clock.advance(10 * SEC_MS)
  const recalled = granted(
    await db.write(centre.id, function* (command) {
      const row = yield* moveTicketById(command, ticketId, { do: 'recall' })
      if (!('refused' in row))
        yield* announce(command, row, { id: centre.counters[0] ?? '', label: '1' }, 's', null)
      return row
    }),
  )
  const again = `push_called-${callOf(ticketId, recalled.revision)}`
  await handler.run({ noticeId: again })
  t.same(
    service.pushed.map(({ payload }) => payload.id),
    [noticeId, again],
  )
  t.match(service.kept(), [{ id: again, title: /^حان دورك / }], 'one is left to be delivered')
})

await onBothEngines(
  t,
  'a call that was called again meanwhile is not told',
  async (t, db, clock) => {
    const service = await givenPushService(t)
    const { centre, ticketId, noticeId } = await givenCall(db, service.subscribe())
    clock.advance(10 * SEC_MS)
    granted(await db.write(centre.id, (c) => moveTicketById(c, ticketId, { do: 'recall' })))
    await handlerFor(db, clock, pushTo(service.origin, clock)).run({ noticeId })
    t.match(await noticeOf(db, noticeId), { state: 'expired', failure: 'no_longer_true' })
    t.equal(service.pushed.length, 0)
  },
)

await onEngine(
  t,
  'sqlite',
  'a service that is busy or away is tried again',
  async (t, db, clock) => {
    const service = await givenPushService(t, (n) => [503, 429, 500][n - 1] ?? 201)
    const { noticeId, ticketId } = await givenCall(db, service.subscribe())
    const handler = handlerFor(db, clock, pushTo(service.origin, clock))
    for (const [status, sec] of [
      [503, 5],
      [429, 15],
      [500, 60],
    ] as const) {
      t.same(await handler.run({ noticeId }), { again: { inMs: sec * SEC_MS } })
      t.match(await noticeOf(db, noticeId), { failure: `push_${status}`, leftThrough: null })
      clock.advance(sec * SEC_MS)
      t.same(await handler.owed(clock.now()), [{ noticeId }])
    }
    t.same(await handler.run({ noticeId }), { done: true })
    t.match(await noticeOf(db, noticeId), { state: 'sent', attempts: 4 })
    t.same(
      service.pushed.map(({ ttl }) => ttl),
      [300, 295, 280, 220],
      'for what is left of its time',
    )
    t.not((await ticketOf(db, ticketId)).pushCipher, null)
  },
)

await onEngine(
  t,
  'sqlite',
  'what nobody answers is tried until it is too late',
  async (t, db, clock) => {
    const service = await givenPushService(t)
    const { noticeId } = await givenCall(db, service.subscribe())
    await service.stop()
    const handler = handlerFor(db, clock, pushTo(service.origin, clock))
    await handler.run({ noticeId })
    t.match(await noticeOf(db, noticeId), { state: 'queued', failure: 'ECONNREFUSED' })
    clock.advance(300 * SEC_MS)
    await handler.run({ noticeId })
    t.match(await noticeOf(db, noticeId), { state: 'expired', failure: 'too_late' })
  },
)

for (const status of [404, 410])
  await onEngine(
    t,
    'sqlite',
    `a browser that is gone is forgotten: ${status}`,
    async (t, db, clock) => {
      const service = await givenPushService(t, () => status)
      const { noticeId, ticketId } = await givenCall(db, service.subscribe())
      const lines: string[] = []
      const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
      const push = pushTo(service.origin, clock)
      await handlerFor(db, clock, push, log).run({ noticeId })
      t.match(await noticeOf(db, noticeId), { state: 'failed', failure: `push_${status}` })
      t.equal((await ticketOf(db, ticketId)).pushCipher, null)
      t.equal(lines.length, 1)
      t.notMatch(lines[0], /127\.0\.0\.1|It is your turn/, 'nothing of it is logged')
    },
  )

await onBothEngines(
  t,
  'the next browser is not forgotten with the one before',
  async (t, db, clock) => {
    let change = async () => {}
    const { noticeId, ticketId, centre } = await givenCall(db, {})
    const push = fakeChannel(async () => {
      await change()
      return { sent: false, why: 'push_410', unsure: false, final: true, gone: true }
    }).channel
    change = async () => void (await db.write(centre.id, () => keepPush(ticketId, 'another')))
    await handlerFor(db, clock, push).run({ noticeId })
    t.equal((await ticketOf(db, ticketId)).pushCipher, 'another')
  },
)

await onEngine(t, 'sqlite', 'an address off the list is never asked', async (t, db, clock) => {
  const service = await givenPushService(t)
  const { noticeId, ticketId } = await givenCall(db, service.subscribe())
  await handlerFor(db, clock, pushTo('http://127.0.0.1:1', clock)).run({ noticeId })
  t.equal(service.pushed.length, 0)
  t.match(await noticeOf(db, noticeId), { state: 'failed', failure: 'push_not_possible' })
  t.equal((await ticketOf(db, ticketId)).pushCipher, null)
})

await onEngine(t, 'sqlite', 'a redirect is not followed', async (t, db, clock) => {
  const service = await givenPushService(t, () => 307)
  const { noticeId } = await givenCall(db, service.subscribe())
  await handlerFor(db, clock, pushTo(service.origin, clock)).run({ noticeId })
  t.equal(service.pushed.length, 1)
  t.match(await noticeOf(db, noticeId), { state: 'failed', failure: 'push_307' })
})

await onBothEngines(t, 'who gave it up is told nothing more', async (t, db, clock) => {
  const service = await givenPushService(t)
  const { noticeId, ticketId, centre } = await givenCall(db, service.subscribe())
  granted(await db.write(centre.id, (c) => moveTicketById(c, ticketId, { do: 'serve' })))
  t.not((await ticketOf(db, ticketId)).pushCipher, null)
  granted(
    await db.write(centre.id, (c) => moveTicketById(c, ticketId, { do: 'finish', outcome: null })),
  )
  t.equal((await ticketOf(db, ticketId)).pushCipher, null, 'the visit is over')
  await handlerFor(db, clock, pushTo(service.origin, clock)).run({ noticeId })
  t.equal(service.pushed.length, 0)
  t.match(await db.write(centre.id, () => keepPush(ticketId, 'late')), { refused: 'ticket_ended' })
})

await onBothEngines(
  t,
  'a turn that is near is told once, with how many are ahead',
  async (t, db, clock) => {
    const service = await givenPushService(t)
    const { ticketId, centre, number } = await givenCall(db, service.subscribe())
    granted(await db.write(centre.id, (c) => moveTicketById(c, ticketId, { do: 'park' })))
    granted(await db.write(centre.id, (c) => moveTicketById(c, ticketId, { do: 'unpark' })))
    const row = await ticketOf(db, ticketId)
    for (let times = 0; times < 2; times += 1)
      await db.write(centre.id, function* (command) {
        yield* queuePush(command, row, 'push_nearly')
        return null
      })
    const noticeId = `push_nearly-${ticketId}`
    t.equal((await noticesOf(db)).filter((id) => id === noticeId).length, 1)
    await handlerFor(db, clock, pushTo(service.origin, clock)).run({ noticeId })
    t.match(service.pushed, [
      {
        ttl: 600,
        payload: { title: `Your turn is near, ${number}`, body: '3 visitors ahead of you' },
      },
    ])
  },
)

/** Takes steps as they are, and counts their queries. */
function* counted(steps: Step<void>): Step<number> {
  let queries = 0
  for (let step = steps.next(); !step.done; queries += 1) step = steps.next(yield* run(step.value))
  return queries
}

await onBothEngines(t, 'a call of a ticket without a browser asks nothing more', async (t, db) => {
  const { centre, ticketId } = await givenCall(db, {})
  const row = await ticketOf(db, ticketId)
  const before = await noticesOf(db)
  const counter = { id: 'c', label: '1' }
  const asked = (pushCipher: string | null) =>
    db.write(centre.id, (command) =>
      counted(announce(command, { ...row, pushCipher }, counter, 's', null)),
    )
  t.equal(await asked(null), 1)
  t.same(await noticesOf(db), before)
  t.equal(await asked('sealed'), 2)
})
