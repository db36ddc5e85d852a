import { and, asc, desc, eq, lte, ne, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, statement } from '../db/transact.ts'
import type { CallReason } from './choose.ts'
import type { Ticket } from './ticket.ts'

export type TicketRow = Tables['tickets']['$inferSelect']
type SpanRow = Tables['spans']['$inferSelect']
export type CallRow = Tables['calls']['$inferSelect']

// A partial index is used only where its condition stands in the query to the letter.
const isAtCounter = sql`state in ('called', 'serving')`

export const isWaiting = sql`state = 'waiting'`

/** At a counter or parked: what is neither over nor waiting. */
export const isElsewhere = sql`ended_at is null and state <> 'waiting'`

export const ticketById = statement<{ id: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(eq(t.tickets.id, $('id'))),
)

export const ticketByRequest = statement<
  { centreId: string; requestedBy: string; requestId: string },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.requestedBy, $('requestedBy')),
        eq(t.tickets.requestId, $('requestId')),
      ),
    ),
)

export const ticketAtCounter = statement<{ counterId: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(and(eq(t.tickets.counterId, $('counterId')), isAtCounter)),
)

/** The living tickets that are not waiting: at a counter or parked. */
export const aliveElsewhere = statement<{ centreId: string }, TicketRow[]>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isElsewhere))
    .orderBy(asc(t.tickets.stateSince)),
)

/** The most who come back in one run; the next one takes the others. */
const BACK_AT_ONCE = 100

/** Tickets whose visitors asked for more time that is over, the longest over first. */
export const backAgain = statement<{ centreId: string; now: number }, { id: string }[]>((db, t) =>
  db
    .select({ id: t.tickets.id })
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        sql`away_until is not null`,
        lte(t.tickets.awayUntil, $('now')),
      ),
    )
    .orderBy(asc(t.tickets.awayUntil))
    .limit(BACK_AT_ONCE),
)

export const ticketByNumber = statement<
  { centreId: string; day: string; number: string },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.day, $('day')),
        eq(t.tickets.number, $('number')),
      ),
    ),
)

/** The most stretches of a visit that are shown. */
const SPANS_MAX = 24

/** The stretches of a visit, as they came, and the labels of their counters. */
export const spansOf = statement<
  { ticketId: string },
  (Pick<SpanRow, 'kind' | 'serviceId' | 'fromAt' | 'toAt'> & { counterLabel: string | null })[]
>((db, t) =>
  db
    .select({
      kind: t.spans.kind,
      serviceId: t.spans.serviceId,
      fromAt: t.spans.fromAt,
      toAt: t.spans.toAt,
      counterLabel: t.counters.label,
    })
    .from(t.spans)
    .leftJoin(t.counters, eq(t.counters.id, t.spans.counterId))
    .where(and(eq(t.spans.ticketId, $('ticketId')), ne(t.spans.kind, 'wrap_up')))
    .orderBy(asc(t.spans.revision))
    .limit(SPANS_MAX),
)

export const reasonOfCall = statement<{ ticketId: string }, { reason: CallReason | null }[]>(
  (db, t) =>
    db
      .select({ reason: t.calls.reason })
      .from(t.calls)
      .where(and(eq(t.calls.ticketId, $('ticketId')), eq(t.calls.kind, 'call')))
      .orderBy(sql`${t.calls.revision} desc`)
      .limit(1),
)

/** A call as the lobby shows it; the reason, which is long, stays where it is. */
type ShownCall = Pick<CallRow, 'revision' | 'ticketId' | 'number' | 'counterLabel' | 'at' | 'kind'>

/** The newest calls and recalls of a centre, whenever they were; the caller leaves out old days. */
export const newestCalls = statement<{ centreId: string }, ShownCall[]>((db, t) =>
  db
    .select({
      revision: t.calls.revision,
      ticketId: t.calls.ticketId,
      number: t.calls.number,
      counterLabel: t.calls.counterLabel,
      at: t.calls.at,
      kind: t.calls.kind,
    })
    .from(t.calls)
    .where(eq(t.calls.centreId, $('centreId')))
    .orderBy(desc(t.calls.revision))
    // Recalls repeat a ticket, so more rows are read than are shown.
    .limit(30),
)

/** A row read back into the union; a row that cannot be one is a broken database. */
export const ticketFrom = (row: TicketRow): Ticket => {
  const { state, counterId, staffId, calledAt, recalls, awayUntil, endedAt, outcome, ...visit } =
    row
  switch (state) {
    case 'waiting':
      return { ...visit, state }
    case 'parked':
      return { ...visit, state, awayUntil }
    case 'called':
    case 'serving':
      if (counterId === null || staffId === null || calledAt === null) break
      return { ...visit, state, counterId, staffId, calledAt, recalls }
    case 'served':
    case 'no_show':
    case 'left':
      if (endedAt === null) break
      return { ...visit, state, endedAt, outcome }
  }
  throw new Error(`ticket ${row.id} is ${state} without what that needs`)
}
