import { and, eq, isNull, lte, ne, sql } from 'drizzle-orm'
import { cancelPick } from '../cards/pick.store.ts'
import { $, type Command, run, type Step, statement } from '../db/transact.ts'
import type { Refusal } from '../refusal.ts'
import { moveTicket } from './move.store.ts'
import { isAlive, type TicketRow } from './ticket.store.ts'

const aliveBefore = statement<{ centreId: string; day: string; most: number }, TicketRow[]>(
  (db, t) =>
    db
      .select()
      .from(t.tickets)
      .where(
        and(
          eq(t.tickets.centreId, $('centreId')),
          isAlive,
          ne(t.tickets.state, 'serving'),
          sql`${t.tickets.day} <= ${$('day')}`,
        ),
      )
      .limit($('most')),
)

/** Pickup tickets whose visitor did not come and may not come back any more: their cards are free. */
const noShowsWithPicks = statement<
  { centreId: string; day: string; most: number },
  { id: string }[]
>((db, t) =>
  db
    .select({ id: t.tickets.id })
    .from(t.picks)
    .innerJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .where(
      and(
        eq(t.picks.centreId, $('centreId')),
        sql`${t.picks.state} in ('open', 'picked')`,
        isNull(t.picks.endedAt),
        eq(t.tickets.state, 'no_show'),
        lte(t.tickets.day, $('day')),
      ),
    )
    .limit($('most')),
)

/** The most tickets one close of day ends at once; it is called again until none is left. */
export const CLOSE_DAY_MAX = 200

/** Ends who still waits of a day and the days before; whoever is being served is left in peace. */
export function* closeDay(command: Command, day: string): Step<{ closed: number } | Refusal> {
  const rows = yield* run(aliveBefore({ centreId: command.centre.id, day, most: CLOSE_DAY_MAX }))
  for (const row of rows) {
    const outcome = yield* moveTicket(command, row, { do: 'close_day' })
    if ('refused' in outcome) return outcome
  }
  for (const { id } of yield* run(
    noShowsWithPicks({ centreId: command.centre.id, day, most: CLOSE_DAY_MAX }),
  ))
    yield* cancelPick(command, id)
  return { closed: rows.length }
}

/** The business days of which tickets still live, with the rule by which their centres count days. */
export const centresToClose = statement<
  Record<string, never>,
  { centreId: string; day: string; timeZone: string; dayEndsAtMin: number }[]
>((db, t) =>
  db
    .selectDistinct({
      centreId: t.tickets.centreId,
      day: t.tickets.day,
      timeZone: t.centres.timeZone,
      dayEndsAtMin: t.centres.dayEndsAtMin,
    })
    .from(t.tickets)
    .innerJoin(t.centres, eq(t.centres.id, t.tickets.centreId))
    .where(and(isAlive, ne(t.tickets.state, 'serving'))),
)

/** As `centresToClose`, for picks of visitors who did not come. */
export const centresWithOldPicks = statement<
  Record<string, never>,
  { centreId: string; day: string; timeZone: string; dayEndsAtMin: number }[]
>((db, t) =>
  db
    .selectDistinct({
      centreId: t.tickets.centreId,
      day: t.tickets.day,
      timeZone: t.centres.timeZone,
      dayEndsAtMin: t.centres.dayEndsAtMin,
    })
    .from(t.picks)
    .innerJoin(t.tickets, eq(t.tickets.id, t.picks.ticketId))
    .innerJoin(t.centres, eq(t.centres.id, t.tickets.centreId))
    .where(
      and(
        sql`${t.picks.state} in ('open', 'picked')`,
        isNull(t.picks.endedAt),
        eq(t.tickets.state, 'no_show'),
      ),
    ),
)
