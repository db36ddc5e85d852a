import { serviceForIssue } from '../centres/centre.store.ts'
import type { Tables } from '../db/tables.ts'
import { type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { tieCard } from '../tickets/move.store.ts'
import { type TicketRow, ticketById } from '../tickets/ticket.store.ts'
import { type CardRow, cardFrom, cardHere, storeCardMove } from './card.store.ts'
import { decide } from './card.ts'
import { endPicks } from './pick.store.ts'

type HandoverRow = Tables['handovers']['$inferSelect']

const insertHandover = statement<HandoverRow, unknown>((db, t) =>
  db.insert(t.handovers).values(placeholders(t.handovers)),
)

/** The word for somebody in the owner's place; who that is has to be noted. */
const REPRESENTATIVE = 'representative'

/** What is known of a handover besides card, centre and time. */
export type Handover = Pick<
  HandoverRow,
  'serial' | 'ticketId' | 'identity' | 'oldCard' | 'representativeCipher' | 'staffId'
>

/** Whether a ticket is for this card; one taken without a personal number is for its visitor's. */
function* isFor(ticket: TicketRow, card: CardRow): Step<boolean> {
  if (ticket.cardSerial !== null) return ticket.cardSerial === card.serial
  const { centreId, serviceId: id } = ticket
  const service = yield* runOne(serviceForIssue({ centreId, id }))
  if (!service?.worksOnCards) return false
  return ticket.citizenHash === null || ticket.citizenHash === card.citizenHash
}

/**
 * The proven giving of a card to the visitor of a ticket: the card leaves its slot, its pick is
 * done, and how identity was shown is kept.
 * @param mayAnywhere whether the giver may do it at a counter that is not theirs
 * @returns `wrong_card` when the ticket is not for this card, before anything else about it
 */
export function* handOver(
  command: Command,
  handover: Handover,
  mayAnywhere: boolean,
): Step<CardRow | Refusal> {
  const { serial, ticketId, staffId } = handover
  const ticket = yield* runOne(ticketById({ id: ticketId }))
  if (!ticket || ticket.centreId !== command.centre.id) return refuse('unknown_ticket')
  const row = yield* cardHere(command, serial)
  if ('refused' in row) return row
  if (!(yield* isFor(ticket, row))) return refuse('wrong_card', { serial })
  if (ticket.state !== 'called' && ticket.state !== 'serving')
    return refuse('ticket_not_at_counter', { state: ticket.state })
  if (ticket.staffId !== staffId && !mayAnywhere) return refuse('counter_taken')
  if (handover.identity === REPRESENTATIVE && handover.representativeCipher === null)
    return refuse('representative_needed')
  const move = decide(cardFrom(row), { do: 'hand_over' }, command.now)
  if ('refused' in move) return move
  const stored = yield* storeCardMove(command, row, move, { staffId, why: handover.identity })
  yield* run(insertHandover({ ...handover, centreId: command.centre.id, at: command.now }))
  if (ticket.cardSerial === null) yield* tieCard(ticketId, serial)
  yield* endPicks(
    command,
    serial,
    (pick) => (pick.ticketId === ticketId ? 'done' : 'cancelled'),
    staffId,
  )
  return stored
}
