import { setImmediate } from 'node:timers/promises'
import { CsvError, type Info, type Options, parse } from 'csv-parse/sync'
import { type Refusal, refuse } from '../refusal.ts'
import { MANIFEST_CARDS_MAX, manifestFields } from './manifest.ts'

/** The columns that a list must have; the others may be left out. */
const NEEDED = ['serial', 'citizenId'] as const

/** More lines than a list has cards: some are empty, but not most of them. */
const LINES_MAX = 4 * MANIFEST_CARDS_MAX

/** Read one by one without letting others wait for longer than this many take. */
const AT_ONCE = 200

/** A line whose quotes are astray: it has this one field, which is none. */
const UNREADABLE = ['?']

interface Line {
  fields: readonly string[]
  /** As a person counts them in the file. */
  number: number
}

/** The first line that says something; some spreadsheets are told their separator before it. */
const HEADER = /^(?!"?sep=).*[^\s",;].*$/im

/** What stands between two fields: what Excel writes depends on the language it runs in. */
const separatorOf = (text: string): string =>
  [';', '\t'].find((separator) => HEADER.exec(text)?.[0].includes(separator)) ?? ','

const readAtOnce = (text: string, options: Options): Line[] => {
  const read: unknown = parse(text, { ...options, info: true, to: LINES_MAX })
  return (read as { record: string[]; info: Info }[]).map(({ record, info }) => ({
    fields: record,
    number: info.lines,
  }))
}

/** A quote astray takes all that follows into its field: so each line is read by itself. */
const readEach = async (text: string, options: Options): Promise<Line[]> => {
  const lines: Line[] = []
  for (const [at, line] of text.split(/\r\n|\n|\r/, LINES_MAX).entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate()
    try {
      for (const { fields } of readAtOnce(line, options)) lines.push({ fields, number: at + 1 })
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      lines.push({ fields: UNREADABLE, number: at + 1 })
    }
  }
  return lines
}

const readLines = async (text: string): Promise<Line[]> => {
  const options: Options = {
    bom: true,
    delimiter: separatorOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_empty_values: true,
    trim: true,
  }
  try {
    return readAtOnce(text, options)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return readEach(text, options)
  }
}

/** Fields without the empty ones behind them, as spreadsheets leave them. */
const withoutEnd = (fields: readonly string[]): readonly string[] =>
  fields.slice(0, fields.findLastIndex((field) => field !== '') + 1)

/**
 * The lines of a list as a spreadsheet writes it, as JSON would have brought them, with their numbers
 * in the file. A line that is no good by itself is one bad line: where it ends too early, what it lacks
 * is empty, and where it goes on too long, the rest stands in its last column.
 */
export const readCsv = async (
  text: string,
): Promise<{ cards: Record<string, string>[]; lines: number[] } | Refusal> => {
  const all = await readLines(text)
  if (all.length === LINES_MAX) return refuse('malformed', { field: 'cards', why: 'maxItems' })
  const headerAt = all.findIndex(({ fields }) => !fields[0]?.toLowerCase().startsWith('sep='))
  const names = withoutEnd(all[headerAt]?.fields ?? []).map((name) => name.toLowerCase())
  const columns = manifestFields.flatMap((name) => {
    const column = names.indexOf(name.toLowerCase())
    return column < 0 ? [] : [{ name, column }]
  })
  if (!NEEDED.every((needed) => columns.some(({ name }) => name === needed)))
    return refuse('bad_csv_header', { columns: NEEDED.join(', ') })
  const last = names.length - 1
  const rows = all.slice(headerAt + 1)
  return {
    cards: rows.map(({ fields }) => {
      const rest = withoutEnd(fields.slice(last)).join(',')
      return Object.fromEntries(
        columns.map(({ name, column }) => [name, (column < last ? fields[column] : rest) ?? '']),
      )
    }),
    lines: rows.map(({ number }) => number),
  }
}
