import type { EventRow } from '../db/transact.ts'
import type { Job } from '../jobs/queue.ts'
import type { OutboxEvent, OutboxEventType } from './outbox-events.ts'
import { type Room, room } from './rooms.ts'

/** What follows an event: rooms to refresh (at once where a person waits for it) and jobs. */
interface Following {
  now?: Room[]
  soon?: Room[]
  jobs?: Job[]
  /** Jobs nobody waits for: one run of each tells what moves within a moment. */
  jobsSoon?: Job[]
}

type EventOf<T extends OutboxEventType> = Extract<OutboxEvent, { type: T }>
type Table = { [T in OutboxEventType]: (event: EventOf<T>, centreId: string) => Following }

interface TicketMove {
  subject: string
  counterId?: string
}

/** A ticket's move shows on the lobby, at its counter and on its phone. */
const moved = ({ subject, counterId }: TicketMove, centreId: string): Following => ({
  now: [room('ticket', subject), ...(counterId ? [room('counter', counterId)] : [])],
  soon: [room('board', centreId), room('centre', centreId)],
  jobsSoon: [{ name: 'tell_nearly_turn', data: { centreId } }],
})

/** A call: the lobby waits for it. */
const called = (event: TicketMove, centreId: string): Following => {
  const { now = [], jobsSoon = [] } = moved(event, centreId)
  return {
    now: [room('board', centreId), ...now],
    soon: [room('centre', centreId), room('post', centreId)],
    jobsSoon,
  }
}

/** Labels are printed for no ticket: nobody watches them. */
const onTicket = (ticketId: string): Room[] => (ticketId === '' ? [] : [room('ticket', ticketId)])

const printJob = (printId: string): Job => ({ name: 'print_slip', data: { printId } })
const noticeJob = (noticeId: string): Job => ({ name: 'send_notice', data: { noticeId } })

/** Everything that can be decided, and what follows it; an event without a row does not compile. */
const table: Table = {
  ticket_issued: ({ subject, printId, noticeId }, centreId) => ({
    now: [room('ticket', subject)],
    soon: [room('board', centreId), room('centre', centreId)],
    jobs: [...(printId ? [printJob(printId)] : []), ...(noticeId ? [noticeJob(noticeId)] : [])],
  }),
  ticket_called: called,
  ticket_recalled: called,
  ticket_serving: moved,
  ticket_served: moved,
  ticket_no_show: moved,
  ticket_returned: moved,
  ticket_parked: moved,
  ticket_unparked: moved,
  ticket_transferred: moved,
  ticket_left: moved,
  // The kiosk that shows its number watches it.
  ticket_on_phone: ({ subject }) => ({ now: [room('ticket', subject)] }),
  // Of a ticket at a counter it is that one's alone. One beside the queue is shown by every counter
  // that may bring it back, and those follow the board.
  ticket_noted: ({ counterId }, centreId) =>
    counterId ? { now: [room('counter', counterId)] } : { soon: [room('board', centreId)] },
  counter_changed: ({ subject }, centreId) => ({
    now: [room('counter', subject)],
    soon: [room('centre', centreId), room('board', centreId)],
  }),
  print_queued: ({ subject, ticketId }) => ({
    now: onTicket(ticketId),
    jobs: [printJob(subject)],
  }),
  print_ended: ({ ticketId }) => ({ now: onTicket(ticketId) }),
  printer_changed: (_event, centreId) => ({ soon: [room('centre', centreId)] }),
  notice_queued: ({ subject }) => ({ jobs: [noticeJob(subject)] }),
  card_changed: ({ noticeId }, centreId) => ({
    soon: [room('post', centreId)],
    jobs: noticeId ? [noticeJob(noticeId)] : [],
  }),
  pick_changed: ({ ticketId, counterId }, centreId) => ({
    now: [
      room('post', centreId),
      ...(ticketId ? [room('ticket', ticketId)] : []),
      ...(counterId ? [room('counter', counterId)] : []),
    ],
    soon: [room('centre', centreId)],
  }),
  manifest_changed: (_event, centreId) => ({ soon: [room('post', centreId)] }),
  incident_changed: (_event, centreId) => ({ soon: [room('post', centreId)] }),
  places_changed: (_event, centreId) => ({ soon: [room('post', centreId)] }),
  // Every screen of a centre watches its board, and reads the centre again when it says so.
  centre_changed: (_event, centreId) => ({
    now: [room('board', centreId), room('centre', centreId)],
  }),
}

const isKnown = (type: string): type is OutboxEventType => Object.hasOwn(table, type)

/** An event as it was told, out of its row. @throws for a type this version does not know */
const eventFrom = ({ type, subject, data }: EventRow): OutboxEvent => {
  if (!isKnown(type)) throw new Error(`the outbox holds a ${type}, which nothing follows`)
  // The row was written from an OutboxEvent of this type, in the same shape.
  return { ...(data as object), type, subject } as OutboxEvent
}

/** What follows a row of the outbox. */
export const following = (row: EventRow): Required<Following> => {
  const event = eventFrom(row)
  const follow = table[event.type] as (event: OutboxEvent, centreId: string) => Following
  return { now: [], soon: [], jobs: [], jobsSoon: [], ...follow(event, row.centreId) }
}
