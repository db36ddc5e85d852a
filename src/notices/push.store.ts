import { and, eq, isNull } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { queueNotice } from './notice.store.ts'
import type { PushNoticeKind } from './notice.ts'

type TicketRow = Tables['tickets']['$inferSelect']

const updatePush = statement<{ id: string; pushCipher: string | null }, { id: string }[]>((db, t) =>
  db
    .update(t.tickets)
    .set(placeholders(t.tickets, ['pushCipher']))
    .where(and(eq(t.tickets.id, $('id')), isNull(t.tickets.endedAt)))
    .returning({ id: t.tickets.id }),
)

/** From now on this browser is told of the ticket, in place of any before. */
export function* keepPush(id: string, pushCipher: string): Step<Refusal | null> {
  return (yield* runOne(updatePush({ id, pushCipher }))) ? null : refuse('ticket_ended')
}

const forget = statement<{ id: string }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set({ pushCipher: null })
    .where(eq(t.tickets.id, $('id'))),
)

/** No browser is told of the ticket any more. */
export function* erasePush(id: string): Step<void> {
  yield* run(forget({ id }))
}

const forgetOne = statement<{ id: string; pushCipher: string }, unknown>((db, t) =>
  db
    .update(t.tickets)
    .set({ pushCipher: null })
    .where(and(eq(t.tickets.id, $('id')), eq(t.tickets.pushCipher, $('pushCipher')))),
)

/** As `erasePush`, for a subscription that is no more; one that came after it stays. */
export function* erasePushThatIs(id: string, pushCipher: string): Step<void> {
  yield* run(forgetOne({ id, pushCipher }))
}

/** Writes what a ticket's browser is told, in the transaction of what it tells; without one, nothing. */
export function* queuePush(
  command: Command,
  { id, language, pushCipher }: Pick<TicketRow, 'id' | 'language' | 'pushCipher'>,
  kind: PushNoticeKind,
  subject: string = id,
): Step<void> {
  if (pushCipher === null) return
  const { timeZone } = command.centre
  // The browser stands on the ticket alone: given up there, it is told nothing more.
  const noticeId = yield* queueNotice(command, {
    kind,
    subject,
    language,
    phoneCipher: '',
    timeZone,
  })
  if (noticeId) command.tell({ type: 'notice_queued', subject: noticeId })
}

/** What a push is written from. */
export const pushFacts = statement<
  { ticketId: string },
  (Pick<TicketRow, 'centreId' | 'number' | 'state' | 'revision' | 'pushCipher'> & {
    counter: string | null
  })[]
>((db, t) =>
  db
    .select({
      centreId: t.tickets.centreId,
      number: t.tickets.number,
      state: t.tickets.state,
      revision: t.tickets.revision,
      pushCipher: t.tickets.pushCipher,
      counter: t.counters.label,
    })
    .from(t.tickets)
    .leftJoin(t.counters, eq(t.counters.id, t.tickets.counterId))
    .where(eq(t.tickets.id, $('ticketId'))),
)
