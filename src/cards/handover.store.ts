import { eq } from 'drizzle-orm'
import { serviceForIssue } from '../centres/centre.store.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { staffById } from '../staff/staff.store.ts'
import { tieCard } from '../tickets/move.store.ts'
import { type TicketRow, ticketById } from '../tickets/ticket.store.ts'
import { type CardRow, cardFrom, cardHere, storeCardMove, type Where } from './card.store.ts'
import { type CardMove, decide } from './card.ts'
import {
  exceptionsOf,
  type HandoverException,
  REPRESENTATIVE,
  type Receipt,
  WRONG_CODES_MAX,
  WRONG_CODES_MS,
} from './handover.ts'
import { countWrongCodes } from './incident.store.ts'
import { endPicks } from './pick.store.ts'
import { secondPerson } from './second-person.ts'

export type HandoverRow = Tables['handovers']['$inferSelect']

const insertHandover = statement<HandoverRow, unknown>((db, t) =>
  db.insert(t.handovers).values(placeholders(t.handovers)),
)

export const handoverOf = statement<{ serial: string }, HandoverRow[]>((db, t) =>
  db
    .select()
    .from(t.handovers)
    .where(eq(t.handovers.serial, $('serial'))),
)

/** What is known of a handover besides card, centre and time. */
export interface Handover
  extends Pick<
    HandoverRow,
    'serial' | 'ticketId' | 'identity' | 'oldCard' | 'representativeCipher' | 'staffId'
  > {
  /** false: who stands there in the owner's place brings nothing from the owner. */
  isAuthorised?: boolean
  /** Whether the pickup code that was told is the card's; null: none was told. */
  codeIsRight?: boolean | null
  signatureCipher?: string | null
  /** A receipt was asked for, by whoever hands over: without one it is an exception. */
  receiptAsked?: boolean
  /** Who answers for it beside `staffId`, their password proven. */
  secondId?: string | null
}

/** Whether a ticket is for this card; one taken without a personal number is for its visitor's. */
function* isFor(ticket: TicketRow, card: CardRow): Step<boolean> {
  if (ticket.cardSerial !== null) return ticket.cardSerial === card.serial
  const { centreId, serviceId: id } = ticket
  const service = yield* runOne(serviceForIssue({ centreId, id }))
  if (!service?.worksOnCards) return false
  return ticket.citizenHash === null || ticket.citizenHash === card.citizenHash
}

const receiptOf = ({ codeIsRight, signatureCipher }: Handover): Receipt => {
  if (codeIsRight) return 'pickup_code'
  return signatureCipher ? 'signature' : 'none'
}

/** Whether a code that was told is taken: not a wrong one, and none after too many of those. */
const objectionToCode = ({ codeIsRight = null }: Handover, wrongCodes: number): Refusal | null => {
  if (codeIsRight === null) return null
  if (wrongCodes >= WRONG_CODES_MAX) return refuse('too_many_codes')
  return codeIsRight ? null : refuse('wrong_pickup_code')
}

/** What stands against the two who answer for an exception: neither alone, and both of this centre. */
function* objectionTo(
  { centre }: Command,
  { staffId, secondId = null }: Handover,
  exceptions: readonly HandoverException[],
): Step<Refusal | null> {
  const no = secondPerson(secondId, [staffId], { why: exceptions.join(' ') })
  if (no || secondId === null) return no
  const second = yield* runOne(staffById({ id: secondId }))
  const worksHere = second?.centreId === null || second?.centreId === centre.id
  return second?.active && worksHere ? null : refuse('second_person_unknown')
}

/** A card, and the ticket at a counter for whose visitor it is meant. */
export type Offer = Pick<Handover, 'serial' | 'ticketId' | 'staffId'>

interface Fitting {
  ticket: TicketRow
  row: CardRow
  move: CardMove
}

/**
 * Whether a card may be given to the visitor of a ticket, as far as the two of them say.
 * @param mayAnywhere whether the giver may do it at a counter that is not theirs
 * @returns `wrong_card` when the ticket is not for this card, before anything else about it
 */
export function* offerCard(
  where: Where,
  { serial, ticketId, staffId }: Offer,
  mayAnywhere: boolean,
): Step<Fitting | Refusal> {
  const ticket = yield* runOne(ticketById({ id: ticketId }))
  if (!ticket || ticket.centreId !== where.centre.id) return refuse('unknown_ticket')
  const row = yield* cardHere(where, serial)
  if ('refused' in row) return row
  if (!(yield* isFor(ticket, row))) return refuse('wrong_card', { serial })
  if (ticket.state !== 'called' && ticket.state !== 'serving')
    return refuse('ticket_not_at_counter', { state: ticket.state })
  if (ticket.staffId !== staffId && !mayAnywhere) return refuse('counter_taken')
  const move = decide(cardFrom(row), { do: 'hand_over' }, where.now)
  return 'refused' in move ? move : { ticket, row, move }
}

/**
 * The proven giving of a card to the visitor of a ticket: the card leaves its slot, its pick is
 * done, and how identity was shown and the card received is kept. For an exception two members of
 * staff answer. A card that may not be offered is refused as `offerCard` refuses it.
 */
export function* handOver(
  command: Command,
  handover: Handover,
  mayAnywhere: boolean,
): Step<CardRow | Refusal> {
  const { serial, ticketId, staffId, identity, oldCard, representativeCipher } = handover
  const fitting = yield* offerCard(command, handover, mayAnywhere)
  if ('refused' in fitting) return fitting
  const { ticket, row, move } = fitting
  if (identity === REPRESENTATIVE && representativeCipher === null)
    return refuse('representative_needed')
  const wrongCodes = yield* countWrongCodes(serial, command.now - WRONG_CODES_MS)
  const noCode = objectionToCode(handover, wrongCodes)
  if (noCode) return noCode
  const receipt = receiptOf(handover)
  const exceptions = exceptionsOf({
    identity,
    isAuthorised: handover.isAuthorised !== false,
    receipt,
    // Whoever told a wrong code gets nothing by telling none.
    receiptNeeded:
      handover.receiptAsked === true ||
      wrongCodes > 0 ||
      command.centre.settings.receiptNeeded === true,
  })
  const no = exceptions.length > 0 ? yield* objectionTo(command, handover, exceptions) : null
  if (no) return no
  const secondId = exceptions.length > 0 ? (handover.secondId ?? null) : null
  const why = [identity, ...exceptions, ...(secondId === null ? [] : [`with ${secondId}`])]
  const stored = yield* storeCardMove(command, row, move, {
    staffId,
    // Given at a counter, whatever its page calls itself.
    device: command.station ?? ticket.counterId,
    why: why.join(' '),
  })
  yield* run(
    insertHandover({
      serial,
      centreId: command.centre.id,
      ticketId,
      identity,
      oldCard,
      representativeCipher,
      receipt,
      signatureCipher: handover.signatureCipher ?? null,
      exceptions,
      secondId,
      staffId,
      at: command.now,
    }),
  )
  if (ticket.cardSerial === null) yield* tieCard(ticketId, serial)
  yield* endPicks(
    command,
    serial,
    (pick) => (pick.ticketId === ticketId ? 'done' : 'cancelled'),
    staffId,
  )
  return stored
}
