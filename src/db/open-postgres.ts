import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { isRefusal } from '../refusal.ts'
import { batchOrder, type CentreOrder, ordered } from './order.ts'
import { readCursor, readTurn, saveCursor } from './outbox.ts'
import { asCannotWrite, isConflict, isOutage, Session } from './postgres-session.ts'
import type { Database, Query, Step } from './transact.ts'

const BATCH_MAX = 64
/** How often a command is tried that other transactions' locks stand in the way of. */
const ALONE_TRIES = 5
/** How long a transaction may stand still between two statements before it is given up. */
const COMMAND_FROZEN_MS = 4_000
/** A turn may be taken again by anybody, and the screens of its centre wait for it. */
const TURN_FROZEN_MS = 2000
/** Writes of no centre share this queue with nobody. */
const NO_CENTRE = ''
/** The key of the advisory lock under which one process at a time brings the tables up to date. */
const MIGRATING = 4216427
const MIGRATIONS = join(import.meta.dirname, '../../migrations/postgres')

interface Waiting {
  /** Begins its steps; more than once when others of its batch must be undone. */
  start: (order: CentreOrder) => Step<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** Tells the caller of a command what became of it. */
type Answer = () => void

/** What was committed: how to tell the callers, and whether a centre moved. */
interface Committed {
  answers: Answer[]
  moved: boolean
}

/** Connects to PostgreSQL, brings its tables up to date (one process at a time) and opens it. */
export const openPostgres = async (
  url: string,
  clock: { now(): number },
  onError: (error: Error) => void,
): Promise<Database> => {
  const connections = new Set<pg.PoolClient>()
  let closing = false
  const connect = (max: number, frozenMs: number) => {
    const pool = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 5000,
      // The server ends its own slow statements; this is for a server that no longer answers.
      query_timeout: 40_000,
      // A process frozen in a transaction must not hold a centre's lock for long: it is let go well
      // before those who wait for it give up.
      options: `-c idle_in_transaction_session_timeout=${frozenMs} -c lock_timeout=8000 -c statement_timeout=30000`,
    })
    // A connection can break at any time, also while it is in use between two queries: an error
    // nobody listened for would end the process. The pool replaces it, and the next query says if
    // it matters; what the pool itself tells is the same error of an idle connection again.
    pool.on('connect', (client) => {
      connections.add(client)
      client.on('error', (error) => closing || onError(error))
    })
    pool.on('remove', (client) => void connections.delete(client))
    pool.on('error', () => undefined)
    return pool
  }
  const pool = connect(10, COMMAND_FROZEN_MS)
  // Relay turns hold a connection while their work needs others: they take theirs from a pool of
  // their own, so that they can never wait for one another in a circle.
  const turnPool = connect(4, TURN_FROZEN_MS)

  const sessions = new WeakMap<pg.PoolClient, Session>()
  const withSession = async <R>(from: pg.Pool, work: (session: Session) => Promise<R>) => {
    const client = await from.connect()
    let session = sessions.get(client)
    if (!session) {
      session = new Session(client)
      sessions.set(client, session)
    }
    let failed = false
    try {
      return await work(session)
    } catch (error) {
      failed = isOutage(error)
      throw error
    } finally {
      client.release(failed)
    }
  }

  const close = async () => {
    while (draining.size > 0) await Promise.all(draining)
    // A turn that is under way may still read and write: its own connections go first.
    await turnPool.end()
    closing = true
    await pool.end()
    // The pools have said goodbye; the server has heard it when the connections are gone.
    while (connections.size > 0) await new Promise((resolve) => setImmediate(resolve))
  }
  let closed: Promise<void> | null = null

  const bringUpToDate = async () => {
    // A connection of its own: changing large tables may take longer than any command may, and
    // its end, however it comes, gives the lock back.
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', onError)
    await client.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [MIGRATING])
      await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
    } finally {
      await client.end()
    }
  }
  await bringUpToDate()

  const listeners: ((centreId: string) => void)[] = []
  const queues = new Map<string, Waiting[]>()
  const draining = new Set<Promise<void>>()

  /** Runs a command; null when it was refused or failed and something must be undone. */
  const runPlainly = async (
    session: Session,
    { start, resolve }: Waiting,
    order: CentreOrder,
  ): Promise<Answer | null> => {
    const before = session.writes()
    try {
      const result = await session.drive(start(order))
      return isRefusal(result) && session.writes() !== before ? null : () => resolve(result)
    } catch (error) {
      if (isOutage(error) || isConflict(error)) throw error
      return null
    }
  }

  /** Runs a command so that it alone can be undone. */
  const runApart = async (
    session: Session,
    { start, resolve, reject }: Waiting,
    order: CentreOrder,
  ): Promise<Answer> => {
    const { client } = session
    await client.query('savepoint command')
    try {
      const result = await session.drive(start(order))
      await client.query(isRefusal(result) ? 'rollback to command' : 'release command')
      return () => resolve(result)
    } catch (error) {
      if (isOutage(error) || isConflict(error)) throw error
      await client.query('rollback to command')
      return () => reject(error)
    }
  }

  /** Runs all of a batch, or, as soon as one of them must be undone, undoes all: null. */
  const runAll = (
    session: Session,
    key: string,
    batch: readonly Waiting[],
    attempt: typeof runPlainly,
  ): Promise<Committed | null> =>
    session.transaction<Committed | null>(
      'begin',
      async () => {
        const order = batchOrder()
        if (key !== NO_CENTRE) await session.drive(order.lock(key))
        const answers: Answer[] = []
        for (const one of batch) {
          const answer = await attempt(session, one, order)
          if (!answer) return null
          answers.push(answer)
        }
        await session.drive(order.settle())
        return { answers, moved: order.hasMoved() }
      },
      // Of a centre's commands that were all refused only its lock was taken.
      (committed) => committed !== null && (committed.moved || key === NO_CENTRE),
    )

  /**
   * Commits commands together: at first none is set apart from the others, and only when one must
   * be undone is the batch run again with a savepoint for each, which costs two turns to the server.
   */
  const commitBatch = async (
    session: Session,
    key: string,
    batch: readonly Waiting[],
  ): Promise<Committed> => {
    const committed =
      (await runAll(session, key, batch, runPlainly)) ??
      (await runAll(session, key, batch, runApart))
    if (!committed) throw new Error('a batch run apart is never undone')
    return committed
  }

  /** Commits one command by itself, and again when others' locks stood in its way. */
  const commitAlone = async (key: string, one: Waiting) => {
    for (let tries = 1; ; tries++) {
      try {
        return await withSession(pool, (session) => commitBatch(session, key, [one]))
      } catch (error) {
        if (!isConflict(error) || tries === ALONE_TRIES) throw error
      }
    }
  }

  /** Answers the commands of a batch that was committed. */
  const answerAll = (key: string, { answers, moved }: Committed) => {
    // The hall first: a call is seen and heard by everybody, its answer by one.
    if (moved && key !== NO_CENTRE) for (const listener of listeners) listener(key)
    for (const answer of answers) answer()
  }

  const rejectAll = (commands: readonly Waiting[], error: unknown) => {
    for (const one of commands) one.reject(asCannotWrite(error))
  }

  /**
   * Commits what waits for one centre, batch after batch, until nothing does. Of a batch that met a
   * deadlock nothing was kept: its commands are committed one by one, which lock little each.
   */
  const drain = async (key: string, queue: Waiting[]) => {
    while (queue.length > 0) {
      const batch: Waiting[] = []
      try {
        const committed = await withSession(pool, (session) => {
          // Whatever arrived while the connection was awaited joins this commit.
          batch.push(...queue.splice(0, BATCH_MAX))
          return commitBatch(session, key, batch)
        })
        answerAll(key, committed)
      } catch (error) {
        if (!isConflict(error)) rejectAll(batch.length > 0 ? batch : queue.splice(0), error)
        else
          for (const one of batch)
            await commitAlone(key, one).then(
              (committed) => answerAll(key, committed),
              (failure: unknown) => rejectAll([one], failure),
            )
      }
    }
    queues.delete(key)
  }

  const enqueue = <R>(key: string, start: (order: CentreOrder) => Step<R>): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      const one = { start, resolve: (result: unknown) => resolve(result as R), reject }
      const queue = queues.get(key)
      if (queue) return void queue.push(one)
      const fresh = [one]
      queues.set(key, fresh)
      const drained = drain(key, fresh).catch(onError)
      draining.add(drained)
      drained.finally(() => draining.delete(drained))
    })

  return {
    engine: 'postgres',
    read: async <R>(one: Query<R>) => {
      try {
        return (await withSession(pool, (session) => session.execute(one))) as R
      } catch (error) {
        throw asCannotWrite(error)
      }
    },
    look: async (body) => {
      try {
        return await withSession(pool, (session) =>
          session.transaction('begin isolation level repeatable read read only', () =>
            session.drive(body()),
          ),
        )
      } catch (error) {
        throw asCannotWrite(error)
      }
    },
    write: (centreId, body, founding) =>
      enqueue(centreId, (order) => ordered(centreId, clock, order, body, { founding })),
    amend: (body) => enqueue(NO_CENTRE, body),
    relayTurn: async (centreId, handOn) => {
      try {
        return await withSession(turnPool, (session) =>
          // Losing the cursor's last step costs a repetition, so it need not wait for the disk.
          session.transaction('begin; set local synchronous_commit = off', async () => {
            await session.client.query('select pg_advisory_xact_lock(hashtext($1))', [
              `relay ${centreId}`,
            ])
            const after = await session.drive(readCursor(centreId))
            const { rows, isMore, reached } = await session.drive(readTurn(centreId, after))
            await handOn(rows)
            if (reached !== after) await session.drive(saveCursor(centreId, reached))
            return isMore
          }),
        )
      } catch (error) {
        throw asCannotWrite(error)
      }
    },
    onCommit: (listener) => void listeners.push(listener),
    ping: async () => {
      try {
        await pool.query('select 1')
      } catch (error) {
        throw asCannotWrite(error)
      }
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
