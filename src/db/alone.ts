import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** How long one that is about to end is waited for. */
const WAIT_MS = 3000

/** Another process works on the folder. */
export class NotAlone extends Error {}

const isBusy = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY'

/**
 * Holds a folder for this process alone. Two servers on one file would each commit, but know nothing
 * of what the other tells its screens. The lock is the kernel's, on a file beside the database: it
 * ends with the process, however that ends, so there is nothing to clean up; and whoever only reads
 * or copies the database is not in its way.
 * @returns lets it go
 * @throws NotAlone when another one holds it
 */
export const holdAlone = (folder: string): (() => void) => {
  const lock = new Sqlite(join(folder, 'dawr.lock'), { timeout: WAIT_MS })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new NotAlone('held by another process', { cause: error }) : error
  }
  return () => void lock.close()
}
