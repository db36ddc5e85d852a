import type { Statement } from './transact.ts'

type Values = Record<string, unknown>

/** The most answers kept of one statement; there are fewer devices, services and members on duty. */
const ANSWERS_MAX = 2000

/**
 * The answers to what every request asks (who holds this token), for the one connection that
 * writes: they stand until a table that they came from is written by anyone, or a transaction that
 * may have written one is undone. Only what was found is kept, so nobody fills it by guessing.
 */
export const openMemory = () => {
  const answers = new Map<Statement<unknown>, Map<string, readonly unknown[]>>()
  const askedOf = new Map<string, Set<Statement<unknown>>>()
  const keyOf = (values: Values) => Object.values(values).join('\n')

  return {
    /** @param tables those that the statement reads */
    watch: (statement: Statement<unknown>, tables: readonly string[]): void => {
      answers.set(statement, new Map())
      for (const table of tables) {
        const asked = askedOf.get(table) ?? new Set()
        askedOf.set(table, asked.add(statement))
      }
    },
    recall: (statement: Statement<unknown>, values: Values): readonly unknown[] | undefined =>
      answers.get(statement)?.get(keyOf(values)),
    keep: (statement: Statement<unknown>, values: Values, rows: readonly unknown[]): void => {
      const known = answers.get(statement)
      if (!known || rows.length === 0) return
      if (known.size >= ANSWERS_MAX) known.clear()
      // The same rows are given to everybody: whoever would change one is stopped.
      for (const row of rows) Object.freeze(row)
      known.set(keyOf(values), Object.freeze(rows))
    },
    /** @param tables those that were written; null: it is not known which */
    forget: (tables: readonly string[] | null): void => {
      if (!tables) for (const known of answers.values()) known.clear()
      else
        for (const table of tables)
          for (const statement of askedOf.get(table) ?? []) answers.get(statement)?.clear()
    },
  }
}
