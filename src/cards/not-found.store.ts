import { type Command, runOne, type Step } from '../db/transact.ts'
import { queueNotice } from '../notices/notice.store.ts'
import type { Refusal } from '../refusal.ts'
import { ticketById } from '../tickets/ticket.store.ts'
import { cardFrom, cardHere, type Scan, storeCardMove } from './card.store.ts'
import { decide } from './card.ts'
import { countHappened } from './figure.store.ts'
import { openIncident } from './incident.store.ts'
import { endPicks, livePick, type PickRow } from './pick.store.ts'

/** The visitor who waits for a card that is not there is told, once for their ticket. */
function* tellVisitor(command: Command, ticketId: string): Step<void> {
  const ticket = yield* runOne(ticketById({ id: ticketId }))
  if (!ticket || ticket.endedAt !== null || ticket.phoneCipher === null) return
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
    if (endedAt === null) yield* tellVisitor(command, ticketId)
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
