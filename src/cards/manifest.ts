import { type Language, languages } from '../language.ts'
import { westernDigits } from '../phone.ts'
import { type CardState, isCitizenId, readCode } from './card.ts'
import { readsAsOther } from './place-code.ts'

/**
 * What did not go as it should. The first three are how a delivery differs from its list, the
 * last three are refused scans and codes, kept for the record.
 */
export type IncidentKind =
  | 'missing'
  | 'surplus'
  | 'duplicate'
  | 'not_found'
  /** A card in quarantine, to be decided upon. */
  | 'damaged'
  | 'refused_scan'
  | 'wrong_card'
  | 'wrong_code'

/** The most cards on one manifest. */
export const MANIFEST_CARDS_MAX = 50_000

/** One line of a delivery's list as it was sent; an empty text is as good as none. */
export interface ManifestRow {
  serial: string
  citizenId: string
  phone?: string
  language?: string
  applicationNumber?: string
}

/** What a line may say, by the longest text that can mean something. */
const fieldMax = { serial: 64, citizenId: 32, phone: 32, language: 8, applicationNumber: 64 }
export const manifestFields = Object.keys(fieldMax) as (keyof typeof fieldMax)[]

/** Stands for what cannot be read at all: it is no good value of any field. */
const UNREADABLE = '?'

/**
 * A line as texts, whatever was sent in its place: what is too long, or no text, is no reason to
 * refuse the other lines, and is found to be wrong with its own.
 */
export const tidyRow = (sent: unknown): Required<ManifestRow> => {
  const said = (name: keyof typeof fieldMax): string => {
    const value: unknown =
      typeof sent === 'object' && sent !== null ? Reflect.get(sent, name) : undefined
    if (value === undefined || value === null) return ''
    const isSaid = typeof value === 'string' || typeof value === 'number'
    const text = isSaid ? String(value).trim() : UNREADABLE
    return text.length > fieldMax[name] ? UNREADABLE : text
  }
  return {
    serial: said('serial'),
    citizenId: said('citizenId'),
    phone: said('phone'),
    language: said('language'),
    applicationNumber: said('applicationNumber'),
  }
}

/** One line, checked. The phone is E.164. */
export interface ManifestCard {
  serial: string
  citizenId: string
  phone: string | null
  language: Language
  applicationNumber: string | null
}

/** A line that was not taken, and why; its serial where it has one that can be read. */
export interface RejectedRow {
  /** As a person counts them: the number of the line in a file, of the card in a list. */
  row: number
  code: 'bad_manifest_row' | 'ambiguous_serial' | 'duplicate_serials' | 'card_known'
  field: 'serial' | 'citizenId' | 'phone' | 'language' | 'applicationNumber' | null
  serial: string | null
}

/** A good line, with its number. */
export type NumberedCard = ManifestCard & { row: number }

/**
 * The number of an application, as printed or typed, in the one form it is hashed in; null when it
 * can be none. How it is set apart (BH26-7K3M, BH26 7K3M) is not part of it, for nobody types that
 * alike. It is a proof from outside, so a short one is none.
 */
export const readApplicationNumber = (text: string): string | null => {
  const number = westernDigits(text)
    .replace(/[\s/\u2010-\u2015-]/g, '')
    .toUpperCase()
  return /^[A-Z0-9]{6,32}$/.test(number) ? number : null
}

/** The lines that a report names; whoever has more to mend sends the list again. */
export const REJECTED_MAX = 1000

/**
 * What is wrong with the lines just sent, and which of their cards were known when the list first
 * came; in the order of the lines. A corrected list names all the cards of the one before: what is to
 * be mended is not lost among them.
 */
export const reportOf = (
  kept: readonly RejectedRow[],
  cards: readonly NumberedCard[],
  rejected: readonly RejectedRow[],
): RejectedRow[] => {
  const known = new Set(kept.map(({ serial }) => serial))
  const knownRows = cards.flatMap(({ row, serial }): RejectedRow[] =>
    known.has(serial) ? [{ row, code: 'card_known', field: 'serial', serial }] : [],
  )
  return [...rejected, ...knownRows].slice(0, REJECTED_MAX).sort((a, b) => a.row - b.row)
}

/** What lines are checked against. */
export interface ListContext {
  readPhone: (text: string) => string | undefined
  /** The sections of the centre. */
  sections: ReadonlySet<string>
  /** The serials of the lines before, added to. */
  seen: Set<string>
}

const readRow = (
  { serial, citizenId, phone, language, applicationNumber }: ManifestRow,
  row: number,
  { readPhone, sections }: Omit<ListContext, 'seen'>,
): NumberedCard | RejectedRow => {
  const code = readCode(serial)
  const bad = (field: RejectedRow['field']): RejectedRow => ({
    row,
    code: 'bad_manifest_row',
    field,
    serial: code,
  })
  if (!code) return bad('serial')
  if (readsAsOther(code, sections)) return { ...bad('serial'), code: 'ambiguous_serial' }
  const owner = westernDigits(citizenId).trim()
  if (!isCitizenId(owner)) return bad('citizenId')
  const number = phone?.trim() ? readPhone(phone.trim()) : null
  if (number === undefined) return bad('phone')
  const wanted = language?.trim().toLowerCase() || 'ar'
  const spoken = languages.find((one) => one === wanted)
  if (!spoken) return bad('language')
  const application = applicationNumber?.trim() ? readApplicationNumber(applicationNumber) : null
  if (applicationNumber?.trim() && application === null) return bad('applicationNumber')
  const card = { serial: code, citizenId: owner, phone: number, language: spoken }
  return { ...card, row, applicationNumber: application }
}

/**
 * Checks lines of a delivery's list. Good lines are kept, bad ones named; of two with one serial the
 * first is kept.
 * @param numbers the number of each line, as a person counts them
 */
export const readRows = (
  rows: readonly ManifestRow[],
  numbers: readonly number[],
  context: ListContext,
): { cards: NumberedCard[]; rejected: RejectedRow[] } => {
  const { seen } = context
  const cards: NumberedCard[] = []
  const rejected: RejectedRow[] = []
  for (const [at, one] of rows.entries()) {
    const read = readRow(one, numbers[at] ?? at + 1, context)
    if ('code' in read) {
      rejected.push(read)
    } else if (seen.has(read.serial)) {
      const { row, serial } = read
      rejected.push({ row, code: 'duplicate_serials', field: 'serial', serial })
    } else {
      seen.add(read.serial)
      cards.push(read)
    }
  }
  return { cards, rejected }
}

/** The text whose hash says that two deliveries are the same: their serials, in one order. */
export const fingerprintText = (cards: readonly { serial: string }[]): string =>
  cards
    .map(({ serial }) => serial)
    .toSorted()
    .join('\n')

export type Receipt = 'received' | 'surplus' | 'duplicate'

/**
 * What a card scanned out of a delivery is to it. `surplus`: it is not on the list, or not known
 * at all; `duplicate`: it was scanned before.
 */
export const receiptOf = (
  manifestId: string,
  card: { manifestId: string | null; state: CardState } | undefined,
): Receipt => {
  if (!card || card.manifestId !== manifestId) return 'surplus'
  return card.state === 'expected' || card.state === 'missing' ? 'received' : 'duplicate'
}

/**
 * How a delivery ended: every card of the list is received or missing. `surplus` and `duplicate` are
 * cards, not scans, and each of the last three is an incident.
 */
export interface Reconciled {
  received: number
  missing: number
  surplus: number
  duplicate: number
}

export const reconcile = ({
  expected,
  ...differences
}: Omit<Reconciled, 'received'> & { expected: number }): Reconciled => ({
  received: expected - differences.missing,
  ...differences,
})
