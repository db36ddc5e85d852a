import { and, count, eq, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { cancelPick } from '../cards/pick.store.ts'
import type { Author } from '../changes/author.ts'
import { noteDeed } from '../changes/change.store.ts'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  type Database,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { moveTicket } from './move.store.ts'
import { isElsewhere, isWaiting, type TicketRow } from './ticket.store.ts'

/** Those who wait, and those who do not: an index each (see tables.ts). */
const parts = [isWaiting, isElsewhere]

/** Tickets that end with their day: all whose visitors are not being served. */
const endWith = (t: Tables, part: SQL) =>
  and(
    eq(t.tickets.centreId, $('centreId')),
    part,
    ne(t.tickets.state, 'serving'),
    // Not the column itself, or SQLite would rather walk all the days that were.
    sql`${t.tickets.day} || '' <= ${$('day')}`,
  )

type OfDay = { centreId: string; day: string }

export const endingOf = parts.map((part) =>
  statement<OfDay & { most: number }, TicketRow[]>((db, t) =>
    db.select().from(t.tickets).where(endWith(t, part)).limit($('most')),
  ),
)

const endingCounts = parts.map((part) =>
  statement<OfDay, { count: number }[]>((db, t) =>
    db.select({ count: count() }).from(t.tickets).where(endWith(t, part)),
  ),
)

/** The tickets that would end with a day, at most so many. */
function* ending(of: OfDay, most: number): Step<TicketRow[]> {
  const found: TicketRow[] = []
  for (const one of endingOf)
    if (found.length < most) found.push(...(yield* run(one({ ...of, most: most - found.length }))))
  return found
}

/** How many tickets would end with a day. */
export function* endingCount(of: OfDay): Step<number> {
  let sum = 0
  for (const one of endingCounts) sum += (yield* runOne(one(of)))?.count ?? 0
  return sum
}

/** Pickup tickets whose visitor did not come and may not come back any more: their cards are free. */
export const noShowsWithPicks = statement<
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

/** The most one close of day ends at once: each pickup ticket tells two events (see EVENTS_MAX). */
const CLOSE_DAY_MAX = 200

/**
 * Ends who still waits of a day and the days before; whoever is being served is left in peace.
 * @returns how many it ended, and whether it is to be called again
 */
export function* closeDay(
  command: Command,
  day: string,
): Step<{ closed: number; isMore: boolean } | Refusal> {
  const centreId = command.centre.id
  const rows = yield* ending({ centreId, day }, CLOSE_DAY_MAX)
  for (const row of rows) {
    const outcome = yield* moveTicket(command, row, { do: 'close_day' })
    if ('refused' in outcome) return outcome
  }
  const most = CLOSE_DAY_MAX - rows.length
  const missed = most > 0 ? yield* run(noShowsWithPicks({ centreId, day, most })) : []
  for (const { id } of missed) yield* cancelPick(command, id)
  return { closed: rows.length, isMore: rows.length + missed.length === CLOSE_DAY_MAX }
}

/**
 * As `closeDay`, by somebody: noted with its last turn, for the rest of the day is asked about it.
 * @param before how many the turns before it ended
 */
export function* closeDayBy(
  command: Command,
  author: Author,
  { day, before }: { day: string; before: number },
): Step<{ closed: number; isMore: boolean } | Refusal> {
  const turn = yield* closeDay(command, day)
  if (isRefusal(turn) || turn.isMore) return turn
  yield* noteDeed(author, command.now, command.centre.id, {
    kind: 'day_closed',
    subject: command.centre.id,
    before: null,
    after: { tickets: before + turn.closed },
  })
  return turn
}

/** Whether anything of a day, or of the days before, is left to be ended. */
export const isDayOpen = async (
  { db }: { db: Pick<Database, 'look'> },
  centreId: string,
  day: string,
): Promise<boolean> => {
  const left = await db.look(function* () {
    const alive = yield* ending({ centreId, day }, 1)
    return alive.length > 0 ? alive : yield* run(noShowsWithPicks({ centreId, day, most: 1 }))
  })
  return left.length > 0
}
