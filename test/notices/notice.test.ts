import t from 'tap'
import { cardStates } from '../../src/cards/card.ts'
import { dueAt, expiresAt, noticeIdOf, noticeKinds, stillTrue } from '../../src/notices/notice.ts'
import { ticketStates } from '../../src/tickets/ticket.ts'

const timeZone = 'Asia/Bahrain'
/** The moment of a local time on 24 November 2026 in Bahrain, which is three hours before UTC. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour - 3, minute)
const DAY_MS = 86_400_000

t.test('a ready card waits out the quiet hours, from 20:00 until 09:00 local', async (t) => {
  const due = (now: number) => dueAt('card_ready', now, timeZone)
  t.equal(due(at(9)), at(9), 'the morning has begun')
  t.equal(due(at(19, 59)), at(19, 59), 'just in time')
  t.equal(due(at(20)), at(9) + DAY_MS, 'until the next morning')
  t.equal(due(at(23, 59)), at(9) + DAY_MS)
  t.equal(due(at(0)), at(9), 'until the same morning')
  t.equal(due(at(8, 59)), at(9))
})

t.test('what belongs to a visit goes out at any hour', async (t) => {
  for (const kind of ['ticket_issued', 'nearly_turn', 'push_nearly', 'push_called'] as const)
    t.equal(dueAt(kind, at(23), timeZone), at(23))
})

t.test(
  'the quiet hours end at nine by the clock on the wall, also when it is put forward',
  async (t) => {
    // Beirut goes to summer time in the night to 28 March 2027: at 00:00 it becomes 01:00.
    const evening = Date.UTC(2027, 2, 27, 19)
    t.equal(dueAt('card_ready', evening, 'Asia/Beirut'), Date.UTC(2027, 2, 28, 6))
  },
)

t.test('a ticket’s message is useless after four hours, a card’s after a week', async (t) => {
  t.equal(expiresAt('ticket_issued', 0), 4 * 3_600_000)
  t.equal(expiresAt('nearly_turn', 0), 4 * 3_600_000)
  t.equal(expiresAt('card_ready', 0), 7 * DAY_MS)
  t.equal(expiresAt('push_nearly', 0), 10 * 60_000, 'and what a phone shows at once in minutes')
  t.equal(expiresAt('push_called', 0), 5 * 60_000)
})

t.test('a notice is sent only while it is true', async (t) => {
  const told = (kind: 'ticket_issued' | 'nearly_turn' | 'push_nearly') =>
    ticketStates.filter((state) => stillTrue({ kind, state }))
  t.same(told('nearly_turn'), ['waiting'])
  t.same(told('push_nearly'), ['waiting'])
  const called = (isNewest: boolean) =>
    ticketStates.filter((state) => stillTrue({ kind: 'push_called', state, isNewest }))
  t.same(called(true), ['called'])
  t.same(called(false), [], 'it was called again since')
  t.same(told('ticket_issued'), ['waiting', 'called', 'serving', 'parked'])
  const cards = cardStates.filter((state) =>
    stillTrue({ kind: 'card_ready', state, blocked: false }),
  )
  t.same(cards, ['shelved'])
  t.notOk(stillTrue({ kind: 'card_ready', state: 'shelved', blocked: true }))
})

t.test('one id for a kind and what it tells of', async (t) => {
  const ids = noticeKinds.map((kind) => noticeIdOf(kind, 'x'))
  t.equal(new Set(ids).size, noticeKinds.length)
})
