import { SegmentedMessage } from 'sms-segments-calculator'

/** What one SMS holds, with its header (3GPP TS 23.040). */
const OCTETS_MAX = 140
const SEPTETS_MAX = 160
const PARTS_MAX = 255
/** Joins parts: length, "concatenated, 8-bit reference", its length, then reference, of, which. */
const HEADER_OCTETS = 6
const HEADER_SEPTETS = 7

/** A text as it goes over the air: SMPP's data coding, and the octets of each part. */
export interface SmsParts {
  /** 0: the default alphabet, one septet an octet; 8: UCS-2, big-endian. */
  coding: 0 | 8
  parts: { header: Buffer | null; body: Buffer }[]
}

const isChar = (value: unknown): value is { codeUnits: number[] } =>
  typeof value === 'object' && value !== null && 'codeUnits' in value

const octetsOf = (codeUnits: readonly number[], coding: 0 | 8): Buffer =>
  coding === 0
    ? Buffer.from(codeUnits)
    : Buffer.from(codeUnits.flatMap((unit) => [unit >> 8, unit & 0xff]))

/**
 * Splits a text into SMS, between graphemes: no escape sequence, surrogate pair or letter with its
 * marks is torn.
 * @param reference the same in all parts and the next time, 0 to 255
 * @returns null when it takes too many parts, or a single letter fills more than one
 */
export const smsParts = (text: string, reference: number): SmsParts | null => {
  const { segments, encodingName } = new SegmentedMessage(text)
  const coding = encodingName === 'GSM-7' ? 0 : 8
  const bodies = segments.map((segment) =>
    octetsOf(
      segment.filter(isChar).flatMap(({ codeUnits }) => codeUnits),
      coding,
    ),
  )
  const joined = bodies.length > 1
  const roomFor = coding === 0 ? SEPTETS_MAX : OCTETS_MAX
  const headerTakes = joined ? (coding === 0 ? HEADER_SEPTETS : HEADER_OCTETS) : 0
  if (bodies.length > PARTS_MAX || bodies.some(({ length }) => length > roomFor - headerTakes))
    return null
  return {
    coding,
    parts: bodies.map((body, n) => ({
      header: joined ? Buffer.of(5, 0, 3, reference, bodies.length, n + 1) : null,
      body,
    })),
  }
}
