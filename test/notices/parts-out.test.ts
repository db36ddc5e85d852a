import t from 'tap'
import type { Sent } from '../../src/notices/channel.ts'
import { onBothEngines } from '../databases.ts'
import {
  fakeChannel,
  givenCentre,
  givenNotice,
  givenTicket,
  handlerFor,
  noticeOf,
} from './given.ts'

const MINUTE_MS = 60_000

await onBothEngines(
  t,
  'whoever sends the rest of a message is told what is out of it',
  async (t, db, clock) => {
    await givenCentre(db)
    const noticeId =
      (await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))) ?? ''
    const answers: Sent[] = [
      { sent: false, why: 'refused', unsure: true, ids: ['p1'] },
      { sent: false, why: 'refused', unsure: true, ids: ['p1', 'p2'] },
      { sent: true, ids: ['p1', 'p2', 'p3'] },
    ]
    const { channel, messages } = fakeChannel(async () => answers.shift() ?? { sent: true })
    while (answers.length > 0) {
      // Each attempt is another process' handler: nothing is remembered but what is stored.
      await handlerFor(db, clock, channel).run({ noticeId })
      clock.advance(MINUTE_MS)
    }
    t.same(
      messages.map(({ partsOut }) => partsOut && [...partsOut].sort()),
      [null, ['p1'], ['p1', 'p2']],
    )
    t.match(await noticeOf(db, noticeId), { state: 'sent', failure: null })
  },
)

await onBothEngines(
  t,
  'of an attempt that died after others were answered nobody knows what is out',
  async (t, db, clock) => {
    await givenCentre(db)
    const noticeId =
      (await givenNotice(db, 'ticket_issued', await givenTicket(db, clock.now()))) ?? ''
    const first = fakeChannel(() => ({ sent: false, why: 'refused', unsure: true, ids: ['p1'] }))
    await handlerFor(db, clock, first.channel).run({ noticeId })
    clock.advance(MINUTE_MS)
    const dying = fakeChannel(() => new Promise(() => {}))
    void handlerFor(db, clock, dying.channel).run({ noticeId })
    while (dying.messages.length === 0) await new Promise(setImmediate)
    t.same(dying.messages[0]?.partsOut, ['p1'])
    clock.advance(MINUTE_MS)
    const { channel, messages } = fakeChannel()
    await handlerFor(db, clock, channel).run({ noticeId })
    t.match(messages, [{ leftThrough: 'fake', partsOut: null }])
  },
)
