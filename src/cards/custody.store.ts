import { desc, eq, getTableColumns } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, query, run, type Step, statement } from '../db/transact.ts'
import type { CustodyAction } from './card.ts'

export type CustodyRow = Tables['custody']['$inferSelect']

/** The newest entries a reader is given; a card that has more has been about for years. */
export const CUSTODY_MAX = 200

const insertCustody = statement<CustodyRow, unknown>((db, t) =>
  db.insert(t.custody).values(placeholders(t.custody)),
)

/** An entry with the name of who did it, where a member of staff did. */
export interface NamedCustodyRow extends CustodyRow {
  staffName: string | null
}

/** A card's log, newest first. */
export const custodyOf = statement<{ serial: string }, NamedCustodyRow[]>((db, t) =>
  db
    .select({ ...getTableColumns(t.custody), staffName: t.staff.name })
    .from(t.custody)
    .leftJoin(t.staff, eq(t.staff.id, t.custody.staffId))
    .where(eq(t.custody.serial, $('serial')))
    .orderBy(desc(t.custody.at), desc(t.custody.revision))
    .limit(CUSTODY_MAX),
)

/** One entry of the log: who moved a card from where to where. A card has one a revision. */
export function* log(
  { centre, revision, now }: Command,
  entry: {
    serial: string
    action: CustodyAction
    staffId: string | null
    fromPlace: string | null
    toPlace: string | null
    why: string | null
  },
): Step<void> {
  yield* run(insertCustody({ ...entry, revision, centreId: centre.id, at: now }))
}

const BATCH_ROWS = 500

/** Many entries at once: the demo's. */
export function* appendCustody(rows: readonly CustodyRow[]): Step<void> {
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const batch = rows.slice(from, from + BATCH_ROWS)
    yield* run(query((db, t) => db.insert(t.custody).values(batch)))
  }
}
