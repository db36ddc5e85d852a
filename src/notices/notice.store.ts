import { and, asc, eq, gt, lte, notInArray, or, sql } from 'drizzle-orm'
import type { CardState, PickState } from '../cards/card.ts'
import type { CentreHours, Holidays } from '../centres/centre.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import type { Language } from '../language.ts'
import type { TicketState } from '../tickets/ticket.ts'
import { dueAt, expiresAt, type NoticeKind, noticeIdOf, patientKinds } from './notice.ts'

export type NoticeRow = Tables['notices']['$inferSelect']

/** The most that one sweep hands out; the next one goes on from there. */
const OWED_MAX = 500

const insertNotice = statement<NoticeRow, { id: string }[]>((db, t) =>
  db
    .insert(t.notices)
    .values(placeholders(t.notices))
    .onConflictDoNothing()
    .returning({ id: t.notices.id }),
)

/**
 * Writes a notice in the transaction of what it tells; the caller tells the outbox of it
 * (`noticeId`), so that it goes out at once.
 * @returns its id, or null when there has been one of this kind about this subject before
 */
export function* queueNotice(
  { centre, now }: Command,
  {
    kind,
    subject,
    language,
    phoneCipher,
    timeZone,
    notBefore = now,
  }: {
    kind: NoticeKind
    /** The ticket's id, or the card's serial, alone or with its stay. */
    subject: string
    language: Language
    phoneCipher: string
    timeZone: string
    /** Epoch milliseconds; it goes out with the first sweep after. */
    notBefore?: number
  },
): Step<string | null> {
  const inserted = yield* runOne(
    insertNotice({
      id: noticeIdOf(kind, subject),
      centreId: centre.id,
      kind,
      subject,
      language,
      phoneCipher,
      state: 'queued',
      attempts: 0,
      dueAt: dueAt(kind, Math.max(now, notBefore), timeZone),
      expiresAt: expiresAt(kind, now),
      parts: null,
      failure: null,
      leftThrough: null,
      queuedAt: now,
      sentAt: null,
    }),
  )
  return inserted?.id ?? null
}

const deleteUnsent = statement<{ id: string }, { id: string }[]>((db, t) =>
  db
    .delete(t.notices)
    .where(and(eq(t.notices.id, $('id')), eq(t.notices.state, 'queued'), eq(t.notices.attempts, 0)))
    .returning({ id: t.notices.id }),
)

/**
 * Takes a notice back that nobody has tried to send yet.
 * @returns whether it was: then it may be written again
 */
export function* withdrawNotice(kind: NoticeKind, subject: string): Step<boolean> {
  return (yield* run(deleteUnsent({ id: noticeIdOf(kind, subject) }))).length > 0
}

/** Those under way: the words of the partial index `notices_owed`. */
const underWay = sql`state in ('queued', 'sending')`

/**
 * No claim lasts for as long, and no message that is for now is put off for as long: what is due
 * later was written by a clock that has been put back since, and is due now. What may wait for the
 * end of the quiet hours waits for it by the new time.
 */
const CLAIMED_MAX_MS = 2 * 60_000
const PUT_OFF_MAX_MS = 30 * 60_000

interface Moment extends Record<string, unknown> {
  now: number
  claimsEnd: number
  farOff: number
}
const at = (now: number): Moment => ({
  now,
  claimsEnd: now + CLAIMED_MAX_MS,
  farOff: now + PUT_OFF_MAX_MS,
})

const isDue = ({ notices }: Tables) =>
  and(
    underWay,
    or(
      lte(notices.dueAt, $('now')),
      and(eq(notices.state, 'sending'), gt(notices.dueAt, $('claimsEnd'))),
      and(
        eq(notices.state, 'queued'),
        notInArray(notices.kind, patientKinds),
        gt(notices.dueAt, $('farOff')),
      ),
    ),
  )

const owedBy = statement<Moment, { noticeId: string }[]>((db, t) =>
  db
    .select({ noticeId: t.notices.id })
    .from(t.notices)
    .where(isDue(t))
    .orderBy(asc(t.notices.dueAt))
    .limit(OWED_MAX),
)
/** The ids of the notices that should be out by now, oldest first. */
export const owedNotices = (now: number) => owedBy(at(now))

const takeNotice = statement<{ id: string; until: number } & Moment, NoticeRow[]>((db, t) =>
  db
    .update(t.notices)
    .set({ state: 'sending', attempts: sql`${t.notices.attempts} + 1`, dueAt: sql`${$('until')}` })
    .where(and(eq(t.notices.id, $('id')), isDue(t)))
    .returning(),
)

/**
 * Takes a notice to send it: nobody else gets it before `until`, by which it must be out or put
 * back. An attempt counts from here, so that one that takes its process down is counted too.
 * @returns undefined when it is not due, somebody else's, or done
 */
export function* claimNotice(id: string, now: number, until: number): Step<NoticeRow | undefined> {
  return yield* runOne(takeNotice({ id, until, ...at(now) }))
}

/** A claim is known by its attempt: once a later one has been made, an earlier stores nothing. */
const isClaimed = (t: Tables) =>
  and(
    eq(t.notices.id, $('id')),
    eq(t.notices.attempts, $('claimed')),
    eq(t.notices.state, 'sending'),
  )

const letGo = statement<
  { id: string; claimed: number; leftThrough: string; parts: number },
  { id: string }[]
>((db, t) =>
  db
    .update(t.notices)
    .set({ ...placeholders(t.notices, ['leftThrough', 'parts']), failure: null })
    .where(isClaimed(t))
    .returning({ id: t.notices.id }),
)

/**
 * Stores that a claimed notice is about to go out through a channel: from here on, nobody can be
 * sure that it has not, until it is stored what was answered. What the attempt before was answered
 * is over.
 * @returns false when the claim had passed to somebody else; then it must not go out
 */
export function* leaveThrough(
  { id, attempts }: NoticeRow,
  leftThrough: string,
  parts: number,
): Step<boolean> {
  return (yield* run(letGo({ id, claimed: attempts, leftThrough, parts }))).length > 0
}

const outcomeColumns = [
  'state',
  'attempts',
  'dueAt',
  'parts',
  'failure',
  'leftThrough',
  'sentAt',
] as const
type Outcome = Pick<NoticeRow, (typeof outcomeColumns)[number]>

const settleNotice = statement<Outcome & { id: string; claimed: number }, { id: string }[]>(
  (db, t) =>
    db
      .update(t.notices)
      .set(placeholders(t.notices, [...outcomeColumns]))
      .where(isClaimed(t))
      .returning({ id: t.notices.id }),
)

/**
 * Stores what became of a claimed notice.
 * @param claimed the row as the claim gave it
 * @param outcome what changes; `failure` is a code, never personal data
 * @returns false when the claim had passed to somebody else
 */
export function* settle(
  claimed: NoticeRow,
  outcome: Partial<Outcome> & Pick<Outcome, 'state'>,
): Step<boolean> {
  const { id, attempts, dueAt: due, parts, failure, leftThrough, sentAt } = claimed
  const settled = yield* run(
    settleNotice({
      id,
      claimed: attempts,
      attempts,
      dueAt: due,
      parts,
      failure,
      leftThrough,
      sentAt,
      ...outcome,
    }),
  )
  return settled.length > 0
}

/** What a ticket's message is written from. */
export const ticketFacts = statement<
  { ticketId: string },
  {
    ticketId: string
    centreId: string
    number: string
    state: TicketState
    /** How the fetching of its card stands, where it has one. */
    pick: PickState | null
    serviceAr: string
    serviceEn: string
    centreAr: string
    centreEn: string
  }[]
>((db, t) =>
  db
    .select({
      ticketId: t.tickets.id,
      centreId: t.tickets.centreId,
      number: t.tickets.number,
      state: t.tickets.state,
      pick: t.picks.state,
      serviceAr: t.services.nameAr,
      serviceEn: t.services.nameEn,
      centreAr: t.centres.nameAr,
      centreEn: t.centres.nameEn,
    })
    .from(t.tickets)
    .leftJoin(t.picks, eq(t.picks.ticketId, t.tickets.id))
    .innerJoin(t.centres, eq(t.centres.id, t.tickets.centreId))
    .innerJoin(
      t.services,
      and(eq(t.services.centreId, t.tickets.centreId), eq(t.services.id, t.tickets.serviceId)),
    )
    .where(eq(t.tickets.id, $('ticketId'))),
)

/** What a card's message is written from. */
export const cardFacts = statement<
  { serial: string },
  {
    serial: string
    state: CardState
    blocked: boolean
    centreAr: string
    centreEn: string
    timeZone: string
    hours: CentreHours
    holidays: Holidays
  }[]
>((db, t) =>
  db
    .select({
      serial: t.cards.serial,
      state: t.cards.state,
      blocked: t.cards.blocked,
      centreAr: t.centres.nameAr,
      centreEn: t.centres.nameEn,
      timeZone: t.centres.timeZone,
      hours: t.centres.hours,
      holidays: t.centres.holidays,
    })
    .from(t.cards)
    .innerJoin(t.centres, eq(t.centres.id, t.cards.centreId))
    .where(eq(t.cards.serial, $('serial'))),
)
