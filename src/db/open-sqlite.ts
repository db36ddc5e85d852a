import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { isRefusal } from '../refusal.ts'
import { readCursor, readTurn, saveCursor, type Turn, turnOf } from './outbox.ts'
import { tables } from './schema.sqlite.ts'
import {
  CannotWrite,
  type Database,
  type Drizzle,
  type EventRow,
  ordered,
  type Query,
  type Statement,
  type Step,
} from './transact.ts'

/** The most commands that share one commit; bounds how long the first of them waits. */
const BATCH_MAX = 256
const CURSOR_SAVE_MS = 1000
/** The most events kept in memory for the relay; what is beyond is read back. */
const RECENT_MAX = 2000
const MIGRATIONS = join(import.meta.dirname, '../../migrations/sqlite')

interface Prepared {
  execute(params: Record<string, unknown>): { sync(): unknown }
}

/** A connection with the statements it has prepared so far. */
const openSession = (client: Sqlite.Database) => {
  const db: Drizzle = drizzle(client)
  const prepared = new Map<Statement<unknown>, Prepared>()
  return {
    db,
    execute: ({ statement, params }: Query<unknown>): unknown => {
      let ready = prepared.get(statement)
      if (!ready) {
        ready = statement.build(db, tables).prepare() as Prepared
        if (statement.name) prepared.set(statement, ready)
      }
      return ready.execute(params).sync()
    },
  }
}

const drive = <R>(steps: Step<R>, execute: (one: Query<unknown>) => unknown): R => {
  let step = steps.next()
  while (!step.done) step = steps.next(execute(step.value))
  return step.value
}

/** The disk is full, gone or read-only: not the command's fault. */
const isOutage = (error: unknown) =>
  error instanceof Sqlite.SqliteError &&
  /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|NOTADB|CORRUPT)/.test(error.code)

/** What a command of a centre told, to be handed on once it is committed. */
interface Told {
  centreId: string
  revision: number
  events: readonly EventRow[]
}

interface Waiting {
  start: () => Step<unknown>
  centreId: string | null
  told?: Told
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/**
 * Opens (and makes, and migrates) the embedded database in a folder that is there. One process, and one
 * connection for writing and reading: a write runs to its commit without a pause, so nothing is ever
 * read in the middle of one, and a second connection would have to read its pages anew after each.
 */
export const openSqlite = (path: string, clock: { now(): number }): Database => {
  const client = new Sqlite(path, { timeout: 5000 })
  client.pragma('journal_mode = WAL')
  // FULL: an acknowledged ticket survives the loss of power, not only the end of the process.
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  const session = openSession(client)
  migrate(session.db, { migrationsFolder: MIGRATIONS })

  const begin = client.prepare('begin immediate')
  const commit = client.prepare('commit')
  const rollback = client.prepare('rollback')
  const savepoint = client.prepare('savepoint command')
  const release = client.prepare('release command')
  const undo = client.prepare('rollback to command')

  /** The last commit failed: until one succeeds, a disk that is full stands in the way of all. */
  let troubled = false
  const listeners: ((centreId: string) => void)[] = []
  let queue: Waiting[] = []
  let scheduled = false

  /** How one command of several is set apart from the others. */
  const inSavepoint = {
    begin: () => savepoint.run(),
    keep: () => release.run(),
    undo: () => {
      undo.run()
      release.run()
    },
  }
  /** One by itself needs no savepoint, and refused, no commit. */
  const alone = { begin: () => undefined, keep: () => undefined, undo: () => rollback.run() }

  /** Runs one command; answers how to tell its caller once all is durable. */
  const runCommand = (
    { start, resolve, reject }: Waiting,
    bounds: typeof inSavepoint | typeof alone,
  ): { tell: () => void; moved: boolean } => {
    bounds.begin()
    try {
      const result = drive(start(), session.execute)
      const refused = isRefusal(result)
      if (refused) bounds.undo()
      else bounds.keep()
      return { tell: () => resolve(result), moved: !refused }
    } catch (error) {
      // An outage ends the whole batch; a bug in one command must not take the others with it.
      if (isOutage(error) || !client.inTransaction) throw error
      bounds.undo()
      return { tell: () => reject(error), moved: false }
    }
  }

  const drain = () => {
    scheduled = false
    const batch = queue.slice(0, BATCH_MAX)
    queue = queue.slice(BATCH_MAX)
    if (queue.length > 0) schedule()
    const moved = new Set<string>()
    const told: Told[] = []
    const answers: (() => void)[] = []
    try {
      const bounds = batch.length === 1 ? alone : inSavepoint
      begin.run()
      for (const one of batch) {
        const outcome = runCommand(one, bounds)
        answers.push(outcome.tell)
        if (outcome.moved && one.centreId) moved.add(one.centreId)
        if (outcome.moved && one.told) told.push(one.told)
      }
      if (client.inTransaction) {
        commit.run()
        troubled = false
      }
    } catch (error) {
      troubled = true
      if (client.inTransaction) rollback.run()
      const failure = new CannotWrite('the database cannot be written', { cause: error })
      for (const one of batch) one.reject(failure)
      return
    }
    for (const answer of answers) answer()
    for (const one of told) remember(one)
    for (const centreId of moved) for (const listener of listeners) listener(centreId)
  }

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(drain)
  }

  const enqueue = <R>(
    centreId: string | null,
    start: (keep: (revision: number, events: readonly EventRow[]) => void) => Step<R>,
  ): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      if (!client.open) return reject(new CannotWrite('the database is closed'))
      const one: Waiting = {
        start: () =>
          start((revision, events) => {
            if (centreId !== null) one.told = { centreId, revision, events }
          }),
        centreId,
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
    write: (centreId, body) => enqueue(centreId, (keep) => ordered(centreId, clock, body, keep)),
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
