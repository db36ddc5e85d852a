import { SegmentedMessage } from 'sms-segments-calculator'

/** What one unit of GSM-7 holds, as far as our wording and its links need it. */
const GSM = /^[A-Za-z0-9 \n@$_!"#%&'()*+,./:;<=>?-]*$/
/** Arabic letters, their marks, and what stands beside them: a unit of UCS-2 each. */
const ARABIC = /^[\u0621-\u0652\u0660-\u0669\x20-\x7e\n،؛؟]*$/
/** A mark goes into the message of its letter; up to two of them leave the one before as short. */
const MARKS_MAX = 2
const LETTER = /[\u0621-\u064a]/
const MARKS = /[\u064b-\u0652]/
const TOO_MANY_MARKS = /[\u064b-\u0652]{3}/

/** How many messages hold so many units: one alone, or several that each name their place. */
const messagesFor = (units: number, alone: number, each: number): number =>
  units <= alone ? 1 : Math.ceil(units / each)

/**
 * How many SMS a text takes: 160 GSM-7 or 70 UCS-2 units in one, 153 or 67 in each of several.
 * Counted here where that is plain, because the library takes half a millisecond for each text.
 */
export const partsOf = (text: string): number => {
  if (GSM.test(text)) return messagesFor(text.length, 160, 153)
  if (ARABIC.test(text) && LETTER.test(text) && !TOO_MANY_MARKS.test(text)) {
    const least = messagesFor(text.length, 70, 67)
    if (!MARKS.test(text) || messagesFor(text.length, 70, 67 - MARKS_MAX) === least) return least
  }
  return new SegmentedMessage(text).segmentsCount
}

/** A text as it goes over the air. */
export interface SmsLength {
  encoding: 'GSM-7' | 'UCS-2'
  /** Septets of GSM-7, in which some signs take two, or units of UCS-2. */
  units: number
  parts: number
}

const BITS = { 'GSM-7': 7, 'UCS-2': 16 } as const

/** How long a text is, to be shown to whoever writes it. */
export const smsLength = (text: string): SmsLength => {
  const message = new SegmentedMessage(text)
  const encoding = message.encodingName
  return { encoding, units: message.messageSize / BITS[encoding], parts: partsOf(text) }
}
