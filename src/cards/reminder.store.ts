import { and, asc, eq, gt, isNotNull, lte, sql } from 'drizzle-orm'
import { $, type Command, run, type Step, statement } from '../db/transact.ts'
import { queueNotice } from '../notices/notice.store.ts'
import { stayOf } from '../notices/notice.ts'
import type { CardRow } from './card.store.ts'
import { type Reminder, readyBetween } from './reminder.ts'

/** The most reminders of one command: others are served between two of them. */
export const REMINDERS_MAX = 200

type Unreminded = Pick<CardRow, 'serial' | 'language' | 'phoneCipher' | 'readyAt'>

/**
 * Cards whose owners were told that they are ready and have not been reminded since. The last
 * condition says in SQL what `stayOf` says. The partial index is used only where its condition
 * stands in the query to the letter.
 */
const cardsToRemind = statement<
  { centreId: string; kind: string; after: number; upTo: number },
  Unreminded[]
>((db, t) =>
  db
    .select({
      serial: t.cards.serial,
      language: t.cards.language,
      phoneCipher: t.cards.phoneCipher,
      readyAt: t.cards.readyAt,
    })
    .from(t.cards)
    .where(
      and(
        eq(t.cards.centreId, $('centreId')),
        sql`state = 'shelved'`,
        gt(t.cards.readyAt, $('after')),
        lte(t.cards.readyAt, $('upTo')),
        eq(t.cards.blocked, false),
        isNotNull(t.cards.phoneCipher),
        sql`exists (select 1 from notices told
          where told.kind = 'card_ready' and told.subject = ${t.cards.serial})`,
        sql`not exists (select 1 from notices reminded where reminded.kind = ${$('kind')}
          and reminded.subject = ${t.cards.serial} || '.' || ${t.cards.readyAt})`,
      ),
    )
    .orderBy(asc(t.cards.readyAt))
    .limit(REMINDERS_MAX),
)

/** The first cards of a centre that a reminder is owed for at `now`. */
export const owedReminders = (centreId: string, reminder: Reminder, now: number) =>
  cardsToRemind({ centreId, kind: reminder.kind, ...readyBetween(reminder, now) })

/**
 * Writes one slice of reminders. What is owed is read under the lock, so that a card which was just
 * handed over is not among them.
 * @returns how many were written
 */
export function* remindOwners(command: Command, reminder: Reminder): Step<number> {
  const { centre, now } = command
  const rows = yield* run(owedReminders(centre.id, reminder, now))
  for (const { serial, language, phoneCipher, readyAt } of rows) {
    if (phoneCipher === null || readyAt === null) continue
    const noticeId = yield* queueNotice(command, {
      kind: reminder.kind,
      subject: stayOf(serial, readyAt),
      language,
      phoneCipher,
      timeZone: centre.timeZone,
    })
    if (noticeId) command.tell({ type: 'notice_queued', subject: noticeId })
  }
  return rows.length
}
