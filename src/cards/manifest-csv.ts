import { type Refusal, refuse } from '../refusal.ts'
import { MANIFEST_CARDS_MAX, manifestFields } from './manifest.ts'

/** The columns that a list must have; the others may be left out. */
const NEEDED = ['serial', 'citizenId'] as const

/** Far more than the names of all columns, and those of others, are long. */
const HEADER_MAX = 2000

/** More lines than a list has cards: some are empty, but not most of them. */
const LINES_MAX = 4 * MANIFEST_CARDS_MAX

/** What stands between two fields: what Excel writes depends on the language it runs in. */
const separatorOf = (header: string): string =>
  [';', '\t'].find((separator) => header.includes(separator)) ?? ','

/** A line whose quotes are astray: it has this one field, which is none. */
const UNREADABLE = ['?']

/** The fields of one line. RFC 4180, but for line breaks: no field of a list has any. */
const fieldsOf = (line: string, separator: string): readonly string[] => {
  if (!line.includes('"')) return line.split(separator).map((field) => field.trim())
  const field = new RegExp(`(?:"((?:[^"]|"")*)" *|([^"${separator}]*))(${separator}|$)`, 'y')
  const fields: string[] = []
  for (;;) {
    while (line[field.lastIndex] === ' ') field.lastIndex += 1
    const [whole, quoted, plain = '', end] = field.exec(line) ?? []
    if (whole === undefined) return UNREADABLE
    fields.push((quoted?.replaceAll('""', '"') ?? plain).trim())
    if (end === '') return fields
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
export const readCsv = (
  text: string,
): { cards: Record<string, string>[]; lines: number[] } | Refusal => {
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, LINES_MAX)
  if (all.length === LINES_MAX) return refuse('malformed', { field: 'cards', why: 'maxItems' })
  const isSaid = (line: string) => /[^\s",;]/.test(line)
  // Some spreadsheets are told their separator by a line before all others.
  const headerAt = all.findIndex((line) => isSaid(line) && !/^"?sep=/i.test(line))
  const header = (all[headerAt] ?? '').slice(0, HEADER_MAX)
  const separator = separatorOf(header)
  const names = withoutEnd(fieldsOf(header, separator)).map((name) => name.toLowerCase())
  const columns = manifestFields.flatMap((name) => {
    const column = names.indexOf(name.toLowerCase())
    return column < 0 ? [] : [{ name, column }]
  })
  if (!NEEDED.every((needed) => columns.some(({ name }) => name === needed)))
    return refuse('bad_csv_header', { columns: NEEDED.join(', ') })
  const last = names.length - 1
  const cards: Record<string, string>[] = []
  const lines: number[] = []
  for (let at = headerAt + 1; at < all.length; at++) {
    const line = all[at] ?? ''
    if (!isSaid(line)) continue
    const fields = fieldsOf(line, separator)
    const rest = withoutEnd(fields.slice(last)).join(separator)
    const card = columns.map(({ name, column }) => [name, column < last ? fields[column] : rest])
    cards.push(Object.fromEntries(card.map(([name, value]) => [name, value ?? ''])))
    lines.push(at + 1)
  }
  return { cards, lines }
}
