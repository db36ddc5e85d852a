import { CsvError, type Info, type Options, parse } from 'csv-parse/sync'
import { type Refusal, refuse } from '../refusal.ts'
import { MANIFEST_CARDS_MAX, manifestFields } from './manifest.ts'

/** The columns that a list must have; the others may be left out. */
const NEEDED = ['serial', 'citizenId'] as const

/** More lines than a list has cards: some are empty, but not most of them. */
const LINES_MAX = 4 * MANIFEST_CARDS_MAX

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

const BREAK = /\r\n|\n|\r/

/** @returns null where a quote is astray: it takes what follows into its field, to the next one */
const readAtOnce = (lines: readonly string[], first: number, options: Options): Line[] | null => {
  try {
    // The types of csv-parse do not follow `info`.
    const read: unknown = parse(lines.join('\n'), options)
    const records = read as { record: string[]; info: Info }[]
    const isAstray = records.some(({ record }) => record.some((field) => BREAK.test(field)))
    if (isAstray) return null
    return records.map(({ record, info }) => ({ fields: record, number: first + info.lines - 1 }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return null
  }
}

/** Reads what can be read, and of the rest either half by itself, down to a line that is no good. */
const readLines = (lines: readonly string[], first: number, options: Options): Line[] => {
  const read = readAtOnce(lines, first, options)
  if (read) return read
  if (lines.length === 1) return [{ fields: UNREADABLE, number: first }]
  const half = lines.length >> 1
  return [
    ...readLines(lines.slice(0, half), first, options),
    ...readLines(lines.slice(half), first + half, options),
  ]
}

/** Fields without the empty ones behind them, as spreadsheets leave them. */
const withoutEnd = (fields: readonly string[]): readonly string[] =>
  fields.slice(0, fields.findLastIndex((field) => field !== '') + 1)

/**
 * The lines of a list as a spreadsheet writes it, as JSON would have brought them, with their numbers
 * in the file. A line that is no good by itself is one bad line: where it ends too early, what it lacks
 * is empty, and where it goes on too long, the rest stands in its last column.
 */
export const readCsv = (
  text: string,
): { cards: Record<string, string>[]; lines: number[] } | Refusal => {
  const lines = text.replace(/^\uFEFF/, '').split(BREAK, LINES_MAX)
  if (lines.length === LINES_MAX) return refuse('malformed', { field: 'cards', why: 'maxItems' })
  const all = readLines(lines, 1, {
    delimiter: separatorOf(text),
    info: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    trim: true,
  })
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
