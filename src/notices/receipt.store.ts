import { and, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, placeholders, query, run, runOne, type Step, statement } from '../db/transact.ts'
import type { PartOutcome } from './channel.ts'
import { verdictOf } from './receipt.ts'

type PartRow = Tables['noticeParts']['$inferSelect']

/** The part that a provider calls so, by one of several spellings. */
export const partsCalled = (channel: string, partIds: readonly string[]) =>
  query((db, t) =>
    db
      .select({
        partId: t.noticeParts.partId,
        noticeId: t.noticeParts.noticeId,
        phoneCipher: t.notices.phoneCipher,
      })
      .from(t.noticeParts)
      .leftJoin(t.notices, eq(t.notices.id, t.noticeParts.noticeId))
      .where(and(eq(t.noticeParts.channel, channel), inArray(t.noticeParts.partId, [...partIds]))),
  )

/** The most that may be unsure at once and still be found by reference. */
const UNSURE_MAX = 2000

/** The notices of which nobody knows whether they went out through a channel. */
export const unsureNotices = statement<
  { channel: string; since: number },
  { id: string; phoneCipher: string }[]
>((db, t) =>
  db
    .select({ id: t.notices.id, phoneCipher: t.notices.phoneCipher })
    .from(t.notices)
    .where(
      and(
        // A partial index is used only where its condition stands in the query to the letter.
        sql`left_through is not null and sent_at is null`,
        eq(t.notices.leftThrough, $('channel')),
        gte(t.notices.queuedAt, $('since')),
      ),
    )
    .limit(UNSURE_MAX),
)

/** Touches the row and nothing else: receipts of the parts of one notice come one by one. */
const holdNotice = statement<{ id: string }, { id: string; parts: number | null }[]>((db, t) =>
  db
    .update(t.notices)
    .set({ parts: sql`${t.notices.parts}` })
    .where(eq(t.notices.id, $('id')))
    .returning({ id: t.notices.id, parts: t.notices.parts }),
)

/** An id that names another notice by now was given out again: what was said of it is void. */
const insertPart = statement<PartRow, unknown>((db, t) =>
  db
    .insert(t.noticeParts)
    .values(placeholders(t.noticeParts))
    .onConflictDoUpdate({
      target: [t.noticeParts.channel, t.noticeParts.partId],
      set: {
        outcome: sql`case when ${t.noticeParts.noticeId} is null or ${t.noticeParts.noticeId} = excluded.notice_id then ${t.noticeParts.outcome} end`,
        noticeId: sql`excluded.notice_id`,
        at: sql`excluded.at`,
      },
    }),
)

/** What was said first of a part stands. */
const insertOutcome = statement<PartRow, { noticeId: string | null }[]>((db, t) =>
  db
    .insert(t.noticeParts)
    .values(placeholders(t.noticeParts))
    .onConflictDoUpdate({
      target: [t.noticeParts.channel, t.noticeParts.partId],
      set: {
        outcome: sql`coalesce(${t.noticeParts.outcome}, excluded.outcome)`,
        noticeId: sql`coalesce(${t.noticeParts.noticeId}, excluded.notice_id)`,
      },
    })
    .returning({ noticeId: t.noticeParts.noticeId }),
)

const outcomesOf = statement<{ noticeId: string }, { outcome: PartOutcome | null }[]>((db, t) =>
  db
    .select({ outcome: t.noticeParts.outcome })
    .from(t.noticeParts)
    .where(eq(t.noticeParts.noticeId, $('noticeId'))),
)

/** The ids of a notice’s parts that a channel has taken. */
export const partsTaken = statement<{ noticeId: string; channel: string }, { partId: string }[]>(
  (db, t) =>
    db
      .select({ partId: t.noticeParts.partId })
      .from(t.noticeParts)
      .where(
        and(eq(t.noticeParts.noticeId, $('noticeId')), eq(t.noticeParts.channel, $('channel'))),
      ),
)

/** Only what is out, or may be, and has no verdict yet. */
const settleDelivery = statement<
  { id: string; state: PartOutcome; failure: string | null; now: number },
  unknown
>((db, t) =>
  db
    .update(t.notices)
    .set({
      ...placeholders(t.notices, ['state', 'failure']),
      sentAt: sql`coalesce(${t.notices.sentAt}, ${$('now')})`,
    })
    .where(
      and(
        eq(t.notices.id, $('id')),
        sql`(state = 'sent' or (left_through is not null and sent_at is null))`,
      ),
    ),
)

/** Draws the verdict from what is known of a notice's parts. */
function* judge(noticeId: string, now: number): Step<void> {
  const notice = yield* runOne(holdNotice({ id: noticeId }))
  if (!notice) return
  const outcomes = (yield* run(outcomesOf({ noticeId }))).map(({ outcome }) => outcome)
  const state = verdictOf(notice.parts, outcomes)
  if (state === null) return
  const failure = state === 'delivered' ? null : `receipt_${state}`
  yield* run(settleDelivery({ id: noticeId, state, failure, now }))
}

/** Stores what a provider calls the parts of a notice; receipts may have come before. */
export function* keepParts(
  noticeId: string,
  channel: string,
  partIds: readonly string[],
  at: number,
): Step<void> {
  for (const partId of partIds)
    yield* run(insertPart({ channel, partId, noticeId, outcome: null, at }))
  if (partIds.length > 0) yield* judge(noticeId, at)
}

/**
 * Stores what became of a part. Told again, out of order or of a part that nobody knows, it
 * changes no notice.
 * @param noticeId whose part it is, where that is known
 */
export function* keepOutcome(
  part: { channel: string; partId: string; noticeId: string | null; outcome: PartOutcome },
  now: number,
): Step<void> {
  // The notice is held first, as by the one who sent it, so that the two cannot wait for each other.
  if (part.noticeId !== null) yield* runOne(holdNotice({ id: part.noticeId }))
  const kept = yield* runOne(insertOutcome({ ...part, at: now }))
  if (kept && kept.noticeId !== null) yield* judge(kept.noticeId, now)
}
