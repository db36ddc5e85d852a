import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { is } from 'drizzle-orm/entity'
import { SQLiteSelectBase } from 'drizzle-orm/sqlite-core'
import { tables } from './schema.sqlite.ts'
import type { Drizzle, Query, Statement, Step } from './transact.ts'

interface Prepared {
  isWrite: boolean
  query: { execute(params: Record<string, unknown>): { sync(): unknown } }
}

/** A connection with the statements it has prepared so far. */
export const openSession = (client: Sqlite.Database) => {
  const db: Drizzle = drizzle(client)
  const prepared = new Map<Statement<unknown>, Prepared>()
  let writes = 0
  const prepare = ({ build }: Statement<unknown>): Prepared => {
    const built = build(db, tables)
    const query = built.prepare() as Prepared['query']
    return { isWrite: !is(built, SQLiteSelectBase), query }
  }
  return {
    db,
    /** How many statements may have written so far. */
    writes: () => writes,
    execute: ({ statement, params }: Query<unknown>): unknown => {
      let ready = prepared.get(statement)
      if (!ready) {
        ready = prepare(statement)
        if (statement.name) prepared.set(statement, ready)
      }
      if (ready.isWrite) writes += 1
      return ready.query.execute(params).sync()
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
