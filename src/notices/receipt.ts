import type { PartOutcome } from './channel.ts'

/** The final words of a receipt's text (SMPP 3.4, appendix B); all others say it is under way. */
const outcomeOfWord: Readonly<Record<string, PartOutcome>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
}

/** The same as `message_state` (SMPP 3.4, 5.2.28). */
const outcomeOfState: Readonly<Record<number, PartOutcome>> = {
  2: 'delivered',
  3: 'expired',
  4: 'failed',
  5: 'failed',
  8: 'failed',
}

/** Which part a receipt tells of, and what became of it; null: it tells nothing final. */
export const readReceipt = ({
  text,
  partId,
  state,
}: {
  text: string
  /** `receipted_message_id` and `message_state`, where the provider gives them. */
  partId: string | null
  state: number | null
}): { partId: string; outcome: PartOutcome } | null => {
  const id = partId || /\bid:\s*(\S+)/i.exec(text)?.[1]
  const word = /\bstat:\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? ''
  const outcome = (state !== null && outcomeOfState[state]) || outcomeOfWord[word]
  return id && outcome ? { partId: id, outcome } : null
}

/** The most digits that providers' ids have in either notation. */
const DIGITS_MAX = 20
const PADDED = 8

/**
 * How else the same id may have been written: many providers answer in hexadecimal and write
 * receipts in decimal, or the other way round, with zeros in front or without.
 */
export const otherSpellings = (partId: string): string[] => {
  const bare = partId.replace(/^0+(?=.)/, '')
  const spellings = new Set([bare])
  if (bare.length <= DIGITS_MAX && /^\d+$/.test(bare)) {
    const hex = BigInt(bare).toString(16)
    for (const one of [hex, hex.padStart(PADDED, '0')]) spellings.add(one).add(one.toUpperCase())
  }
  if (bare.length <= DIGITS_MAX && /^[\da-f]+$/i.test(bare)) {
    const decimal = BigInt(`0x${bare}`).toString()
    spellings.add(decimal).add(decimal.padStart(10, '0'))
  }
  spellings.delete(partId)
  return [...spellings]
}

/** What the outcomes of its parts say of a message; null: not all that is needed is known. */
export const verdictOf = (
  parts: number | null,
  outcomes: readonly (PartOutcome | null)[],
): PartOutcome | null => {
  if (outcomes.includes('failed')) return 'failed'
  if (outcomes.includes('expired')) return 'expired'
  const delivered = outcomes.filter((outcome) => outcome === 'delivered').length
  return parts !== null && parts > 0 && delivered >= parts ? 'delivered' : null
}
