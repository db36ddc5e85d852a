import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import {
  $,
  type Command,
  placeholders,
  query,
  run,
  runOne,
  type Step,
  statement,
} from '../db/transact.ts'
import { type CardState, type CustodyAction, placedStates, statesAfter } from './card.ts'
import { type Entry, type Head, linkHash, NO_ENTRY } from './chain.ts'
import { countHappened } from './figure.store.ts'

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

const headOf = statement<{ centreId: string }, { seq: number | null; hash: string | null }[]>(
  (db, t) =>
    db
      .select({ seq: t.custody.seq, hash: t.custody.hash })
      .from(t.custody)
      .where(and(eq(t.custody.centreId, $('centreId')), isNotNull(t.custody.seq)))
      .orderBy(desc(t.custody.seq))
      .limit(1),
)

/** Where a centre's chain ends now. */
export function* chainHead(centreId: string): Step<Head> {
  const newest = yield* runOne(headOf({ centreId }))
  return newest ? { seq: newest.seq ?? 0, hash: newest.hash ?? '' } : NO_ENTRY
}

/** What one entry says besides its place in the chain. */
export interface Logged {
  serial: string
  action: CustodyAction
  staffId: string | null
  device: string | null
  fromPlace: string | null
  toPlace: string | null
  why: string | null
  /** Epoch milliseconds; now, but for the demo's. */
  at?: number
}

/** Rows of one statement: what either engine binds, well below its limit. */
const BATCH_ROWS = 500

/** Adds entries to the log, in this order, each holding on to the one before. */
export function* logAll(
  {
    centre,
    revision,
    now,
    station = null,
  }: Pick<Command, 'centre' | 'revision' | 'now' | 'station'>,
  entries: readonly Logged[],
): Step<void> {
  yield* countHappened(
    { centre },
    entries.map(({ action, at = now }) => ({ kind: action, at })),
  )
  let head = yield* chainHead(centre.id)
  const rows = entries.map((entry): CustodyRow => {
    const seq = head.seq + 1
    const device = entry.device ?? station
    const said: Entry = { at: now, ...entry, device, seq, revision, centreId: centre.id }
    head = { seq, hash: linkHash(head.hash, said) }
    return { ...said, hash: head.hash }
  })
  const [only] = rows
  if (rows.length === 1 && only) return void (yield* run(insertCustody(only)))
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const batch = rows.slice(from, from + BATCH_ROWS)
    yield* run(query((db, t) => db.insert(t.custody).values(batch)))
  }
}

/** One entry of the log: who moved a card from where to where. A card has one a revision. */
export function* log(command: Command, entry: Logged): Step<void> {
  yield* logAll(command, [entry])
}

/** Entries that `npm run verify` reads at once. */
export const STRETCH_MAX = 2000

/** The next stretch of a centre's chain after an entry. */
export const stretchAfter = statement<{ centreId: string; after: number }, CustodyRow[]>((db, t) =>
  db
    .select()
    .from(t.custody)
    .where(and(eq(t.custody.centreId, $('centreId')), gt(t.custody.seq, $('after'))))
    .orderBy(asc(t.custody.seq))
    .limit(STRETCH_MAX),
)

/** Entries that were written before there was a chain. */
export const olderEntries = statement<{ centreId: string }, { count: number }[]>((db, t) =>
  db
    .select({ count: count() })
    .from(t.custody)
    .where(and(eq(t.custody.centreId, $('centreId')), isNull(t.custody.seq))),
)

/** A card that differs from its log: how it stands, and what its newest entry says, if it has one. */
export interface Stray {
  serial: string
  state: CardState
  place: string | null
  action: string | null
  toPlace: string | null
}

/** A card of which the log knows and nothing else does: how its newest entry says that it stood. */
export type Gone = Pick<CustodyRow, 'serial' | 'action' | 'toPlace'>

/** Cards that are in the log of a centre and nowhere among the cards; none is ever taken out. */
export const goneCards = statement<{ centreId: string }, Gone[]>((db, t) =>
  db
    .select({
      serial: t.custody.serial,
      action: t.custody.action,
      toPlace: t.custody.toPlace,
    })
    .from(t.custody)
    .where(
      and(
        eq(t.custody.centreId, $('centreId')),
        sql`not exists (select 1 from cards where cards.serial = custody.serial)`,
        sql`custody.revision = (select max(later.revision) from custody as later
          where later.serial = custody.serial and later.centre_id = custody.centre_id)`,
      ),
    )
    .orderBy(asc(t.custody.serial))
    .limit(100),
)

/** What an entry says and how its card stands after it, as one text. */
const rightPairs = [
  'none expected',
  ...Object.entries(statesAfter).flatMap(([action, states]) =>
    states.map((state) => `${action} ${state}`),
  ),
]

/**
 * Cards that do not lie where their newest entry says, or are not what it made of them. Should the
 * end of the log have been cut off, the cards that moved since tell so.
 */
export const strayCards = statement<{ centreId: string }, Stray[]>((db, t) => {
  const newest = (column: 'action' | 'to_place') =>
    sql<string | null>`(select ${sql.raw(column)} from custody
      where custody.serial = cards.serial and custody.centre_id = cards.centre_id
      order by custody.revision desc limit 1)`
  const { serial, state, place } = t.cards
  return db
    .select({ serial, state, place, action: newest('action'), toPlace: newest('to_place') })
    .from(t.cards)
    .where(
      and(
        eq(t.cards.centreId, $('centreId')),
        or(
          sql`coalesce(${place}, '') <> coalesce(${newest('to_place')}, '')`,
          sql`(${inArray(state, placedStates)}) <> (${place} is not null)`,
          notInArray(sql`coalesce(${newest('action')}, 'none') || ' ' || ${state}`, rightPairs),
        ),
      ),
    )
    .orderBy(asc(serial))
    .limit(100)
})
