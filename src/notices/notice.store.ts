import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { CardState } from '../cards/card.ts'
import type { CentreHours } from '../centres/centre.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, run, runOne, type Step, statement } from '../db/transact.ts'
import type { Language } from '../language.ts'
import type { TicketState } from '../tickets/ticket.ts'
import { dueAt, expiresAt, type NoticeKind, noticeIdOf } from './notice.ts'

export type NoticeRow = Tables['notices']['$inferSelect']

/** The most that one sweep hands out; the next one goes on from there. */
const OWED_MAX = 500

type NewNotice = Omit<NoticeRow, 'parts' | 'failure' | 'sentAt' | 'state' | 'attempts'>

const insertNotice = statement<NewNotice, { id: string }[]>((db, t) =>
  db
    .insert(t.notices)
    .values({
      id: $('id'),
      centreId: $('centreId'),
      kind: $('kind'),
      subject: $('subject'),
      language: $('language'),
      phoneCipher: $('phoneCipher'),
      state: 'queued',
      attempts: 0,
      dueAt: $('dueAt'),
      expiresAt: $('expiresAt'),
      queuedAt: $('queuedAt'),
    })
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
  }: {
    kind: NoticeKind
    /** The ticket's id or the card's serial. */
    subject: string
    language: Language
    phoneCipher: string
    timeZone: string
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
      dueAt: dueAt(kind, now, timeZone),
      expiresAt: expiresAt(kind, now),
      queuedAt: now,
    }),
  )
  return inserted?.id ?? null
}

/** Those under way: the words of the partial index `notices_owed`. */
const underWay = sql`state in ('queued', 'sending')`

/** The ids of the notices that should be out by now, oldest first. */
export const owedNotices = statement<{ now: number }, { noticeId: string }[]>((db, t) =>
  db
    .select({ noticeId: t.notices.id })
    .from(t.notices)
    .where(and(underWay, lte(t.notices.dueAt, $('now'))))
    .orderBy(asc(t.notices.dueAt))
    .limit(OWED_MAX),
)

const takeNotice = statement<{ id: string; now: number; until: number }, NoticeRow[]>((db, t) =>
  db
    .update(t.notices)
    .set({ state: 'sending', attempts: sql`${t.notices.attempts} + 1`, dueAt: sql`${$('until')}` })
    .where(and(eq(t.notices.id, $('id')), underWay, lte(t.notices.dueAt, $('now'))))
    .returning(),
)

/**
 * Takes a notice to send it: nobody else gets it before `until`, by which it must be out or put
 * back. An attempt counts from here, so that one that takes its process down is counted too.
 * @returns undefined when it is not due, somebody else's, or done
 */
export function* claimNotice(id: string, now: number, until: number): Step<NoticeRow | undefined> {
  return yield* runOne(takeNotice({ id, now, until }))
}

/** A claim is known by its attempt: a later claim has a higher one, and this one then stores nothing. */
export interface Claim {
  id: string
  attempts: number
}

const mine = (t: Tables) =>
  and(
    eq(t.notices.id, $('id')),
    eq(t.notices.attempts, $('attempts')),
    eq(t.notices.state, 'sending'),
  )

const endNotice = statement<
  Claim & Pick<NoticeRow, 'state' | 'parts' | 'failure' | 'sentAt'>,
  { id: string }[]
>((db, t) =>
  db
    .update(t.notices)
    .set({
      state: sql`${$('state')}`,
      parts: sql`${$('parts')}`,
      failure: sql`${$('failure')}`,
      sentAt: sql`${$('sentAt')}`,
    })
    .where(mine(t))
    .returning({ id: t.notices.id }),
)

const requeue = statement<
  Claim & { dueAt: number; failure: string | null; attemptsKept: number },
  unknown
>((db, t) =>
  db
    .update(t.notices)
    .set({
      state: 'queued',
      attempts: sql`${$('attemptsKept')}`,
      dueAt: sql`${$('dueAt')}`,
      failure: sql`${$('failure')}`,
    })
    .where(mine(t)),
)

/** It is out. `parts`: how many SMS it took. @returns false when the claim had passed to another */
export function* noticeSent(claim: Claim, parts: number, sentAt: number): Step<boolean> {
  const { id, attempts } = claim
  const ended = yield* run(endNotice({ id, attempts, state: 'sent', parts, failure: null, sentAt }))
  return ended.length > 0
}

/** It will not go out any more; `why` is a code, never personal data. */
export function* noticeEnded(
  { id, attempts }: Claim,
  state: 'failed' | 'expired',
  why: string,
): Step<void> {
  yield* run(endNotice({ id, attempts, state, parts: null, failure: why, sentAt: null }))
}

/** To be tried again at `at`, because of `why`. */
export function* noticeFailedFor({ id, attempts }: Claim, why: string, at: number): Step<void> {
  yield* run(requeue({ id, attempts, attemptsKept: attempts, dueAt: at, failure: why }))
}

/** Put back untried until `at`: the quiet hours have begun. The attempt does not count. */
export function* noticePostponed({ id, attempts }: Claim, at: number): Step<void> {
  yield* run(requeue({ id, attempts, attemptsKept: attempts - 1, dueAt: at, failure: null }))
}

/** What a ticket's message is written from. */
export const ticketFacts = statement<
  { ticketId: string },
  {
    ticketId: string
    centreId: string
    number: string
    state: TicketState
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
      serviceAr: t.services.nameAr,
      serviceEn: t.services.nameEn,
      centreAr: t.centres.nameAr,
      centreEn: t.centres.nameEn,
    })
    .from(t.tickets)
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
    })
    .from(t.cards)
    .innerJoin(t.centres, eq(t.centres.id, t.cards.centreId))
    .where(eq(t.cards.serial, $('serial'))),
)
