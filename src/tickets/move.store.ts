import { eq } from 'drizzle-orm'
import { cancelPick } from '../cards/pick.store.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { callOf } from '../notices/notice.ts'
import { erasePush, queuePush } from '../notices/push.store.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { countVisit } from '../reports/report.store.ts'
import { stepsOfMove, stretchStep } from '../reports/report.ts'
import type { CallReason } from './choose.ts'
import { countMove } from './queue.store.ts'
import { type CallRow, type TicketRow, ticketById, ticketFrom } from './ticket.store.ts'
import { decide, type Move, type Span, type TicketCommand } from './ticket.ts'

type SpanRow = Tables['spans']['$inferSelect']

/** The columns that a move may change. */
type Movable = Pick<
  TicketRow,
  | 'serviceId'
  | 'section'
  | 'state'
  | 'waitingSince'
  | 'stateSince'
  | 'counterId'
  | 'staffId'
  | 'calledAt'
  | 'recalls'
  | 'awayUntil'
  | 'putOffs'
  | 'endedAt'
  | 'outcome'
  | 'revision'
>

const movable = [
  'serviceId',
  'section',
  'state',
  'waitingSince',
  'stateSince',
  'counterId',
  'staffId',
  'calledAt',
  'recalls',
  'awayUntil',
  'putOffs',
  'endedAt',
  'outcome',
  'revision',
] as const satisfies (keyof Movable)[]

const updateTicket = statement<Movable & { id: string }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set(placeholders(t.tickets, [...movable]))
    .where(eq(t.tickets.id, $('id'))),
)

const insertSpan = statement<SpanRow, unknown>((db, t) =>
  db.insert(t.spans).values(placeholders(t.spans)),
)

const insertCall = statement<CallRow, unknown>((db, t) =>
  db.insert(t.calls).values(placeholders(t.calls)),
)

/** Stores what a move made of a ticket: the ticket, the stretch that ended, the event. */
function* storeMove(command: Command, before: TicketRow, move: Move): Step<TicketRow> {
  const { centre, revision, tell } = command
  const { ticket, span, event } = move
  const atCounter = 'counterId' in ticket ? ticket : null
  const ended = 'endedAt' in ticket ? ticket : null
  const changed: Movable = {
    serviceId: ticket.serviceId,
    section: ticket.section,
    state: ticket.state,
    waitingSince: ticket.waitingSince,
    stateSince: ticket.stateSince,
    counterId: atCounter?.counterId ?? null,
    staffId: atCounter?.staffId ?? null,
    calledAt: atCounter?.calledAt ?? null,
    recalls: atCounter?.recalls ?? 0,
    awayUntil: 'awayUntil' in ticket ? ticket.awayUntil : null,
    putOffs: ticket.putOffs,
    endedAt: ended?.endedAt ?? null,
    outcome: ended?.outcome ?? null,
    revision,
  }
  yield* run(updateTicket({ ...changed, id: ticket.id }))
  yield* countMove(command, before, { ...before, ...changed })
  if (span) yield* run(insertSpan({ ...span, ticketId: ticket.id, revision, centreId: centre.id }))
  yield* countVisit(command, stepsOfMove(span, ticket))
  const counterId = atCounter?.counterId ?? span?.counterId
  tell({ type: event, subject: ticket.id, ...(counterId && { counterId }) })
  const isOver = ended !== null && ended.state !== 'no_show'
  if (isOver && ticket.cardSerial) yield* cancelPick(command, ticket.id)
  if (isOver && before.pushCipher !== null) yield* erasePush(ticket.id)
  return { ...before, ...changed }
}

/** One move of one ticket, by its row: decided, then stored. */
export function* moveTicket(
  command: Command,
  row: TicketRow,
  what: TicketCommand,
): Step<TicketRow | Refusal> {
  const { now, centre } = command
  const move = decide(ticketFrom(row), what, now, centre.settings)
  if ('illegal' in move)
    return refuse(
      move.illegal,
      move.illegal === 'too_early' ? { seconds: centre.settings.noShowAfterSec } : {},
    )
  return yield* storeMove(command, row, move)
}

/** As `moveTicket`, by id. */
export function* moveTicketById(
  command: Command,
  id: string,
  what: TicketCommand,
): Step<TicketRow | Refusal> {
  const row = yield* runOne(ticketById({ id }))
  if (!row || row.centreId !== command.centre.id) return refuse('unknown_ticket')
  return yield* moveTicket(command, row, what)
}

/** Announces a ticket that has just been called, or recalled; its visitor's browser is told of it. */
export function* announce(
  command: Command,
  row: TicketRow,
  counter: { id: string; label: string },
  staffId: string,
  reason: CallReason | null,
): Step<void> {
  const { centre, revision, now } = command
  yield* run(
    insertCall({
      centreId: centre.id,
      revision,
      ticketId: row.id,
      number: row.number,
      counterId: counter.id,
      counterLabel: counter.label,
      staffId,
      at: now,
      kind: reason ? 'call' : 'recall',
      reason,
    }),
  )
  yield* queuePush(command, row, 'push_called', callOf(row.id, revision))
}

const updateCardSerial = statement<{ id: string; cardSerial: string }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set(placeholders(t.tickets, ['cardSerial']))
    .where(eq(t.tickets.id, $('id'))),
)

/** From now on the ticket is about this card. */
export function* tieCard(id: string, cardSerial: string): Step<void> {
  yield* run(updateCardSerial({ id, cardSerial }))
}

/** The wrap-up after a visitor: from the end of their serving to the next call. */
export function* storeWrapUp(
  command: Command,
  last: { ticketId: string; serviceId: string; counterId: string; staffId: string; since: number },
): Step<void> {
  const { ticketId, serviceId, counterId, staffId, since: fromAt } = last
  const { centre, revision, now } = command
  const span: Span = {
    kind: 'wrap_up',
    serviceId,
    counterId,
    staffId,
    fromAt,
    toAt: Math.max(now, fromAt),
  }
  yield* run(insertSpan({ ...span, ticketId, revision, centreId: centre.id }))
  yield* countVisit(command, [stretchStep(span)])
}
