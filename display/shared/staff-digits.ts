/** Arabic-Indic and Eastern Arabic digits, as keyboards type them, as Western ones. */
export const western = (text: string): string =>
  text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))

/** What a typed citizen id means: people put blanks between its parts. */
export const citizenIdFrom = (typed: string): string => western(typed).replace(/[\s-]/g, '')

/** Nine digits of any of the three kinds, for the `pattern` of a field. */
export const CITIZEN_ID_PATTERN = '(?:[\\s\\-]*[0-9\u0660-\u0669\u06f0-\u06f9]){9}[\\s\\-]*'
