import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { is } from 'drizzle-orm/entity'
import { SQLiteSelectBase } from 'drizzle-orm/sqlite-core'
import { tables } from './schema.sqlite.ts'
import { openMemory } from './sqlite-memory.ts'
import { type DrizzlePrepared, running, type Values } from './sqlite-statement.ts'
import type { Drizzle, Query, Statement, Step } from './transact.ts'

interface Prepared {
  isWrite: boolean
  /** Those it reads or writes, as far as drizzle tells; null: it does not. */
  tables: readonly string[] | null
  execute(values: Values): unknown
}

/** A connection with the statements it has prepared so far. */
export const openSession = (client: Sqlite.Database) => {
  const db: Drizzle = drizzle(client)
  const prepared = new Map<Statement<unknown>, Prepared>()
  const memory = openMemory()
  let writes = 0
  const prepare = (statement: Statement<unknown>): Prepared => {
    const built = statement.build(db, tables)
    const isWrite = !is(built, SQLiteSelectBase)
    const query = built.prepare() as DrizzlePrepared
    const touched = query.queryMetadata?.tables ?? null
    if (statement.isAskedOften) memory.watch(statement, touched ?? [])
    return {
      isWrite,
      tables: touched,
      execute: statement.name ? running(client, query) : (values) => query.execute(values).sync(),
    }
  }
  const ready = (statement: Statement<unknown>): Prepared => {
    const known = prepared.get(statement)
    if (known) return known
    const fresh = prepare(statement)
    if (statement.name) prepared.set(statement, fresh)
    return fresh
  }
  const askOften = ({ statement, params }: Query<unknown>): unknown => {
    const known = memory.recall(statement, params)
    if (known) return known
    const rows = ready(statement).execute(params) as unknown[]
    memory.keep(statement, params, rows)
    return rows
  }
  return {
    db,
    /** How many statements may have written so far. */
    writes: () => writes,
    /** To be called whenever something written is undone. */
    undone: () => memory.forget(null),
    execute: (one: Query<unknown>): unknown => {
      if (one.statement.isAskedOften) return askOften(one)
      const its = ready(one.statement)
      if (its.isWrite) {
        writes += 1
        memory.forget(its.tables)
      }
      return its.execute(one.params)
    },
  }
}

export type Session = ReturnType<typeof openSession>

export const drive = <R>(steps: Step<R>, execute: (one: Query<unknown>) => unknown): R => {
  let step = steps.next()
  while (!step.done) step = steps.next(execute(step.value))
  return step.value
}

/** The disk is full, gone or read-only: not the command's fault. */
export const isOutage = (error: unknown) =>
  error instanceof Sqlite.SqliteError &&
  /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|NOTADB|CORRUPT)/.test(error.code)
