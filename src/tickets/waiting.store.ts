import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { isLive } from '../cards/pick.store.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Drizzle, statement } from '../db/transact.ts'
import { KEPT_MAX, type Kept } from './calibrate.ts'
import type { Candidate, PickupCandidate } from './choose.ts'
import type { WaitingGroup } from './queue.store.ts'
import { isWaiting, type TicketRow } from './ticket.store.ts'

const candidate = (t: Tables) => ({
  id: t.tickets.id,
  number: t.tickets.number,
  serviceId: t.tickets.serviceId,
  class: t.tickets.class,
  waitingSince: t.tickets.waitingSince,
  revision: t.tickets.revision,
})

/** A line where somebody waits, and the first two in it, in the order in which they are called. */
export interface LineWithFirst extends WaitingGroup {
  first: FirstInLine | null
  second: FirstInLine | null
}
type FirstInLine = Pick<Candidate, 'id' | 'number' | 'waitingSince' | 'revision'>

/** The one at a position in a line, as one text: a subquery in a column gives one value. */
const inLine = (db: Drizzle, t: Tables, position: number) => {
  const { waitingSince, revision, number, id } = t.tickets
  const one = db
    .select({
      text: sql`${waitingSince} || ' ' || ${revision} || ' ' || ${number} || ' ' || ${id}`.as(
        'one',
      ),
    })
    .from(t.tickets)
    .where(
      and(
        eq(t.tickets.centreId, t.queues.centreId),
        eq(t.tickets.serviceId, t.queues.serviceId),
        eq(t.tickets.class, t.queues.class),
        eq(t.tickets.section, t.queues.section),
        isWaiting,
      ),
    )
    .orderBy(asc(waitingSince), asc(revision))
    .limit(1)
    .offset(position)
  return sql<FirstInLine | null>`(${one})`.mapWith((text: string): FirstInLine => {
    const [since, moved, itsNumber = '', itsId = ''] = text.split(' ')
    return { id: itsId, number: itsNumber, waitingSince: Number(since), revision: Number(moved) }
  })
}

/** Every line of a centre in one query: among their first two is whoever is called next. */
export const linesWithFirst = statement<{ centreId: string }, LineWithFirst[]>((db, t) =>
  db
    .select({
      serviceId: t.queues.serviceId,
      class: t.queues.class,
      section: t.queues.section,
      count: t.queues.waiting,
      first: inLine(db, t, 0),
      second: inLine(db, t, 1),
    })
    .from(t.queues)
    .where(and(eq(t.queues.centreId, $('centreId')), gt(t.queues.waiting, 0))),
)

/** Everybody in a centre who waits for a card that is asked for, and since when where it is not out. */
export const waitingPickups = statement<
  { centreId: string },
  (PickupCandidate & Pick<TicketRow, 'section'>)[]
>((db, t) =>
  db
    .select({
      ...candidate(t),
      section: t.tickets.section,
      fetchingSince: sql<
        number | null
      >`case when ${t.picks.state} = 'open' then ${t.picks.createdAt} end`.mapWith(
        (at: number | string | null) => (at === null ? null : Number(at)),
      ),
    })
    .from(t.picks)
    .innerJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .where(
      and(
        eq(t.picks.centreId, $('centreId')),
        isLive,
        isNull(t.picks.endedAt),
        sql`${t.tickets.state} = 'waiting'`,
      ),
    ),
)

/** The most visitors told in one run; those who came first are nearest to their turn. */
const UNTOLD_MAX = 500

/** Since when the first of a service waits; no row where nobody does. */
export const longestWaits = statement<{ centreId: string }, { serviceId: string; since: number }[]>(
  (db, t) =>
    db
      .select({
        serviceId: t.tickets.serviceId,
        since: sql<number>`min(${t.tickets.waitingSince})`.mapWith(Number),
      })
      .from(t.tickets)
      .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
      .groupBy(t.tickets.serviceId),
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
    .select(candidate(t))
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), isWaiting))
    .orderBy(asc(t.tickets.waitingSince), asc(t.tickets.revision))
    .limit($('most')),
)

/** Calls that are looked at for it: some are recalls, or of tickets whose wait nobody foretold. */
const LOOKED_AT = 3 * KEPT_MAX

/**
 * How long the newest visitors waited for their first call, and what had been played for them. Those
 * who overtake are left out, for the range is played for a regular visitor; those who left before
 * their call are not known.
 */
export const keptEstimates = statement<{ centreId: string }, Kept[]>((db, t) => {
  const newest = db
    .select({ ticketId: t.calls.ticketId, revision: t.calls.revision, at: t.calls.at })
    .from(t.calls)
    .where(and(eq(t.calls.centreId, $('centreId')), eq(t.calls.kind, 'call')))
    .orderBy(desc(t.calls.revision))
    .limit(LOOKED_AT)
    .as('newest')
  return db
    .select({
      p50: sql<number>`${t.tickets.playedP50}`.mapWith(Number),
      p90: sql<number>`${t.tickets.playedP90}`.mapWith(Number),
      waited: sql<number>`(${newest.at} - ${t.tickets.issuedAt}) / 60000.0`.mapWith(Number),
    })
    .from(newest)
    .innerJoin(t.tickets, eq(t.tickets.id, newest.ticketId))
    .where(
      and(
        isNotNull(t.tickets.playedP90),
        eq(t.tickets.class, 'regular'),
        sql`not exists (select 1 from calls earlier
          where earlier.ticket_id = ${newest.ticketId} and earlier.revision < ${newest.revision})`,
      ),
    )
    .orderBy(desc(newest.revision))
    .limit(KEPT_MAX)
})

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
        sql`kind = 'serving'`,
        eq(t.spans.serviceId, $('serviceId')),
      ),
    )
    .orderBy(sql`${t.spans.toAt} desc`)
    .limit(60),
)

/**
 * Waiting tickets with a phone, or a browser, whose visitors have not been told that it is nearly
 * their turn; who had no more than that ahead from the start knows it.
 */
export const untold = statement<
  { centreId: string; nearlyAhead: number },
  Pick<TicketRow, 'id' | 'language' | 'phoneCipher' | 'pushCipher'>[]
>((db, t) =>
  db
    .select({
      id: t.tickets.id,
      language: t.tickets.language,
      phoneCipher: t.tickets.phoneCipher,
      pushCipher: t.tickets.pushCipher,
    })
    .from(t.tickets)
    .leftJoin(
      t.notices,
      and(
        inArray(t.notices.kind, ['nearly_turn', 'push_nearly']),
        eq(t.notices.subject, t.tickets.id),
      ),
    )
    .where(
      and(
        eq(t.tickets.centreId, $('centreId')),
        sql`${t.tickets.state} = 'waiting'`,
        or(isNotNull(t.tickets.phoneHash), isNotNull(t.tickets.pushCipher)),
        gt(t.tickets.aheadAtIssue, $('nearlyAhead')),
        isNull(t.notices.id),
      ),
    )
    .orderBy(asc(t.tickets.waitingSince))
    .limit(UNTOLD_MAX),
)
