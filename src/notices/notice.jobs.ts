import { nextOpening } from '../centres/hours.ts'
import type { Deps } from '../deps.ts'
import { pauseAfter } from '../jobs/pauses.ts'
import type { JobHandlers, JobOutcome } from '../jobs/queue.ts'
import type { Channel, Message, Sent } from './channel.ts'
import {
  cardFacts,
  claimNotice,
  type NoticeRow,
  owedNotices,
  settle,
  ticketFacts,
} from './notice.store.ts'
import { dueAt, stillTrue } from './notice.ts'
import { partsOf, textOf, type Wording } from './templates.ts'

/** How long one attempt may take; after it the notice is anybody's again. */
const CLAIM_MS = 60_000
/** The end of a claim is kept clear, so that a slow attempt cannot meet the next one. */
const SEND_WITHIN_MS = 45_000
/** Those under way together share their commits and the channel's sync to the disk. */
const AT_ONCE = 64

const DONE: JobOutcome = { done: true }

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'vault' | 'log' | 'publicUrl'> & {
  channel: Channel
  /** How many are called before a ticket now. */
  aheadOf: (centreId: string, ticketId: string) => Promise<number>
}

/** Say it now, wait until the quiet hours are over, or drop it: it is not true any more. */
type Briefing = { say: Wording } | { waitUntil: number } | 'untrue'

const briefOnCard = async (
  { db, vault }: NoticeDeps,
  serial: string,
  now: number,
): Promise<Briefing> => {
  const kind = 'card_ready'
  const [card] = await db.read(cardFacts({ serial }))
  if (!card || !stillTrue({ kind, ...card })) return 'untrue'
  const due = dueAt(kind, now, card.timeZone)
  if (due > now) return { waitUntil: due }
  const centre = { ar: card.centreAr, en: card.centreEn }
  const opening = nextOpening(card.hours, now, card.timeZone)
  return { say: { kind, centre, opening, pickupCode: vault.pickupCode(serial) } }
}

const briefOnTicket = async (
  { db, vault, publicUrl, aheadOf }: NoticeDeps,
  kind: 'ticket_issued' | 'nearly_turn',
  ticketId: string,
): Promise<Briefing> => {
  const [ticket] = await db.read(ticketFacts({ ticketId }))
  if (!ticket || !stillTrue({ kind, ...ticket })) return 'untrue'
  const { number, centreId } = ticket
  const link = `${publicUrl()}/t/${ticketId}#${vault.ticketSecret(ticketId)}`
  if (kind === 'nearly_turn')
    return { say: { kind, number, link, ahead: await aheadOf(centreId, ticketId) } }
  const centre = { ar: ticket.centreAr, en: ticket.centreEn }
  const service = { ar: ticket.serviceAr, en: ticket.serviceEn }
  return { say: { kind, number, link, centre, service } }
}

/** The phone of a notice, or null when it was sealed under another key. */
const phoneOf = ({ vault }: NoticeDeps, { phoneCipher }: NoticeRow): string | null => {
  try {
    return vault.open(phoneCipher)
  } catch {
    // DATA_KEY has changed or the row was tampered with: no attempt will ever succeed.
    return null
  }
}

/** Stores what the channel answered, and says when to try again. */
const settleSent = async (
  { db, clock, log, channel }: NoticeDeps,
  notice: NoticeRow,
  sent: Sent,
  parts: number,
): Promise<JobOutcome> => {
  const now = clock.now()
  const { id, attempts } = notice
  if (sent.sent) {
    const kept = await db.amend(() =>
      settle(notice, { state: 'sent', parts, failure: null, sentAt: now }),
    )
    if (kept) log.info({ noticeId: id, attempts, parts, channel: channel.name }, 'notice sent')
    return DONE
  }
  const failure = sent.why
  const pauseMs = pauseAfter('send_notice', attempts)
  if (pauseMs === null) {
    await db.amend(() => settle(notice, { state: 'failed', failure }))
    log.error({ noticeId: id, attempts, failure }, 'notice given up')
    return DONE
  }
  const kept = await db.amend(() =>
    settle(notice, { state: 'queued', dueAt: now + pauseMs, failure }),
  )
  log.warn({ noticeId: id, attempts, failure, pauseMs }, 'notice not sent, to be tried again')
  return kept ? { again: { inMs: pauseMs } } : DONE
}

/** Sends a notice that is claimed; every way out of it stores what became of it. */
const sendClaimed = async (
  deps: NoticeDeps,
  notice: NoticeRow,
  claimedAt: number,
): Promise<JobOutcome> => {
  const { db, channel, log } = deps
  const { id: noticeId, language, attempts } = notice
  const end = async (state: 'failed' | 'expired', failure: string) => {
    await db.amend(() => settle(notice, { state, failure }))
    log.info({ noticeId, state, failure }, 'notice not sent')
    return DONE
  }
  if (claimedAt >= notice.expiresAt) return end('expired', 'too_late')
  const briefing =
    notice.kind === 'card_ready'
      ? await briefOnCard(deps, notice.subject, claimedAt)
      : await briefOnTicket(deps, notice.kind, notice.subject)
  if (briefing === 'untrue') return end('expired', 'no_longer_true')
  if ('waitUntil' in briefing) {
    // The attempt does not count, and the sweep finds it in the morning.
    const { waitUntil } = briefing
    await db.amend(() =>
      settle(notice, { state: 'queued', dueAt: waitUntil, attempts: attempts - 1 }),
    )
    return DONE
  }
  const to = phoneOf(deps, notice)
  if (to === null) return end('failed', 'phone_unreadable')
  const text = textOf(briefing.say, language)
  const parts = partsOf(text)
  const message: Message = {
    noticeId,
    to,
    text,
    parts,
    at: claimedAt,
    repeated: attempts > 1,
    notAfter: claimedAt + SEND_WITHIN_MS,
  }
  return settleSent(deps, notice, await channel.send(message), parts)
}

/**
 * The work of `send_notice`: claim, write the text, hand it to the channel, store the outcome. Run
 * twice, also at the same time, it does nothing the second time. Only the phone it is sent to is
 * ever decrypted, and nothing of it is logged.
 */
export const noticeHandler = (deps: NoticeDeps): JobHandlers['send_notice'] => ({
  run: async ({ noticeId }) => {
    const now = deps.clock.now()
    const claimed = await deps.db.amend(() => claimNotice(noticeId, now, now + CLAIM_MS))
    return claimed ? sendClaimed(deps, claimed, now) : DONE
  },
  owed: (now) => deps.db.read(owedNotices({ now })),
  concurrency: AT_ONCE,
})
