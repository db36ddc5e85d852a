import { nextOpening } from '../centres/hours.ts'
import type { Deps } from '../deps.ts'
import { pauseAfter } from '../jobs/pauses.ts'
import type { JobHandlers, JobOutcome } from '../jobs/queue.ts'
import { type Channel, type Message, type Sent, UNDER_WAY_MAX } from './channel.ts'
import {
  cardFacts,
  claimNotice,
  leaveThrough,
  type NoticeRow,
  owedNotices,
  settle,
  ticketFacts,
} from './notice.store.ts'
import {
  type CardNoticeKind,
  callIn,
  dueAt,
  type PushNoticeKind,
  serialIn,
  stillTrue,
  type TicketNoticeKind,
} from './notice.ts'
import { ownText } from './own-text.store.ts'
import { erasePushThatIs, pushFacts } from './push.store.ts'
import { payloadOf } from './push.ts'
import { keepParts, partsTaken } from './receipt.store.ts'
import { partsOf } from './sms-length.ts'
import { textOf, type Wording } from './templates.ts'

/** How long one attempt may take; after it the notice is anybody's again. */
const CLAIM_MS = 60_000
/** The end of a claim is kept clear, so that a slow attempt cannot meet the next one. */
const SEND_WITHIN_MS = 45_000

const DONE: JobOutcome = { done: true }

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'vault' | 'log' | 'publicUrl'> & {
  channel: Channel
  /** To the browsers of visitors. */
  push: Channel
  /** How many are called before a ticket now. */
  aheadOf: (centreId: string, ticketId: string) => Promise<number>
}

/** A ticket's subscription, sealed. */
interface Browser {
  ticketId: string
  pushCipher: string
}

/** Say it now, wait until the quiet hours are over, or drop it: it is not true any more. */
type Briefing = { say: Wording; browser?: Browser } | { waitUntil: number } | 'untrue'

const briefOnCard = async (
  { db, vault }: NoticeDeps,
  kind: CardNoticeKind,
  subject: string,
  now: number,
): Promise<Briefing> => {
  const serial = serialIn(subject)
  const [card] = await db.read(cardFacts({ serial }))
  if (!card || !stillTrue({ kind, ...card })) return 'untrue'
  const due = dueAt(kind, now, card.timeZone)
  if (due > now) return { waitUntil: due }
  const centre = { ar: card.centreAr, en: card.centreEn }
  const opening = nextOpening(card, now)
  return { say: { kind, centre, opening, pickupCode: vault.pickupCode(serial) } }
}

const briefOnTicket = async (
  { db, vault, publicUrl, aheadOf }: NoticeDeps,
  kind: TicketNoticeKind,
  ticketId: string,
): Promise<Briefing> => {
  const [ticket] = await db.read(ticketFacts({ ticketId }))
  if (!ticket || !stillTrue({ kind, ...ticket })) return 'untrue'
  const { number, centreId } = ticket
  const link = `${publicUrl()}/t/${ticketId}#${vault.ticketSecret(ticketId)}`
  const centre = { ar: ticket.centreAr, en: ticket.centreEn }
  if (kind === 'nearly_turn')
    return { say: { kind, number, centre, link, ahead: await aheadOf(centreId, ticketId) } }
  if (kind === 'pick_not_found') return { say: { kind, number } }
  const service = { ar: ticket.serviceAr, en: ticket.serviceEn }
  return { say: { kind, number, link, centre, service } }
}

const briefOnPush = async (
  { db, aheadOf }: NoticeDeps,
  kind: PushNoticeKind,
  subject: string,
): Promise<Briefing> => {
  const { ticketId, revision } = callIn(subject)
  const [ticket] = await db.read(pushFacts({ ticketId }))
  if (!ticket || ticket.pushCipher === null) return 'untrue'
  const { number, centreId, state, counter, pushCipher } = ticket
  // A ticket that is called has its revision from its newest call or recall.
  if (!stillTrue({ kind, state, isNewest: ticket.revision === revision })) return 'untrue'
  const browser = { ticketId, pushCipher }
  if (kind === 'push_nearly')
    return { say: { kind, number, ahead: await aheadOf(centreId, ticketId) }, browser }
  return counter === null ? 'untrue' : { say: { kind, number, counter }, browser }
}

const briefOn = (deps: NoticeDeps, { kind, subject }: NoticeRow, now: number) => {
  switch (kind) {
    case 'ticket_issued':
    case 'nearly_turn':
    case 'pick_not_found':
      return briefOnTicket(deps, kind, subject)
    case 'push_nearly':
    case 'push_called':
      return briefOnPush(deps, kind, subject)
    case 'card_ready':
    case 'card_reminder_7':
    case 'card_reminder_30':
      return briefOnCard(deps, kind, subject, now)
  }
  return kind satisfies never
}

/** Whom a notice goes to, or null when that was sealed under another key. */
const opened = ({ vault }: NoticeDeps, cipher: string): string | null => {
  try {
    return vault.open(cipher)
  } catch {
    // DATA_KEY has changed or the row was tampered with: no attempt will ever succeed.
    return null
  }
}

/**
 * What is known of the parts of a notice that may be out: an attempt that was answered has stored
 * why it failed, and what had been taken of it; one that died has stored neither.
 */
const partsOutOf = async (
  { db }: NoticeDeps,
  { id: noticeId, leftThrough: channel, failure }: NoticeRow,
): Promise<string[] | null> => {
  if (channel === null || failure === null) return null
  return (await db.read(partsTaken({ noticeId, channel }))).map(({ partId }) => partId)
}

/** Hands a claimed notice to a channel. @returns its row as it stands after, and the answer */
const handOver = async (
  { db }: NoticeDeps,
  channel: Channel,
  notice: NoticeRow,
  message: Omit<Message, 'leave'>,
): Promise<{ tried: NoticeRow; sent: Sent }> => {
  const { parts } = message
  let { leftThrough } = notice
  const leave = async (through: string) => {
    const stored = await db.amend(() => leaveThrough(notice, through, parts))
    if (stored) leftThrough = through
    return stored
  }
  const sent = await channel.send({ ...message, leave })
  // Who is sure that it did not go out now leaves it as it was before.
  const surelyNot = !sent.sent && !sent.unsure
  return { tried: { ...notice, parts, ...(surelyNot ? {} : { leftThrough }) }, sent }
}

/** Stores what the channel answered, and says when to try again. */
const settleSent = async (
  { db, clock, log }: NoticeDeps,
  tried: NoticeRow,
  sent: Sent,
  browser: Browser | undefined,
): Promise<JobOutcome> => {
  const now = clock.now()
  const { id: noticeId, attempts, parts, leftThrough: channel } = tried
  const { ids = [] } = sent
  const store = (outcome: Pick<NoticeRow, 'state'> & Partial<NoticeRow>) =>
    db.amend(function* () {
      const kept = yield* settle(tried, outcome)
      if (channel !== null) yield* keepParts(noticeId, channel, ids, now)
      if (browser && !sent.sent && sent.gone)
        yield* erasePushThatIs(browser.ticketId, browser.pushCipher)
      return kept
    })
  if (sent.sent) {
    const kept = await store({ state: 'sent', failure: null, sentAt: now })
    if (kept) log.info({ noticeId, attempts, parts, channel }, 'notice sent')
    return DONE
  }
  const { why: failure, unsure, final = false, gone = false } = sent
  const pauseMs = final ? null : pauseAfter('send_notice', attempts)
  if (pauseMs === null) {
    await store({ state: 'failed', failure })
    // A browser that has given up its subscription is nobody's fault.
    log[gone ? 'info' : 'error'](
      { noticeId, attempts, failure, unsure, channel },
      'notice given up',
    )
    return DONE
  }
  const kept = await store({ state: 'queued', dueAt: now + pauseMs, failure })
  log.warn({ noticeId, attempts, failure, unsure, pauseMs }, 'notice not sent, to be tried again')
  return kept ? { again: { inMs: pauseMs } } : DONE
}

/** Sends a notice that is claimed; every way out of it stores what became of it. */
const sendClaimed = async (
  deps: NoticeDeps,
  notice: NoticeRow,
  claimedAt: number,
): Promise<JobOutcome> => {
  const { db, log } = deps
  const { id: noticeId, centreId, kind, language, attempts } = notice
  const end = async (state: 'failed' | 'expired', failure: string) => {
    await db.amend(() => settle(notice, { state, failure }))
    log.info({ noticeId, state, failure }, 'notice not sent')
    return DONE
  }
  if (claimedAt >= notice.expiresAt) return end('expired', 'too_late')
  const [briefing, [own]] = await Promise.all([
    briefOn(deps, notice, claimedAt),
    db.read(ownText({ centreId, kind, language })),
  ])
  if (briefing === 'untrue') return end('expired', 'no_longer_true')
  if ('waitUntil' in briefing) {
    // The attempt does not count, and the sweep finds it in the morning.
    const { waitUntil } = briefing
    await db.amend(() =>
      settle(notice, { state: 'queued', dueAt: waitUntil, attempts: attempts - 1 }),
    )
    return DONE
  }
  const { say, browser } = briefing
  const to = opened(deps, browser?.pushCipher ?? notice.phoneCipher)
  if (to === null) return end('failed', browser ? 'push_unreadable' : 'phone_unreadable')
  const text = textOf(say, language, own?.text)
  const ticket = browser?.ticketId
  const message = {
    noticeId,
    to,
    ...(ticket === undefined
      ? { text, parts: partsOf(text) }
      : {
          text: payloadOf({ id: noticeId, ticket, language }, text),
          parts: 0,
          topic: deps.vault.pushTopic(ticket),
        }),
    at: claimedAt,
    leftThrough: notice.leftThrough,
    partsOut: await partsOutOf(deps, notice),
    notAfter: claimedAt + SEND_WITHIN_MS,
    expiresAt: notice.expiresAt,
  }
  const { tried, sent } = await handOver(deps, browser ? deps.push : deps.channel, notice, message)
  return settleSent(deps, tried, sent, browser)
}

/**
 * The work of `send_notice`: claim, write the text, hand it to the channel, store the outcome. Run
 * twice, also at the same time, it does nothing the second time. Only the phone or
 * the browser it is sent to is ever decrypted, and nothing of it is logged.
 */
export const noticeHandler = (deps: NoticeDeps): JobHandlers['send_notice'] => ({
  run: async ({ noticeId }) => {
    const now = deps.clock.now()
    const claimed = await deps.db.amend(() => claimNotice(noticeId, now, now + CLAIM_MS))
    return claimed ? sendClaimed(deps, claimed, now) : DONE
  },
  owed: (now) => deps.db.read(owedNotices(now)),
  concurrency: UNDER_WAY_MAX,
})
