import { serviceForIssue } from '../centres/centre.store.ts'
import { type Command, runOne, type Step } from '../db/transact.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { announce, moveTicket } from '../tickets/move.store.ts'
import { changeNote, writeNote } from '../tickets/note.store.ts'
import { type TicketRow, ticketAtCounter, ticketById } from '../tickets/ticket.store.ts'
import type { TicketCommand } from '../tickets/ticket.ts'
import { atCounter, type CounterRow, type Member, storeCounter } from './counter.store.ts'
import { once } from './press.store.ts'
import { noteInPlace } from './stand-in.store.ts'

/** What staff do with the ticket at their counter. */
export type CounterCommand = Extract<
  TicketCommand,
  { do: 'recall' | 'serve' | 'finish' | 'no_show' | 'park' | 'transfer' }
>

/**
 * The ticket at a counter.
 * @param meant the one that is meant, where it is said; by now another one may be there
 */
function* currentTicket(counterId: string, meant: string | undefined): Step<TicketRow | Refusal> {
  const current = yield* runOne(ticketAtCounter({ counterId }))
  if (!current) return refuse('no_ticket_here')
  if (meant !== undefined && meant !== current.id)
    return refuse('other_ticket_here', { number: current.number })
  return current
}

/** Writes a note on the counter's current ticket, for whoever serves its visitor next. */
export function* noteOnCurrent(
  command: Command,
  counterId: string,
  member: Member,
  note: { id: string; textCipher: string; ticket: string | undefined },
): Step<null | Refusal> {
  const counter = yield* atCounter(command, counterId, member)
  if (isRefusal(counter)) return counter
  const current = yield* currentTicket(counterId, note.ticket)
  if (isRefusal(current)) return current
  const { id, textCipher } = note
  const by = { staffId: member.id, counterLabel: counter.label }
  return yield* writeNote(command, current, { id, textCipher, ...by })
}

/**
 * As `changeNote`; where the visit stands at a counter, it is done once there as every other press.
 * @returns `request_repeated` for what was done already
 */
export function* changeNoteOnce(
  command: Command,
  requestId: string | undefined,
  order: Parameters<typeof changeNote>[1],
): Step<null | Refusal> {
  const ticket = yield* runOne(ticketById({ id: order.ticketId }))
  const change = () => changeNote(command, order)
  if (!ticket || ticket.counterId === null) return yield* change()
  return yield* once(ticket.counterId, requestId, change)
}

/** Acts on the counter's current ticket. @param meant its id, where it is said */
export function* actOnCurrent(
  command: Command,
  counterId: string,
  member: Member,
  what: CounterCommand,
  meant?: string,
): Step<{ row: TicketRow; counter: CounterRow } | Refusal> {
  const counter = yield* atCounter(command, counterId, member)
  if (isRefusal(counter)) return counter
  const current = yield* currentTicket(counterId, meant)
  if (isRefusal(current)) return current
  const row = yield* moveTicket(command, current, what)
  if (isRefusal(row)) return row
  if (row.state !== current.state)
    yield* noteInPlace(command, counter, member, {
      before: { state: current.state },
      after: { ticket: row.number, state: what.do === 'transfer' ? 'transferred' : row.state },
    })
  if (what.do === 'recall') yield* announce(command, row, counter, member.id, null)
  if (current.state === 'serving' && row.state !== 'serving') {
    yield* storeCounter(counter, {
      freeSince: command.now,
      lastTicketId: row.id,
      lastServiceId: current.serviceId,
    })
  }
  return { row, counter }
}

/** Sends the current ticket on to another service of the centre. */
export function* transferCurrent(
  command: Command,
  counterId: string,
  member: Member,
  serviceId: string,
  meant?: string,
): Step<{ row: TicketRow; counter: CounterRow } | Refusal> {
  const service = yield* runOne(serviceForIssue({ centreId: command.centre.id, id: serviceId }))
  if (!service) return refuse('unknown_service')
  return yield* actOnCurrent(command, counterId, member, { do: 'transfer', serviceId }, meant)
}
