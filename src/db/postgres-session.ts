import { is } from 'drizzle-orm/entity'
import { drizzle } from 'drizzle-orm/node-postgres'
import { PgSelectBase } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { errorCode } from '../error-code.ts'
import { asDrizzle, tables } from './schema.postgres.ts'
import { CannotWrite, type Query, type Statement, type Step } from './transact.ts'

/** The error itself: drizzle wraps it. */
const rootOf = (error: unknown): unknown =>
  error instanceof Error && error.cause ? rootOf(error.cause) : error

const codeOf = (error: unknown): string => errorCode(error) ?? ''

/** Another transaction stood in the way (a deadlock, `Overtaken`): run again, it may well go through. */
export const isConflict = (error: unknown): boolean => codeOf(rootOf(error)).startsWith('40')

/** SQLSTATE classes in which the server, not the command, is at fault. */
export const isOutage = (thrown: unknown): boolean => {
  const error = rootOf(thrown)
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return (
    /^(08|53|57|58|25006|25P03|55P03)/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /Connection terminated|timeout exceeded|read timeout|Client has encountered|not queryable|Cannot use a pool/.test(
      error.message,
    )
  )
}

export const asCannotWrite = (error: unknown) =>
  isOutage(error) || isConflict(error)
    ? new CannotWrite('the database cannot be written', { cause: error })
    : error

interface Prepared {
  isWrite: boolean
  execute(params: Record<string, unknown>): Promise<unknown>
}

/** A connection with the statements it has prepared so far. */
export class Session {
  readonly client: pg.PoolClient
  readonly #db
  readonly #prepared = new Map<Statement<unknown>, Prepared>()
  #writes = 0

  constructor(client: pg.PoolClient) {
    this.client = client
    this.#db = asDrizzle(drizzle(client))
  }

  execute({ statement, params }: Query<unknown>): Promise<unknown> {
    let ready = this.#prepared.get(statement)
    if (!ready) {
      const built = statement.build(this.#db, tables) as unknown as {
        prepare(name?: string): Omit<Prepared, 'isWrite'>
      }
      const query = built.prepare(statement.name ?? undefined)
      ready = {
        isWrite: !is(built, PgSelectBase),
        execute: (values) => query.execute(values),
      }
      if (statement.name) this.#prepared.set(statement, ready)
    }
    if (ready.isWrite) this.#writes += 1
    return ready.execute(params)
  }

  /** How many statements may have written so far. */
  writes(): number {
    return this.#writes
  }

  async drive<R>(steps: Step<R>): Promise<R> {
    let step = steps.next()
    while (!step.done) step = steps.next(await this.execute(step.value))
    return step.value
  }

  /**
   * @param begin the statement it begins with, which says what kind it is
   * @param isKept whether what was done is to stay, asked with the result
   */
  async transaction<R>(
    begin: string,
    work: () => Promise<R>,
    isKept: (result: R) => boolean = () => true,
  ): Promise<R> {
    await this.client.query(begin)
    try {
      const result = await work()
      await this.client.query(isKept(result) ? 'commit' : 'rollback')
      return result
    } catch (error) {
      // After an outage the connection is thrown away, and the server rolls back.
      if (!isOutage(error)) await this.client.query('rollback')
      throw error
    }
  }
}
