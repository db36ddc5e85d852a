import t from 'tap'
import { demoSettings } from '../../src/seed/demo.ts'
import {
  type Called,
  decide,
  PUT_OFF_MIN,
  type Ticket,
  type TicketCommand,
} from '../../src/tickets/ticket.ts'

const CALLED_AT = Date.UTC(2026, 10, 24, 6)

/** A ticket that was called at a counter, so many times again since. */
const called = (recalls: number): Called => ({
  id: 't1',
  centreId: 'isa-town',
  number: 'A-001',
  day: '2026-11-24',
  serviceId: 'renew',
  class: 'regular',
  language: 'ar',
  party: 1,
  issuedAt: CALLED_AT - 600_000,
  waitingSince: CALLED_AT - 600_000,
  stateSince: CALLED_AT,
  cardSerial: null,
  putOffs: 0,
  section: '',
  state: 'called',
  counterId: 'isa-town-1',
  staffId: 'staff1',
  calledAt: CALLED_AT,
  recalls,
})

const limits = { ...demoSettings, recallsMax: 3, noShowAfterSec: 60, noShowAfterRecalls: 2 }
const after = (seconds: number, recalls: number, command: TicketCommand = { do: 'no_show' }) =>
  decide(called(recalls), command, CALLED_AT + seconds * 1000, limits)

t.test('no-show comes after the seconds and the recalls of the centre', async (t) => {
  t.strictSame(after(59, 2), { illegal: 'too_early' })
  t.strictSame(after(60, 1), { illegal: 'recall_first' })
  t.match(after(60, 2), { event: 'ticket_no_show', ticket: { state: 'no_show' } })
})

t.test('a centre may ask for neither', async (t) => {
  const free = { ...limits, noShowAfterSec: 0 }
  const { noShowAfterRecalls: _, ...unset } = free
  t.match(decide(called(0), { do: 'no_show' }, CALLED_AT, unset), { event: 'ticket_no_show' })
})

t.test('a ticket is called again so often and no more', async (t) => {
  t.match(after(5, 2, { do: 'recall' }), { ticket: { state: 'called', recalls: 3 } })
  t.strictSame(after(5, 3, { do: 'recall' }), { illegal: 'recall_limit' })
})

t.test('a transfer keeps the wait and leaves the section of the card', async (t) => {
  const moved = decide(
    { ...called(0), section: 'A' },
    { do: 'transfer', serviceId: 'address' },
    CALLED_AT + 1000,
    limits,
  )
  t.match(moved, {
    ticket: {
      state: 'waiting',
      serviceId: 'address',
      section: '',
      waitingSince: CALLED_AT - 600_000,
    },
  })
})

t.test('a clock that is put back makes no stretch shorter than nothing', async (t) => {
  const moved = after(-3600, 2, { do: 'serve' })
  t.match(moved, { span: { kind: 'walking', fromAt: CALLED_AT, toAt: CALLED_AT } })
  t.match(after(-3600, 2), { event: 'ticket_no_show' }, 'nor is anybody waited for an hour longer')
})

t.test('who asks for more time loses that time and no more', async (t) => {
  const MIN_MS = 60_000
  const put = after(30, 0, { do: 'put_off' })
  const awayUntil = CALLED_AT + 30_000 + PUT_OFF_MIN * MIN_MS
  t.match(put, {
    event: 'ticket_parked',
    ticket: { state: 'parked', awayUntil, putOffs: 1, waitingSince: CALLED_AT - 600_000 },
    span: { kind: 'walking' },
  })
  if ('illegal' in put) return
  const { ticket } = put
  const later = (minutes: number, command: TicketCommand) =>
    decide(ticket, command, ticket.stateSince + minutes * MIN_MS, limits)
  for (const how of ['return', 'unpark'] as const)
    t.match(later(4, { do: how }), {
      event: 'ticket_unparked',
      ticket: { state: 'waiting', waitingSince: CALLED_AT - 600_000 + 4 * MIN_MS, putOffs: 1 },
      span: { kind: 'parked' },
    })
  t.match(later(-60, { do: 'return' }), { ticket: { waitingSince: CALLED_AT - 600_000 } })
  t.match(later(2, { do: 'hold' }), { ticket: { state: 'parked', awayUntil: null } })
  t.strictSame(later(1, { do: 'put_off' }), { illegal: 'ticket_not_waiting' })
})

t.test('more time is given twice, and never to one who is parked or served', async (t) => {
  const put = (ticket: Ticket) => decide(ticket, { do: 'put_off' }, CALLED_AT + 1000, limits)
  t.match(put({ ...called(0), putOffs: 1 }), { ticket: { putOffs: 2 } })
  t.strictSame(put({ ...called(0), putOffs: 2 }), { illegal: 'put_off_limit' })
  t.strictSame(put({ ...called(0), state: 'serving' }), { illegal: 'ticket_not_waiting' })
  const parked = decide(called(0), { do: 'park' }, CALLED_AT + 1000, limits)
  if ('illegal' in parked) throw new Error('a called ticket can be parked')
  t.match(parked, { ticket: { awayUntil: null } })
  t.strictSame(
    decide(parked.ticket, { do: 'return' }, CALLED_AT + 2000, limits),
    { illegal: 'ticket_not_no_show' },
    'what staff park, staff bring back',
  )
})
