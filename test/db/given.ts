import { and, eq, sql } from 'drizzle-orm'
import { eventsAfter, TURN_MAX } from '../../src/db/outbox.ts'
import {
  type Command,
  type Database,
  type EventRow,
  query,
  run,
  runOne,
  type Step,
} from '../../src/db/transact.ts'

const emptyCentre = (id: string) => ({
  id,
  nameAr: 'مدينة عيسى',
  nameEn: 'Isa Town',
  timeZone: 'Asia/Bahrain',
  dayEndsAtMin: 0,
  hours: {},
  settings: {
    rates: { regular: 1, priority: 2, appointment: 2, express: 3 },
    recallsMax: 2,
    noShowAfterSec: 60,
    returnWithinMin: 20,
    nearlyAhead: 3,
    joinFromAnywhere: true,
    ticketsPerPhone: 3,
  },
  revision: 0,
})

/** What a command founds a centre with, that has nothing in it; no row where there is one. */
export const founding = (id: string) =>
  query((drizzle, t) =>
    drizzle.insert(t.centres).values(emptyCentre(id)).onConflictDoNothing().returning(),
  )

/** A centre with nothing in it, at revision 0. */
export const givenCentre = async (db: Database, id: string): Promise<string> => {
  const centre = query((drizzle, t) => drizzle.insert(t.centres).values(emptyCentre(id)))
  await db.amend(() => run(centre))
  return id
}

const DAY = '2026-11-24'

/** The next number of a prefix, in the tables that tickets take theirs from. */
export function* takeNumber(centreId: string, prefix: string): Step<number> {
  const row = yield* runOne(
    query((db, t) =>
      db
        .insert(t.ticketNumbers)
        .values({ centreId, prefix, day: DAY, last: 1 })
        .onConflictDoUpdate({
          target: [t.ticketNumbers.centreId, t.ticketNumbers.prefix, t.ticketNumbers.day],
          set: { last: sql`${t.ticketNumbers.last} + 1` },
        })
        .returning({ last: t.ticketNumbers.last }),
    ),
  )
  return row?.last ?? 0
}

/** A number already there: the primary key refuses a second row. */
export function* insertNumber(centreId: string, prefix: string): Step<void> {
  yield* run(
    query((db, t) => db.insert(t.ticketNumbers).values({ centreId, prefix, day: DAY, last: 1 })),
  )
}

/** A command that takes a number and tells of it; answers both. */
export const taking = (prefix: string) =>
  function* ({ centre, revision, tell }: Command): Step<{ number: number; revision: number }> {
    const number = yield* takeNumber(centre.id, prefix)
    tell({ type: 'counter_changed', subject: `${prefix}-${number}` })
    return { number, revision }
  }

export const lastNumber = async (
  db: Database,
  centreId: string,
  prefix: string,
): Promise<number> => {
  const [row] = await db.read(
    query((drizzle, t) =>
      drizzle
        .select({ last: t.ticketNumbers.last })
        .from(t.ticketNumbers)
        .where(and(eq(t.ticketNumbers.centreId, centreId), eq(t.ticketNumbers.prefix, prefix))),
    ),
  )
  return row?.last ?? 0
}

export const revisionOf = async (db: Database, centreId: string): Promise<number> => {
  const [row] = await db.read(
    query((drizzle, t) =>
      drizzle
        .select({ revision: t.centres.revision })
        .from(t.centres)
        .where(eq(t.centres.id, centreId)),
    ),
  )
  return row?.revision ?? -1
}

/** The whole outbox of a centre, in the order in which it is handed on. */
export const eventsOf = async (db: Database, centreId: string): Promise<EventRow[]> => {
  const all: EventRow[] = []
  for (;;) {
    const page = await db.read(eventsAfter({ centreId, after: all.at(-1)?.revision ?? 0 }))
    all.push(...page)
    if (page.length < TURN_MAX) return all
  }
}

export const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1)
