import { DateTime } from 'luxon'
import type { CardState, PickState } from '../cards/card.ts'
import type { TicketState } from '../tickets/ticket.ts'

export const noticeKinds = [
  'ticket_issued',
  'nearly_turn',
  'pick_not_found',
  'card_ready',
  'card_reminder_7',
  'card_reminder_30',
  'push_nearly',
  'push_called',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Those about a card that lies ready. */
export type CardNoticeKind = Extract<NoticeKind, `card_${string}`>
/** Those to the browser of a ticket's visitor, by Web Push. */
export type PushNoticeKind = Extract<NoticeKind, `push_${string}`>
/** Whether it goes to a browser; all others go out as SMS. */
export const isPush = (kind: NoticeKind): kind is PushNoticeKind => kind.startsWith('push_')
/** Those to the phone of a ticket's visitor. */
export type TicketNoticeKind = Exclude<NoticeKind, CardNoticeKind | PushNoticeKind>

/** `sending` is a claim on the way from queued to sent. */
export type NoticeState = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'expired'

const HOUR_MS = 3_600_000
const MIN_MS = 60_000

/** Local hours between which nobody is woken by what can wait: from 20:00 until 09:00. */
const QUIET_FROM_HOUR = 20
const QUIET_UNTIL_HOUR = 9

/** The visitor of a ticket is on the way or in the hall; the owner of a card can wait for morning. */
const canWait: Record<NoticeKind, boolean> = {
  ticket_issued: false,
  nearly_turn: false,
  pick_not_found: false,
  card_ready: true,
  card_reminder_7: true,
  card_reminder_30: true,
  push_nearly: false,
  push_called: false,
}

/** Those that wait for the end of the quiet hours. */
export const patientKinds = noticeKinds.filter((kind) => canWait[kind])

/** How long after it was written a notice is still worth sending. */
const usefulForMs: Record<NoticeKind, number> = {
  ticket_issued: 4 * HOUR_MS,
  nearly_turn: 4 * HOUR_MS,
  pick_not_found: 4 * HOUR_MS,
  card_ready: 7 * 24 * HOUR_MS,
  card_reminder_7: 7 * 24 * HOUR_MS,
  card_reminder_30: 7 * 24 * HOUR_MS,
  push_nearly: 10 * MIN_MS,
  push_called: 5 * MIN_MS,
}

/**
 * One notice of a kind for one ticket or card: the same again is the same notice. It is also the
 * key under which a channel recognises what it has sent before.
 */
export const noticeIdOf = (kind: NoticeKind, subject: string): string => `${kind}-${subject}`

/**
 * The subject of what is told of a card as it lies in one centre: after it has moved to another one
 * its owner is told, and reminded, anew. A serial has no dot in it.
 */
export const stayOf = (serial: string, readyAt: number): string => `${serial}.${readyAt}`

/** The subject of one call of a ticket: a recall is told as well. An id has no dot in it. */
export const callOf = (ticketId: string, revision: number): string => `${ticketId}.${revision}`

/** Which call of a ticket a subject names. */
export const callIn = (subject: string): { ticketId: string; revision: number } => {
  const [ticketId = '', revision] = subject.split('.')
  return { ticketId, revision: Number(revision) }
}

/** The serial of the card that a notice is about. */
export const serialIn = (subject: string): string => subject.split('.', 1)[0] ?? subject

/**
 * When a notice may go out that is ready at `now`: at once, or at the end of the quiet hours.
 * @returns epoch milliseconds
 */
export const dueAt = (kind: NoticeKind, now: number, timeZone: string): number => {
  if (!canWait[kind]) return now
  const local = DateTime.fromMillis(now, { zone: timeZone })
  const morning = local.startOf('day').set({ hour: QUIET_UNTIL_HOUR })
  if (local.hour < QUIET_UNTIL_HOUR) return morning.toMillis()
  if (local.hour >= QUIET_FROM_HOUR) return morning.plus({ days: 1 }).toMillis()
  return now
}

/** When a notice written at `now` has become useless, epoch milliseconds. */
export const expiresAt = (kind: NoticeKind, now: number): number => now + usefulForMs[kind]

/** What a notice tells of, as it stands when the notice is about to go out. */
export type SubjectState =
  | { kind: 'ticket_issued' | 'nearly_turn' | 'push_nearly'; state: TicketState }
  | { kind: 'push_called'; state: TicketState; isNewest: boolean }
  | { kind: 'pick_not_found'; state: TicketState; pick: PickState | null }
  | { kind: CardNoticeKind; state: CardState; blocked: boolean }

const isOver = (state: TicketState): boolean => ['served', 'no_show', 'left'].includes(state)

/**
 * Whether a notice is still true: a message that comes late must not send anybody to a counter
 * that has called already, or to a card that has been collected.
 */
export const stillTrue = (subject: SubjectState): boolean => {
  switch (subject.kind) {
    case 'ticket_issued':
      return !isOver(subject.state)
    case 'pick_not_found':
      return !isOver(subject.state) && subject.pick === 'not_found'
    case 'nearly_turn':
    case 'push_nearly':
      return subject.state === 'waiting'
    case 'push_called':
      return subject.state === 'called' && subject.isNewest
    case 'card_ready':
    case 'card_reminder_7':
    case 'card_reminder_30':
      return subject.state === 'shelved' && !subject.blocked
  }
  return subject satisfies never
}
