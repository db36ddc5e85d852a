/** Digits as a phone in Arabic or Persian types them, as Western ones. */
export const western = (text: string): string =>
  text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))

/** The nine digits of a typed citizen id, whose parts people put apart; undefined when it is none. */
export const citizenIdFrom = (typed: string): string | undefined => {
  const digits = western(typed).replace(/[\s-]/g, '')
  return /^\d{9}$/.test(digits) ? digits : undefined
}
