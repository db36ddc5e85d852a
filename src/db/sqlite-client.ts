import Sqlite from 'better-sqlite3'

/** A text or a name in quotes, which stays as it is, or a value that is compared or limits. */
const QUOTED_OR_VALUE = /'[^']*'|"[^"]*"|(?:= |\blimit )\?/gi

/** The statement, with nothing in it whose plan depends on a value: see `SqliteClient`. */
export const plannedOnce = (statement: string): string =>
  statement.replace(QUOTED_OR_VALUE, (found) => found.replace(/ \?$/, ' +?'))

/**
 * A connection that plans each statement once. SQLite looks at the value behind `= ?` and `limit ?`,
 * as another one could call for another plan; and whenever such a statement's values are let go of,
 * which better-sqlite3 does after each run, it is compiled anew, at five times the cost of running
 * it. At a value behind a plus, which changes nothing, SQLite does not look (3.54:
 * `sqlite3ExprIsInteger`, `exprCompareVariable` and `sqlite3_clear_bindings`).
 */
export class SqliteClient extends Sqlite {
  override prepare<P extends object = unknown[], R = unknown>(statement: string) {
    return super.prepare<P, R>(plannedOnce(statement))
  }
}
