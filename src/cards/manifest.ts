import { type Language, languages } from '../language.ts'
import { westernDigits } from '../phone.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type CardState, isCitizenId, readCode } from './card.ts'

/**
 * What did not go as it should. The first three are how a delivery differs from its list, the
 * last two are refused scans, kept for the record.
 */
export type IncidentKind =
  | 'missing'
  | 'surplus'
  | 'duplicate'
  | 'not_found'
  | 'refused_scan'
  | 'wrong_card'

/** The most cards on one manifest. */
export const MANIFEST_CARDS_MAX = 50_000

/** One line of a delivery's list as it was sent; an empty text is as good as none. */
export interface ManifestRow {
  serial: string
  citizenId: string
  phone?: string
  language?: string
}

/** One line, checked. The phone is E.164. */
export interface ManifestCard {
  serial: string
  citizenId: string
  phone: string | null
  language: Language
}

const badRow = (row: number, field: string): Refusal => refuse('bad_manifest_row', { row, field })

const readRow = (
  { serial, citizenId, phone, language }: ManifestRow,
  row: number,
  readPhone: (text: string) => string | undefined,
): ManifestCard | Refusal => {
  const code = readCode(serial)
  if (!code) return badRow(row, 'serial')
  const owner = westernDigits(citizenId).trim()
  if (!isCitizenId(owner)) return badRow(row, 'citizenId')
  const number = phone?.trim() ? readPhone(phone.trim()) : null
  if (number === undefined) return badRow(row, 'phone')
  const wanted = language?.trim().toLowerCase() || 'ar'
  const spoken = languages.find((one) => one === wanted)
  if (!spoken) return badRow(row, 'language')
  return { serial: code, citizenId: owner, phone: number, language: spoken }
}

/**
 * Checks lines of a delivery's list, `first` being the number of the first of them (1 is the first
 * of the list). The first wrong line refuses the whole.
 * @returns `bad_manifest_row` with the line and its field
 */
export const readRows = (
  rows: readonly ManifestRow[],
  first: number,
  readPhone: (text: string) => string | undefined,
): ManifestCard[] | Refusal => {
  const cards: ManifestCard[] = []
  for (const [at, row] of rows.entries()) {
    const card = readRow(row, first + at, readPhone)
    if ('refused' in card) return card
    cards.push(card)
  }
  return cards
}

/** The first serial that stands on a list twice. */
export const repeatedSerial = (cards: readonly { serial: string }[]): string | undefined => {
  const serials = new Set<string>()
  return cards.find(({ serial }) => serials.size === serials.add(serial).size)?.serial
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

/** How a delivery ended: every card of the list is received or missing. */
export interface Reconciled {
  received: number
  missing: number
  surplus: number
}

export const reconcile = (of: {
  expected: number
  stillExpected: number
  surplus: number
}): Reconciled => ({
  received: of.expected - of.stillExpected,
  missing: of.stillExpected,
  surplus: of.surplus,
})
