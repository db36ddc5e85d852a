import { join } from 'node:path'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { type CentreOrder, ordered } from './order.ts'
import { readCursor, readTurn, saveCursor, type Turn, turnOf } from './outbox.ts'
import { SqliteClient } from './sqlite-client.ts'
import { type Outcome, openCommit, type Told, type Waiting } from './sqlite-commit.ts'
import { drive, isOutage, openSession } from './sqlite-session.ts'
import { CannotWrite, type Database, type EventRow, type Query, type Step } from './transact.ts'

/** The most commands that share one commit; bounds how long the first of them waits. */
const BATCH_MAX = 256
/** The longest that a commit waits for what can share it: turns of the loop may be long. */
const GATHER_MS = 10
const CACHE_KIB = 64 * 1024
/**
 * Pages in the log before they are copied into the file, within the commit that reaches this many:
 * 16 MiB, four times SQLite's own. A page of a busy index is written again by every ticket and
 * copied once. With one client this halves the longest hundredth of commits; four times as many
 * pages more gain nothing and make the one commit that copies them twice as long.
 */
const LOG_PAGES = 4000
const CURSOR_SAVE_MS = 1000
/** The most events kept in memory for the relay; what is beyond is read back. */
const RECENT_MAX = 2000
const MIGRATIONS = join(import.meta.dirname, '../../migrations/sqlite')

/**
 * Opens (and makes, and migrates) the embedded database in a folder that is there. One process, and one
 * connection for writing and reading: a write runs to its commit without a pause, so nothing is ever
 * read in the middle of one, and a second connection would have to read its pages anew after each.
 */
export const openSqlite = (path: string, clock: { now(): number }): Database => {
  const client = new SqliteClient(path, { timeout: 5000 })
  client.pragma('journal_mode = WAL')
  // FULL: an acknowledged ticket survives the loss of power, not only the end of the process.
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  // The pages of a day and its indexes: with SQLite's 2 MiB most inserts read theirs from the disk.
  client.pragma(`cache_size = -${CACHE_KIB}`)
  client.pragma(`wal_autocheckpoint = ${LOG_PAGES}`)
  const session = openSession(client)
  migrate(session.db, { migrationsFolder: MIGRATIONS })

  const commitAll = openCommit(client, session)

  /** The last commit failed: until one succeeds, a disk that is full stands in the way of all. */
  let troubled = false
  const listeners: ((centreId: string) => void)[] = []
  let queue: Waiting[] = []
  let scheduled = false

  const drain = () => {
    scheduled = false
    const batch = queue.slice(0, BATCH_MAX)
    queue = queue.slice(BATCH_MAX)
    shared = batch.length
    if (queue.length > 0) schedule()
    const before = session.writes()
    let outcomes: Outcome[]
    try {
      outcomes = commitAll(batch)
      if (session.writes() !== before) troubled = false
    } catch (error) {
      troubled = true
      if (client.inTransaction) client.exec('rollback')
      session.undone()
      const failure = new CannotWrite('the database cannot be written', { cause: error })
      for (const one of batch) one.reject(failure)
      return
    }
    const moved = new Set<string>()
    for (const { told } of outcomes) {
      if (!told) continue
      remember(told)
      moved.add(told.centreId)
    }
    // The hall first: a call is seen and heard by everybody, its answer by one.
    for (const centreId of moved) for (const listener of listeners) listener(centreId)
    for (const { answer } of outcomes) answer()
  }

  /** How many shared the last commit. */
  let shared = 0
  /**
   * Commits once a turn of the event loop brought nothing more that could share the commit; one that
   * comes alone after one that came alone waits for no other turn.
   */
  const gather = (known: number, until: number) => {
    const isAlone = queue.length === 1 && shared <= 1
    const isMore = queue.length > known && queue.length < BATCH_MAX && !isAlone
    if (isMore && performance.now() < until) setImmediate(gather, queue.length, until)
    else drain()
  }
  const schedule = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(gather, 0, performance.now() + GATHER_MS)
  }

  const enqueue = <R>(
    centreId: string | null,
    start: (
      order: CentreOrder,
      keep: (revision: number, events: readonly EventRow[]) => void,
    ) => Step<R>,
  ): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      if (!client.open) return reject(new CannotWrite('the database is closed'))
      let told: Told | undefined
      const one: Waiting = {
        start: (order) =>
          start(order, (revision, events) => {
            if (centreId !== null) told = { centreId, revision, events }
          }),
        told: () => told,
        resolve: (result) => resolve(result as R),
        reject,
      }
      queue.push(one)
      schedule()
    })

  /** What was committed lately and not handed on, so that a turn need not read it back. */
  const recent = new Map<string, { after: number; upTo: number; events: EventRow[] }>()
  const remember = ({ centreId, revision, events }: Told) => {
    let known = recent.get(centreId)
    // Only a row without a gap may stand in for the table.
    if (!known || known.upTo !== revision - 1 || known.events.length > RECENT_MAX) {
      known = { after: revision - 1, upTo: revision, events: [] }
      recent.set(centreId, known)
    }
    known.upTo = revision
    known.events.push(...events)
  }

  /** The next turn: from memory where that goes back far enough, else from the table. */
  const nextTurn = (centreId: string, after: number): Turn => {
    const known = recent.get(centreId)
    if (!known || known.after > after)
      return drive(readTurn(centreId, after), (one) => session.execute(one))
    return turnOf(
      known.events.filter(({ revision }) => revision > after),
      after,
      known.upTo,
    )
  }

  const forget = (centreId: string, upTo: number) => {
    const known = recent.get(centreId)
    if (!known || known.after >= upTo) return
    known.events = known.events.filter(({ revision }) => revision > upTo)
    known.after = upTo
  }

  // A single process relays, so its cursor lives in memory and is saved behind: a commit for every
  // turn would halve the tickets a second. After a crash the last second is handed on again, and
  // everything that follows the outbox is made for that.
  const cursors = new Map<string, number>()
  const unsaved = new Set<string>()
  const turns = new Map<string, Promise<unknown>>()
  const amend = <R>(body: () => Step<R>) => enqueue(null, body)
  const saveCursors = async () => {
    for (const centreId of [...unsaved]) {
      const reached = cursors.get(centreId) ?? 0
      await amend(() => saveCursor(centreId, reached))
      if (cursors.get(centreId) === reached) unsaved.delete(centreId)
    }
  }
  const saving = setInterval(() => {
    // A cursor that could not be saved costs a repetition after a crash, nothing else.
    saveCursors().catch((error: unknown) => {
      if (!(error instanceof CannotWrite)) throw error
    })
  }, CURSOR_SAVE_MS)
  saving.unref()

  const takeTurn = async (
    centreId: string,
    handOn: (events: readonly EventRow[]) => Promise<void>,
  ): Promise<boolean> => {
    const after =
      cursors.get(centreId) ?? drive(readCursor(centreId), (one) => session.execute(one))
    const { rows, isMore, reached } = nextTurn(centreId, after)
    await handOn(rows)
    cursors.set(centreId, reached)
    if (reached !== after) unsaved.add(centreId)
    forget(centreId, reached)
    return isMore
  }

  /** Reads the one page that every read needs, and where writing failed last, writes it. */
  const look = () => {
    client.prepare('select count(*) from centres').get()
    if (troubled) client.pragma(`user_version = ${client.pragma('user_version', { simple: true })}`)
    troubled = false
  }

  const orCannot = <R>(ask: () => R): R => {
    try {
      return ask()
    } catch (error) {
      if (!isOutage(error)) throw error
      throw new CannotWrite('the database cannot be reached', { cause: error })
    }
  }

  const beginLook = client.prepare('begin')
  const endLook = client.prepare('commit')
  /** Nothing is written between its steps; one transaction spares each of them its locks. */
  const lookAll = <R>(body: () => Step<R>): R => {
    beginLook.run()
    try {
      return drive(body(), session.execute)
    } finally {
      // A disk that fails has ended it by itself.
      if (client.inTransaction) endLook.run()
    }
  }

  const close = async () => {
    clearInterval(saving)
    await Promise.all(turns.values())
    try {
      await saveCursors()
      while (queue.length > 0) drain()
    } catch (error) {
      // On a full disk the cursor stays where it was: a repetition at the next start.
      if (!(error instanceof CannotWrite)) throw error
    } finally {
      client.close()
    }
  }
  let closed: Promise<void> | null = null

  return {
    engine: 'sqlite',
    read: async <R>(one: Query<R>) => orCannot(() => session.execute(one) as R),
    look: async (body) => orCannot(() => lookAll(body)),
    write: (centreId, body, founding) =>
      enqueue(centreId, (order, keep) => ordered(centreId, clock, order, body, { founding, keep })),
    amend,
    relayTurn: (centreId, handOn) => {
      const before = turns.get(centreId) ?? Promise.resolve()
      const turn = before.then(() => takeTurn(centreId, handOn))
      // The next turn starts after this one, however it ended.
      turns.set(
        centreId,
        turn.catch(() => undefined),
      )
      return turn
    },
    onCommit: (listener) => void listeners.push(listener),
    ping: async () => orCannot(look),
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
