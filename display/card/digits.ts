/** Digits as a phone in Arabic or Persian types them, as Western ones. */
export const western = (text: string): string =>
  text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))

/** What stays of a typed citizen id: people put blanks between its parts. */
export const citizenIdFrom = (typed: string): string => western(typed).replace(/[\s-]/g, '')
