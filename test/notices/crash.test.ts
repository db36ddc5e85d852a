import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openSqlite } from '../../src/db/open-sqlite.ts'
import { fileChannel } from '../../src/notices/file-channel.ts'
import { handSetClock, MORNING, temporaryFolder } from '../databases.ts'
import {
  givenBrowser,
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  linesOf,
  noticeOf,
  noticeStates,
  pushTo,
} from './given.ts'
import { givenPushService } from './push-service.ts'
import { startSender } from './sender.ts'

const CLAIM_MS = 60_000
const NOTICES = 300
const KILLS = 8

const paths = (t: Test) => {
  const folder = temporaryFolder(t)
  const smsPath = join(folder, 'sms.jsonl')
  return { databasePath: join(folder, 'dawr.db'), smsPath, smsUrl: `file://${smsPath}` }
}

t.test('killed between the message and its record, it is not sent again', async (t) => {
  const where = paths(t)
  const clock = handSetClock()
  const db = openSqlite(where.databasePath, clock)
  t.teardown(() => db.close())
  await givenCentre(db)
  const noticeId = await givenNotice(db, 'ticket_issued', await givenTicket(db, MORNING))
  if (noticeId === null) throw new Error('the notice was there before')
  await startSender(t, where, MORNING, 'hang').killAfter(1)
  t.match(await noticeOf(db, noticeId), { state: 'sending', sentAt: null }, 'it was cut off')
  t.equal(linesOf(where.smsPath).length, 1)

  clock.advance(CLAIM_MS + 1000)
  const channel = fileChannel({ path: where.smsPath, clock })
  const handler = handlerFor(db, clock, channel)
  t.same(await handler.owed(clock.now()), [{ noticeId }])
  await handler.run({ noticeId })
  t.match(await noticeOf(db, noticeId), { state: 'sent', attempts: 2 })
  t.equal(linesOf(where.smsPath).length, 1)
})

t.test('killed again and again at any moment, every notice is sent once', async (t) => {
  const where = paths(t)
  const clock = handSetClock()
  const db = openSqlite(where.databasePath, clock)
  t.teardown(() => db.close())
  await givenCentre(db)
  for (let n = 0; n < NOTICES; n += 1)
    await givenNotice(db, 'ticket_issued', await givenTicket(db, MORNING))
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Each process starts when the claims of the one before are over.
    await startSender(t, where, clock.now()).killAfter(20 + kill)
    clock.advance(2 * CLAIM_MS)
  }
  const left = (await noticeStates(db)).sent ?? 0
  t.ok(left > 0 && left < NOTICES, `for this test to mean anything: ${left} recorded so far`)

  const channel = fileChannel({ path: where.smsPath, clock })
  const handler = handlerFor(db, clock, channel)
  const owed = await handler.owed(clock.now())
  await Promise.all(owed.map((one) => handler.run(one)))
  t.same(await noticeStates(db), { sent: NOTICES })
  const ids = linesOf(where.smsPath).map((line) => line.noticeId)
  t.equal(ids.length, NOTICES)
  t.equal(new Set(ids).size, NOTICES)
})

t.test('a line torn by a crash spoils neither the next one nor its own notice', async (t) => {
  const { smsPath } = paths(t)
  const clock = handSetClock()
  const channel = fileChannel({ path: smsPath, clock })
  const message = (noticeId: string, leftThrough: string | null) => ({
    noticeId,
    to: '+97336000001',
    text: 'رقمك A-001',
    parts: 1,
    at: clock.now(),
    leftThrough,
    partsOut: null,
    notAfter: clock.now() + CLAIM_MS,
    expiresAt: clock.now() + CLAIM_MS,
    leave: async () => true,
  })
  await channel.send(message('n-1', null))
  const whole = readFileSync(smsPath, 'utf8')
  appendFileSync(smsPath, whole.replaceAll('n-1', 'n-2').slice(0, -5))
  t.same(await channel.send(message('n-2', 'file')), { sent: true })
  await channel.send(message('n-3', null))
  const lines = readFileSync(smsPath, 'utf8').trimEnd().split('\n')
  t.equal(lines.length, 4, 'the torn one has a line of its own')
  const readable = [0, 2, 3].map((n) => JSON.parse(lines[n] ?? '').noticeId)
  t.same(readable, ['n-1', 'n-2', 'n-3'])
})

t.test('killed between a push and its record, the phone is left with one', async (t) => {
  const { databasePath } = paths(t)
  const clock = handSetClock()
  const db = openSqlite(databasePath, clock)
  t.teardown(() => db.close())
  await givenCentre(db)
  const service = await givenPushService(t)
  const ticket = await givenTicket(db, MORNING)
  await givenBrowser(db, ticket, service.subscribe())
  const noticeId = await givenNotice(db, 'push_nearly', ticket)
  if (noticeId === null) throw new Error('the notice was there before')
  const smsUrl = `push ${service.origin}`
  await startSender(t, { databasePath, smsUrl }, MORNING, 'hang').killAfter(1)
  t.match(await noticeOf(db, noticeId), { state: 'sending', leftThrough: 'push' }, 'it was cut off')

  clock.advance(CLAIM_MS + 1000)
  const handler = handlerFor(db, clock, pushTo(service.origin, clock))
  t.same(await handler.owed(clock.now()), [{ noticeId }])
  await handler.run({ noticeId })
  t.match(await noticeOf(db, noticeId), { state: 'sent', attempts: 2 })
  t.equal(service.pushed.length, 2, 'nobody could know that it was out')
  t.match(service.kept(), [{ id: noticeId }], 'the second took the place of the first')
})
