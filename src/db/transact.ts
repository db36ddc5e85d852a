import { getTableColumns, sql, type Table } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { OutboxEvent } from '../live/outbox-events.ts'
import type { Refusal } from '../refusal.ts'
import type { Tables } from './tables.ts'

export type Drizzle = BetterSQLite3Database<Record<string, never>>

export type Params = Record<string, unknown>
/** A drizzle builder before it is prepared: awaiting it would give R. */
type Built<R> = PromiseLike<R> & { prepare(): unknown }

/** How a query is written; a connection prepares it at first use and keeps it. */
export interface Statement<R> {
  /** Names the prepared statement; null for a query whose text depends on its values. */
  name: string | null
  /** Every request asks it of tables that seldom change: see sqlite-memory.ts. */
  isAskedOften: boolean
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
  { isAskedOften = false }: { isAskedOften?: boolean } = {},
): ((params: P) => Query<R>) => {
  const one: Statement<R> = { name: `s${++statements}`, isAskedOften, build }
  return (params) => ({ statement: one, params })
}

/** A query whose text depends on its values (filters, lists): built at each call. */
export const query = <R>(build: (db: Drizzle, tables: Tables) => Built<R>): Query<R> => ({
  statement: { name: null, isAskedOften: false, build },
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

/**
 * A count, or a few, kept in a row that many commands of a centre move: it is read for the first
 * command of a batch, and written after the last.
 */
export interface HeldRow<K extends Params, V> {
  /** Its table. */
  name: string
  read: (key: K) => Step<V>
  /** Left out of one that its commands write themselves, since others look for it in SQL. */
  write?: (key: K, value: V) => Step<void>
}

/**
 * What the commands of a batch hold in common. All who change such a row do it through here, in
 * their centre's order; who is refused has changed nothing. Values are never changed in place.
 */
export interface Held {
  get<K extends Params, V>(row: HeldRow<K, V>, key: K): Step<V>
  set<K extends Params, V>(row: HeldRow<K, V>, key: K, value: V): void
  /** Corrects what was read before; what nobody has read yet stays unread. */
  change<K extends Params, V>(row: HeldRow<K, V>, key: K, by: (value: V) => V): void
}

/** What a command is given: the centre as it stands under the lock, the time, and the outbox. */
export interface Command {
  centre: CentreRow
  /** The revision this command makes; its rows carry it. */
  revision: number
  now: number
  /** Adds to the outbox, in the same transaction. */
  tell: (event: OutboxEvent) => void
  /** Counts that many commands move; see there. */
  held: Held
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

export const centreById = statement<{ id: string }, CentreRow[]>((db, t) =>
  db
    .select()
    .from(t.centres)
    .where(sql`${t.centres.id} = ${$('id')}`),
)

export type EventRow = Tables['events']['$inferSelect']
