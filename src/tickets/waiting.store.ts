import {
  and,
  asc,
  count,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
} from 'drizzle-orm'
import { $, statement } from '../db/transact.ts'
import type { Candidate } from './choose.ts'
import type { TicketRow } from './ticket.store.ts'
import type { TicketClass } from './ticket.ts'

// A partial index is used only where its condition stands in the query to the letter.
const isWaiting = sql`state = 'waiting'`

/** Who waits, in one group, in the order in which they are called; the first two. */
export const firstTwo = statement<
  { centreId: string; serviceId: string; class: TicketClass; section: string },
  TicketRow[]
>((db, t) =>
  db
    .select()
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.serviceId, $('serviceId')),
        eq(t.tickets.class, $('class')),
        eq(t.tickets.section, $('section')),
        isWaiting,
      ),
    )
    .orderBy(asc(t.tickets.waitingSince), asc(t.tickets.revision))
    .limit(2),
)

/** The most visitors told in one run; those who came first are nearest to their turn. */
const UNTOLD_MAX = 500

export interface WaitingGroup {
  serviceId: string
  class: TicketClass
  /** The post section that holds the cards they come for; empty: none. */
  section: string
  count: number
  /** When its first began to wait. */
  since: number
}

/** How many wait in each service, class and section, and since when the first of them does. */
export const waitingGroups = statement<{ centreId: string }, WaitingGroup[]>((db, t) =>
  db
    .select({
      serviceId: t.tickets.serviceId,
      class: t.tickets.class,
      section: t.tickets.section,
      count: count(),
      since: sql<number>`min(${t.tickets.waitingSince})`.mapWith(Number),
    })
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
    .groupBy(t.tickets.serviceId, t.tickets.class, t.tickets.section),
)

export const waitingFor = statement<{ centreId: string; serviceId: string }, { count: number }[]>(
  (db, t) =>
    db
      .select({ count: count() })
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.centreId, $('centreId')),
          eq(t.tickets.serviceId, $('serviceId')),
          isWaiting,
        ),
      ),
)

/** How many of the same service have waited longer than one, in the order of their waiting. */
export const waitingBefore = statement<
  Pick<TicketRow, 'centreId' | 'serviceId' | 'waitingSince' | 'revision'>,
  { count: number }[]
>((db, t) =>
  db
    .select({ count: count() })
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        eq(t.tickets.serviceId, $('serviceId')),
        isWaiting,
        or(
          lt(t.tickets.waitingSince, $('waitingSince')),
          and(eq(t.tickets.waitingSince, $('waitingSince')), lt(t.tickets.revision, $('revision'))),
        ),
      ),
    ),
)

/** Everybody who waits in a centre, as far as choosing and estimating need to know them. */
export const everyoneWaiting = statement<{ centreId: string; most: number }, Candidate[]>((db, t) =>
  db
    .select({
      id: t.tickets.id,
      number: t.tickets.number,
      serviceId: t.tickets.serviceId,
      class: t.tickets.class,
      waitingSince: t.tickets.waitingSince,
      revision: t.tickets.revision,
    })
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
    .orderBy(asc(t.tickets.waitingSince), asc(t.tickets.revision))
    .limit($('most')),
)

/** The newest servings of a service, milliseconds each; what a visit takes. */
export const recentServings = statement<
  { centreId: string; serviceId: string },
  { durationMs: number }[]
>((db, t) =>
  db
    .select({
      durationMs: sql<number>`${t.spans.toAt} - ${t.spans.fromAt}`.mapWith(Number),
    })
    .from(t.spans)
    .where(
      and(
        eq(t.spans.centreId, $('centreId')),
        eq(t.spans.kind, 'serving'),
        eq(t.spans.serviceId, $('serviceId')),
      ),
    )
    .orderBy(sql`${t.spans.toAt} desc`)
    .limit(60),
)

/** How many servings ended since a moment, by service. */
export const servedSince = statement<
  { centreId: string; since: number },
  { serviceId: string; count: number }[]
>((db, t) =>
  db
    .select({ serviceId: t.spans.serviceId, count: count() })
    .from(t.spans)
    .where(
      and(
        eq(t.spans.centreId, $('centreId')),
        eq(t.spans.kind, 'serving'),
        // With the services named, the index is entered at each of them and at the time.
        inArray(
          t.spans.serviceId,
          db
            .select({ id: t.services.id })
            .from(t.services)
            .where(eq(t.services.centreId, $('centreId'))),
        ),
        gte(t.spans.toAt, $('since')),
      ),
    )
    .groupBy(t.spans.serviceId),
)

/**
 * Waiting tickets with a phone whose visitors have not been told that it is nearly their turn; who
 * had no more than that ahead from the start knows it.
 */
export const untold = statement<{ centreId: string; nearlyAhead: number }, TicketRow[]>((db, t) =>
  db
    .select(getTableColumns(t.tickets))
    .from(t.tickets)
    .leftJoin(
      t.notices,
      and(eq(t.notices.kind, 'nearly_turn'), eq(t.notices.subject, t.tickets.id)),
    )
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        sql`${t.tickets.state} = 'waiting'`,
        isNotNull(t.tickets.phoneHash),
        gt(t.tickets.aheadAtIssue, $('nearlyAhead')),
        isNull(t.notices.id),
      ),
    )
    .orderBy(asc(t.tickets.waitingSince))
    .limit(UNTOLD_MAX),
)
