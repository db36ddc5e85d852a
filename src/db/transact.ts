import { getTableColumns, sql, type Table } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { OutboxEvent } from '../live/outbox-events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Tables } from './tables.ts'

export type Drizzle = BetterSQLite3Database<Record<string, never>>

type Params = Record<string, unknown>
/** A drizzle builder before it is prepared: awaiting it would give R. */
type Built<R> = PromiseLike<R> & { prepare(): unknown }

/** How a query is written; a connection prepares it at first use and keeps it. */
export interface Statement<R> {
  /** Names the prepared statement; null for a query whose text depends on its values. */
  name: string | null
  build: (db: Drizzle, tables: Tables) => Built<R>
}

/** One query with its values, not yet run. */
export interface Query<R> {
  statement: Statement<R>
  params: Params
}

/** A write in steps: yields queries, is given their rows, returns its result. Never awaits. */
export type Step<R> = Generator<Query<unknown>, R, unknown>

let statements = 0

/**
 * A query written once with `sql.placeholder`s and prepared once per connection: building a
 * drizzle query costs more than running it.
 */
export const statement = <P extends Params, R>(
  build: (db: Drizzle, tables: Tables) => Built<R>,
): ((params: P) => Query<R>) => {
  const one: Statement<R> = { name: `s${++statements}`, build }
  return (params) => ({ statement: one, params })
}

/** A query whose text depends on its values (filters, lists): built at each call. */
export const query = <R>(build: (db: Drizzle, tables: Tables) => Built<R>): Query<R> => ({
  statement: { name: null, build },
  params: {},
})

/** One step: `const rows = yield* run(ticketById({ id }))`. */
export function* run<R>(one: Query<R>): Step<R> {
  return (yield one) as R
}

/** As `run`, for a query with at most one row. */
export function* runOne<R>(one: Query<R[]>): Step<R | undefined> {
  return (yield* run(one))[0]
}

/** A placeholder's short name: `eq(t.tickets.id, $('id'))`. */
export const $ = (name: string) => sql.placeholder(name)

/**
 * A placeholder for each of the named columns (all of them by default), for `values` and `set`:
 * drizzle encodes what is filled in as it would a plain value, but its types do not say so.
 */
export const placeholders = <T extends Table, K extends keyof T['$inferInsert'] & string>(
  table: T,
  columns = Object.keys(getTableColumns(table)) as K[],
): Pick<T['$inferInsert'], K> =>
  Object.fromEntries(columns.map((column) => [column, $(column)])) as Pick<T['$inferInsert'], K>

export type CentreRow = Tables['centres']['$inferSelect']

/** What a command is given: the centre as it stands under the lock, the time, and the outbox. */
export interface Command {
  centre: CentreRow
  /** The revision this command makes; its rows carry it. */
  revision: number
  now: number
  /** Adds to the outbox, in the same transaction. */
  tell: (event: OutboxEvent) => void
  /** Where somebody stood who did it, as their page calls itself; kept with what they did to cards. */
  station?: string | null
}

export interface Database {
  readonly engine: 'sqlite' | 'postgres'
  /** Reads the last committed state. */
  read<R>(one: Query<R>): Promise<R>
  /** Reads in steps, all of them from one committed state: what a view with a revision says. */
  look<R>(body: () => Step<R>): Promise<R>
  /**
   * Runs a command in the order of its centre: moves the centre's revision first, which is the
   * lock, then the body, then writes its events. A refusal undoes all of it. Commands that arrive
   * together share one durable commit, and each is answered only after it.
   * @param founding inserts the centre itself, in the same transaction, and gives nothing back when
   *   there is one: then the command is refused
   * @throws CannotWrite when the disk is full or the database is gone
   */
  write<R>(
    centreId: string,
    body: (command: Command) => Step<R | Refusal>,
    founding?: Query<unknown[]>,
  ): Promise<R | Refusal>
  /** Writes that belong to no centre's order: sign-ins, deliveries' outcomes. */
  amend<R>(body: () => Step<R>): Promise<R>
  /**
   * One turn of handing on the outbox of a centre, one at a time across all processes: `handOn`
   * is given what was told since the last turn, oldest first. When it throws, the next turn is
   * given the same again.
   * @returns whether more waits for another turn
   */
  relayTurn(
    centreId: string,
    handOn: (events: readonly EventRow[]) => Promise<void>,
  ): Promise<boolean>
  /** Called after every commit that moved a centre. */
  onCommit(listener: (centreId: string) => void): void
  /** Answers when the database does. @throws CannotWrite */
  ping(): Promise<void>
  close(): Promise<void>
}

/** The database cannot take a write now; nothing was changed that was not acknowledged. */
export class CannotWrite extends Error {
  override name = 'CannotWrite'
}

/**
 * What a command read was moved by another centre's before it wrote; thrown inside it. It is run
 * again on what there is now, and has the code that PostgreSQL itself has for this.
 */
export class Overtaken extends Error {
  override name = 'Overtaken'
  readonly code = '40001'
}

const moveRevision = statement<{ centreId: string }, CentreRow[]>((db, t) =>
  db
    .update(t.centres)
    .set({ revision: sql`${t.centres.revision} + 1` })
    .where(sql`${t.centres.id} = ${$('centreId')}`)
    .returning(),
)

export const centreById = statement<{ id: string }, CentreRow[]>((db, t) =>
  db
    .select()
    .from(t.centres)
    .where(sql`${t.centres.id} = ${$('id')}`),
)

const saveRevision = statement<{ centreId: string; revision: number }, unknown>((db, t) =>
  db
    .update(t.centres)
    .set(placeholders(t.centres, ['revision']))
    .where(sql`${t.centres.id} = ${$('centreId')}`),
)

/** How commands pass through their centre one after another. */
export interface CentreOrder {
  /** The centre as the command before this one left it, with the revision that this one makes. */
  enter(centreId: string): Step<CentreRow | undefined>
  /** Asked last of a command that is kept. @param centre with its revision moved */
  leave(centre: CentreRow): void
}

/** The row is the lock, for which commands of other connections wait: it is moved first. */
export const lockedOrder: CentreOrder = {
  enter: (centreId) => runOne(moveRevision({ centreId })),
  leave: () => undefined,
}

/**
 * The order of one batch on the one connection that writes, where nobody waits for a lock: a centre
 * is read for the first of its commands and its revision written after the last, so a command that
 * is refused before it wrote has nothing to be undone.
 */
export const batchOrder = (): CentreOrder & {
  /** Writes the revisions that were moved. */
  settle(): Step<void>
} => {
  const moved = new Map<string, number>()
  const unchanged = new Map<string, CentreRow>()
  return {
    *enter(centreId) {
      const row = unchanged.get(centreId) ?? (yield* runOne(centreById({ id: centreId })))
      return row && { ...row, revision: (moved.get(centreId) ?? row.revision) + 1 }
    },
    leave: (centre) => {
      moved.set(centre.id, centre.revision)
      // Whatever changes its set-up says so in the row (see changes/change.store.ts): it is read anew.
      if (centre.setupRevision === centre.revision) unchanged.delete(centre.id)
      else unchanged.set(centre.id, centre)
    },
    *settle() {
      for (const [centreId, revision] of moved) yield* run(saveRevision({ centreId, revision }))
    },
  }
}

export type EventRow = Tables['events']['$inferSelect']

const insertEvent = statement<EventRow, unknown>((db, t) =>
  db.insert(t.events).values({
    centreId: $('centreId'),
    revision: $('revision'),
    ordinal: $('ordinal'),
    type: $('type'),
    subject: $('subject'),
    data: $('data'),
    at: $('at'),
  }),
)

/** The most events of one command: a turn of the relay takes them whole (see outbox.ts). */
const EVENTS_MAX = 450

/**
 * A command with what goes round it: the revision and the outbox. Its time is read under
 * the lock: read before, a later number could have waited longer than an earlier one, as far as its
 * own process knew, and would be called first.
 * @param keep is handed what it told, as it stands in the outbox once this is committed
 */
export function* ordered<R>(
  centreId: string,
  clock: { now(): number },
  order: CentreOrder,
  body: (command: Command) => Step<R | Refusal>,
  {
    founding,
    keep,
  }: {
    founding?: Query<unknown[]> | undefined
    keep?: (revision: number, events: readonly EventRow[]) => void
  } = {},
): Step<R | Refusal> {
  if (founding && !(yield* runOne(founding))) return refuse('centre_exists', { centre: centreId })
  const centre = yield* order.enter(centreId)
  if (!centre) return refuse('unknown_centre')
  const { revision } = centre
  const now = clock.now()
  const told: OutboxEvent[] = []
  const tell = (event: OutboxEvent) => {
    if (told.length >= EVENTS_MAX) throw new Error('a command tells too much; split it')
    told.push(event)
  }
  const result = yield* body({ centre, revision, now, tell })
  if (isRefusal(result)) return result
  const events = told.map(({ type, subject, ...data }, ordinal) => ({
    centreId,
    revision,
    ordinal,
    type,
    subject,
    data,
    at: now,
  }))
  for (const event of events) yield* run(insertEvent(event))
  keep?.(revision, events)
  order.leave(centre)
  return result
}
