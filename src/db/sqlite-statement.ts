import type Sqlite from 'better-sqlite3'
import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm'

export type Values = Record<string, unknown>

/** What drizzle prepares: fills the values in, runs it and makes objects of its rows. */
export interface DrizzlePrepared {
  getQuery(): { sql: string; params: unknown[] }
  execute(values: Values): { sync(): unknown }
  queryMetadata?: { tables: string[] }
  /** The columns of its rows; none: it gives none. */
  fields?: { path: string[]; field: unknown }[]
  customResultMapper?: unknown
}

type Decode = (value: unknown) => unknown

const given = (values: Values, name: string): unknown => {
  if (!(name in values)) throw new Error(`no value for ${name}`)
  return values[name]
}

/** How one parameter of a statement is filled in, as drizzle fills it. */
const filling = (param: unknown): ((values: Values) => unknown) => {
  if (is(param, Placeholder)) return (values) => given(values, param.name)
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param
  const { encoder, value } = param
  return (values) => encoder.mapToDriverValue(given(values, value.name))
}

const asItIs = Column.prototype.mapFromDriverValue

interface Decoder {
  mapFromDriverValue(value: unknown): unknown
}

/** What drizzle makes of a column's value; null: nothing. */
const decodeOf = (field: unknown): Decode | null => {
  const of = is(field, SQL.Aliased) ? field.sql : field
  const decoder = is(of, Column) ? of : is(of, SQL) ? (of as { decoder?: Decoder }).decoder : null
  if (!decoder) throw new Error('drizzle selects something that is neither a column nor SQL')
  if (decoder.mapFromDriverValue === asItIs) return null
  return (value) => decoder.mapFromDriverValue(value)
}

/** Makes the objects of a statement's rows; null: they are nested, which is left to drizzle. */
const mapperOf = ({ fields, customResultMapper }: DrizzlePrepared) => {
  if (!fields || customResultMapper || fields.some(({ path }) => path.length !== 1)) return null
  const columns = fields.map(({ path, field }) => ({
    name: path[0] ?? '',
    decode: decodeOf(field),
  }))
  return (row: unknown[]): Values => {
    const made: Values = {}
    for (let at = 0; at < columns.length; at++) {
      const { name, decode } = columns[at] as (typeof columns)[number]
      const value = row[at]
      made[name] = decode === null || value === null ? value : decode(value)
    }
    return made
  }
}

/**
 * Runs a statement without drizzle, which finds out again each time what each of its parameters and
 * columns is: with the forty of a ticket that takes nearly as long as SQLite does.
 */
export const running = (
  client: Sqlite.Database,
  query: DrizzlePrepared,
): ((values: Values) => unknown) => {
  const { sql, params } = query.getQuery()
  const bare = client.prepare(sql)
  const fill = params.map(filling)
  const filled = (values: Values) => fill.map((one) => one(values))
  if (!bare.reader) return (values) => bare.run(...filled(values))
  const map = mapperOf(query)
  if (!map) return (values) => query.execute(values).sync()
  const raw = bare.raw()
  return (values) => (raw.all(...filled(values)) as unknown[][]).map(map)
}
