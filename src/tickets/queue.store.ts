import { and, count, eq, gt, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, type HeldRow, run, runOne, type Step, statement } from '../db/transact.ts'
import type { TicketState } from './ticket.ts'

type QueueRow = Tables['queues']['$inferSelect']

/** A line: those of one service and class whose cards lie in one section, or in none. */
export type Line = Pick<QueueRow, 'centreId' | 'serviceId' | 'class' | 'section'>

/** How many wait in one line; at least one. */
export type WaitingGroup = Omit<Line, 'centreId'> & { count: number }

const join = statement<Line, unknown>((db, t) =>
  db
    .insert(t.queues)
    .values({
      centreId: $('centreId'),
      serviceId: $('serviceId'),
      class: $('class'),
      section: $('section'),
      waiting: 1,
    })
    .onConflictDoUpdate({
      target: [t.queues.centreId, t.queues.serviceId, t.queues.class, t.queues.section],
      set: { waiting: sql`${t.queues.waiting} + 1` },
    }),
)

const leave = statement<Line, unknown>((db, t) =>
  db
    .update(t.queues)
    .set({ waiting: sql`${t.queues.waiting} - 1` })
    .where(
      and(
        eq(t.queues.centreId, $('centreId')),
        eq(t.queues.serviceId, $('serviceId')),
        eq(t.queues.class, $('class')),
        eq(t.queues.section, $('section')),
      ),
    ),
)

const lineOf = ({ centreId, serviceId, class: ticketClass, section }: Line): Line => ({
  centreId,
  serviceId,
  class: ticketClass,
  section,
})

type Service = Pick<Line, 'centreId' | 'serviceId'>

export const waitingOf = statement<Service, { count: number }[]>((db, t) =>
  db
    .select({ count: sql<number>`coalesce(sum(${t.queues.waiting}), 0)`.mapWith(Number) })
    .from(t.queues)
    .where(and(eq(t.queues.centreId, $('centreId')), eq(t.queues.serviceId, $('serviceId')))),
)

/**
 * How many wait for a service. Its lines are written as they change: a call looks in SQL for those
 * where anybody waits.
 */
export const waitingFor: HeldRow<Service, number> = {
  name: 'queues',
  *read(service) {
    return (yield* runOne(waitingOf(service)))?.count ?? 0
  },
}

/** Counts a ticket out of the line it waited in, and into the one it waits in now. */
export function* countMove(
  { held }: Pick<Command, 'held'>,
  before: (Line & { state: TicketState }) | null,
  after: Line & { state: TicketState },
): Step<void> {
  const count = (line: Line, by: number) => {
    const { centreId, serviceId } = line
    held.change(waitingFor, { centreId, serviceId }, (waiting) => waiting + by)
  }
  if (before?.state === 'waiting') {
    yield* run(leave(lineOf(before)))
    count(before, -1)
  }
  if (after.state === 'waiting') {
    yield* run(join(lineOf(after)))
    count(after, 1)
  }
}

/** How many wait in each line of a centre where anybody does. */
export const waitingGroups = statement<{ centreId: string }, WaitingGroup[]>((db, t) =>
  db
    .select({
      serviceId: t.queues.serviceId,
      class: t.queues.class,
      section: t.queues.section,
      count: t.queues.waiting,
    })
    .from(t.queues)
    .where(and(eq(t.queues.centreId, $('centreId')), gt(t.queues.waiting, 0))),
)

/** The same counted anew from the tickets themselves: what the counts are held to. */
export const countedAnew = statement<{ centreId: string }, WaitingGroup[]>((db, t) =>
  db
    .select({
      serviceId: t.tickets.serviceId,
      class: t.tickets.class,
      section: t.tickets.section,
      count: count(),
    })
    .from(t.tickets)
    .where(and(eq(t.tickets.centreId, $('centreId')), sql`state = 'waiting'`))
    .groupBy(t.tickets.serviceId, t.tickets.class, t.tickets.section),
)
