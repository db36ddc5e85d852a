import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The few column kinds that tables.ts is written in, as SQLite stores them. */
export const columns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  sql,
  text: (name: string) => text(name),
  /** A text column that holds one of a closed set of words. */
  word: <W extends string>(name: string) => text(name).$type<W>(),
  int: (name: string) => integer(name),
  /** Milliseconds since 1970-01-01 UTC. */
  epochMs: (name: string) => integer(name),
  bool: (name: string) => integer(name, { mode: 'boolean' }),
  json: <J>(name: string) => text(name, { mode: 'json' }).$type<J>(),
}

export type Columns = typeof columns
