import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const ZERO_ARABIC = 0x0660
const ZERO_EASTERN = 0x06f0

/** Arabic-Indic and Eastern Arabic digits as Western ones; everything else stays. */
export const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= ZERO_EASTERN ? ZERO_EASTERN : ZERO_ARABIC))
  })

/** E.164 for what a person typed, bare numbers being Bahraini; undefined when it is no number. */
export const phoneFrom = (typed: string): string | undefined => {
  const parsed = parsePhoneNumberFromString(westernDigits(typed), 'BH')
  return parsed?.isValid() ? parsed.number : undefined
}
