import { type Command, runOne, type Step } from '../db/transact.ts'
import { queueNotice } from '../notices/notice.store.ts'
import type { Refusal } from '../refusal.ts'
import { moveTicket } from '../tickets/move.store.ts'
import { ticketById } from '../tickets/ticket.store.ts'
import { cardFrom, cardHere, type Scan, storeCardMove } from './card.store.ts'
import { decide } from './card.ts'
import { countHappened } from './figure.store.ts'
import { openIncident } from './incident.store.ts'
import { endPicks, livePick, type PickRow } from './pick.store.ts'

/**
 * The visitor who waits for a card that is not there is told, once for their ticket. Nobody calls
 * them to a counter that could give them nothing: the ticket is parked until the card turns up, or
 * somebody at a counter brings it back to talk with them.
 */
function* holdVisitor(command: Command, ticketId: string): Step<void> {
  const ticket = yield* runOne(ticketById({ id: ticketId }))
  if (!ticket || ticket.endedAt !== null) return
  if (ticket.state === 'waiting' || ticket.awayUntil !== null)
    yield* moveTicket(command, ticket, { do: 'hold' })
  if (ticket.phoneCipher === null) return
  const noticeId = yield* queueNotice(command, {
    kind: 'pick_not_found',
    subject: ticketId,
    language: ticket.language,
    phoneCipher: ticket.phoneCipher,
    timeZone: command.centre.timeZone,
  })
  if (noticeId) command.tell({ type: 'notice_queued', subject: noticeId })
}

/**
 * A card that somebody waits for was looked for in vain: its picks end, and each visitor who is
 * still there is told at once, by their phone's page and by a message where they gave a phone.
 */
export function* endInVain(command: Command, serial: string, staffId: string | null): Step<void> {
  const picks = yield* endPicks(command, serial, () => 'not_found', staffId)
  for (const { ticketId, endedAt } of picks)
    if (endedAt === null) yield* holdVisitor(command, ticketId)
}

/** The card of a pick is not where it should be: it is missing from now on, and searched for. */
export function* missPick(
  command: Command,
  id: string,
  incidentId: string,
  scan: Scan,
): Step<PickRow | Refusal> {
  const pick = yield* livePick(command, id)
  if ('refused' in pick) return pick
  const row = yield* cardHere(command, pick.serial)
  if ('refused' in row) return row
  const move = decide(cardFrom(row), { do: 'miss' }, command.now)
  if ('refused' in move) return move
  yield* storeCardMove(command, row, move, { ...scan, why: `not found for ${pick.number}` })
  yield* openIncident(command, {
    id: incidentId,
    kind: 'not_found',
    serial: pick.serial,
    manifestId: null,
    note: row.place ?? '',
  })
  yield* endInVain(command, pick.serial, scan.staffId)
  yield* countHappened(command, [{ kind: 'not_found', at: command.now }])
  return { ...pick, state: 'not_found', endedAt: command.now, staffId: scan.staffId }
}

/** A card is on a shelf again: those who were parked because it was not there wait for their turn. */
export function* callBack(command: Command, ticketIds: readonly string[]): Step<void> {
  for (const id of ticketIds) {
    const ticket = yield* runOne(ticketById({ id }))
    // Who asked for more time is left it.
    if (ticket?.state === 'parked' && ticket.awayUntil === null)
      yield* moveTicket(command, ticket, { do: 'unpark' })
  }
}
