import { freeze } from './sqlite-memory.ts'
import type { CentreRow } from './transact.ts'

/** The most values kept of one table: the letters of a day, the hours of its services. */
const VALUES_MAX = 5000

/** What a batch of commands left. */
export interface Left {
  /** The centres that it moved, but for those whose set-up it changed. */
  centres: Iterable<CentreRow>
  /** By the name that each is held by; `table`: where it stands, if nobody else writes it there. */
  values: Iterable<[string, { table: string | null; value: unknown }]>
}

/** What commands of one batch left in the tables for those of the next. */
export interface Standing {
  /** A value by the name that it is held by. */
  held(name: string): { value: unknown } | undefined
  /**
   * Takes over what a batch left, once that is durable.
   * @param written the tables that its commands wrote by themselves, of which nothing is known any
   *   more; null: it is not known which
   */
  replace(values: Left['values'], written: ReadonlySet<string> | null): void
  forgetAll(): void
}

/**
 * Keeps what every command would read again (the count of a letter, the visits of an hour) from one
 * batch to the next, for the one connection that writes. A table that any command writes by itself
 * is read anew.
 * @param writtenNow the tables that the batch under way has written; null: it is not known which
 */
export const openStanding = (writtenNow: () => ReadonlySet<string> | null): Standing => {
  const tables = new Map<string, Map<string, { value: unknown }>>()

  const keep = (table: string, name: string, value: unknown) => {
    let known = tables.get(table)
    if (!known || known.size >= VALUES_MAX) {
      known = new Map()
      tables.set(table, known)
    }
    freeze(value)
    known.set(name, { value })
  }

  return {
    held: (name) => {
      const written = writtenNow()
      if (!written) return undefined
      for (const [table, known] of tables) {
        const found = known.get(name)
        if (found) return written.has(table) ? undefined : found
      }
      return undefined
    },
    replace: (values, written) => {
      if (!written) return tables.clear()
      for (const table of written) tables.delete(table)
      for (const [name, { table, value }] of values)
        if (table !== null && !written.has(table)) keep(table, name, value)
    },
    forgetAll: () => tables.clear(),
  }
}
