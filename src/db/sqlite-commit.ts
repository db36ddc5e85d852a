import type Sqlite from 'better-sqlite3'
import { isRefusal } from '../refusal.ts'
import { batchOrder, type CentreOrder } from './order.ts'
import { drive, isOutage, type Session } from './sqlite-session.ts'
import type { EventRow, Step } from './transact.ts'

/** What a command of a centre told, to be handed on once it is committed. */
export interface Told {
  centreId: string
  revision: number
  events: readonly EventRow[]
}

/** A command that waits for its commit. */
export interface Waiting {
  /** Begins its steps; more than once when others of its batch must be undone. */
  start: (order: CentreOrder) => Step<unknown>
  told: () => Told | undefined
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** What became of a command: how to tell its caller once all is durable, and what to hand on. */
export interface Outcome {
  answer: () => void
  told?: Told | undefined
}

const kept = ({ resolve, told }: Waiting, result: unknown): Outcome => ({
  answer: () => resolve(result),
  told: told(),
})
const refused = ({ resolve }: Waiting, result: unknown): Outcome => ({
  answer: () => resolve(result),
})
const failed = ({ reject }: Waiting, error: unknown): Outcome => ({ answer: () => reject(error) })

/**
 * Commits commands together. Most are kept, and most that are refused have written nothing, so at
 * first none is set apart from the others; only when one must be undone is the batch run again with
 * a savepoint for each, which copies every page before it is touched.
 * @returns commits a batch durably; it throws when the transaction could not be ended so, and may
 *   then still be open
 */
export const openCommit = (
  client: Sqlite.Database,
  session: Session,
): ((batch: readonly Waiting[]) => Outcome[]) => {
  const begin = client.prepare('begin immediate')
  const commit = client.prepare('commit')
  const rollbackAll = client.prepare('rollback')
  const savepoint = client.prepare('savepoint command')
  const release = client.prepare('release command')
  const rollbackOne = client.prepare('rollback to command')
  /** Another number once another connection has written. */
  const dataVersion = client.prepare<[], number>('pragma data_version').pluck()
  let version = dataVersion.get()

  /** Nobody else is meant to write; should one, with a tool, what is remembered ends here. */
  const lookForOthers = () => {
    const now = dataVersion.get()
    if (now === version) return
    version = now
    session.undone()
  }

  /** A bug in one command must not take the others with it; the end of the transaction does. */
  const isItsOwn = (error: unknown) => !isOutage(error) && client.inTransaction

  /** Runs a command; null when it was refused or failed with something written. */
  const runPlainly = (one: Waiting, order: CentreOrder): Outcome | null => {
    const before = session.writes()
    try {
      const result = drive(one.start(order), session.execute)
      if (!isRefusal(result)) return kept(one, result)
      return session.writes() === before ? refused(one, result) : null
    } catch (error) {
      if (!isItsOwn(error)) throw error
      return session.writes() === before ? failed(one, error) : null
    }
  }

  const undoCommand = () => {
    rollbackOne.run()
    release.run()
    session.undone()
  }

  /** Runs a command so that it alone can be undone. */
  const runApart = (one: Waiting, order: CentreOrder): Outcome => {
    savepoint.run()
    try {
      const result = drive(one.start(order), session.execute)
      if (isRefusal(result)) {
        undoCommand()
        return refused(one, result)
      }
      release.run()
      return kept(one, result)
    } catch (error) {
      if (!isItsOwn(error)) throw error
      undoCommand()
      return failed(one, error)
    }
  }

  /** Runs all of a batch, or, as soon as one of them must be undone, undoes all: null. */
  const runAll = (
    batch: readonly Waiting[],
    attempt: (one: Waiting, order: CentreOrder) => Outcome | null,
  ): Outcome[] | null => {
    const outcomes: Outcome[] = []
    const order = batchOrder()
    begin.run()
    lookForOthers()
    for (const one of batch) {
      const outcome = attempt(one, order)
      if (!outcome) {
        rollbackAll.run()
        session.undone()
        return null
      }
      outcomes.push(outcome)
    }
    drive(order.settle(), session.execute)
    return outcomes
  }

  return (batch) => {
    const outcomes = runAll(batch, runPlainly) ?? runAll(batch, runApart) ?? []
    commit.run()
    return outcomes
  }
}
