import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** The same column kinds as columns.sqlite.ts, as PostgreSQL stores them. */
export const columns = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  sql,
  text: (name: string) => text(name),
  word: <W extends string>(name: string) => text(name).$type<W>(),
  int: (name: string) => integer(name),
  epochMs: (name: string) => bigint(name, { mode: 'number' }),
  bool: (name: string) => boolean(name),
  json: <J>(name: string) => jsonb(name).$type<J>(),
}
