import { createHash, type Hash } from 'node:crypto'
import { CSV_MARK, csvLine } from '../csv.ts'
import type { Outcome, StocktakeState } from './stocktake.ts'

/** A card of a stocktake, in words. */
export interface ReportedCard {
  serial: string
  outcome: Outcome
  slot: string
  belongs: string | null
  state: string | null
  at: number
  staff: string | null
  putRight: boolean
}

/** What a report ends with, in words: people as `name (id)`. */
export interface ReportEnd {
  id: string
  centre: string
  place: string
  state: StocktakeState
  startedBy: string
  startedAt: number
  closedBy: string
  closedAt: number
  expected: number
  counts: Record<Outcome, number>
  headSeq: number
  headHash: string
}

/** Both languages in one heading: there is one report, and one signature, for all who read it. */
const HEADINGS = [
  'finding / النتيجة',
  'card / البطاقة',
  'seen in / وُجدت في',
  'belongs in / مكانها',
  'state / الحالة',
  'time / الوقت',
  'staff / الموظف',
  'put right / أُعيدت',
]

/** One line of the report; every line has as many fields. */
const line = (fields: readonly string[]): string =>
  csvLine(HEADINGS.map((_, at) => fields[at] ?? ''))

const iso = (ms: number): string => new Date(ms).toISOString()

/** The first line. */
export const headLine = (): string => `${CSV_MARK}${line(HEADINGS)}`

export const cardLine = (card: ReportedCard): string => {
  const { serial, outcome, slot, belongs, state, at, staff, putRight } = card
  // A missing card was seen nowhere.
  const seen = outcome === 'missing' ? '' : slot
  const right = outcome === 'misplaced' ? (putRight ? 'yes' : 'no') : ''
  return line([outcome, serial, seen, belongs ?? '', state ?? '', iso(at), staff ?? '', right])
}

/** The counts, and who answers for them. */
export const endLines = (end: ReportEnd): string => {
  const { counts, expected } = end
  const signed = (what: string, ...said: (string | number)[]) =>
    line(['signed', what, ...said.map(String)])
  return [
    line(['count', 'expected', String(expected)]),
    ...Object.entries(counts).map(([outcome, count]) => line(['count', outcome, String(count)])),
    signed('stocktake', end.id, end.state),
    signed('place', end.centre, end.place),
    signed('started', end.startedBy, iso(end.startedAt)),
    signed('closed', end.closedBy, iso(end.closedAt)),
    // In one field: a hash may begin with what a formula begins with.
    signed('custody log', `${end.headSeq} ${end.headHash}`.trim()),
  ].join('')
}

/** A keyed hash, as the vault makes it. */
type KeyedHash = (text: string) => string

const said = (hash: Hash): string => `stocktake report ${hash.digest('base64url')}`

const LAST = 'signature,hmac-sha256:'

/** The last line: a keyed hash over everything before it. */
export const signatureLine = (before: Hash, keyed: KeyedHash): string =>
  `${LAST}${keyed(said(before))}${','.repeat(HEADINGS.length - 2)}\r\n`

/** The hash alone, of a report's last line. */
export const signatureIn = (line: string): string =>
  line.startsWith(LAST) ? (line.slice(LAST.length).split(',')[0] ?? '') : ''

/** Whether a report is what was signed, to the letter. */
export const reportHolds = (text: string, keyed: KeyedHash): boolean => {
  const at = text.lastIndexOf(LAST)
  if (at < 0) return false
  const before = createHash('sha256').update(text.slice(0, at))
  return text.slice(at) === signatureLine(before, keyed)
}
