/**
 * A field as a spreadsheet takes it for a text: one that would be a formula has an apostrophe before
 * it (OWASP, "CSV injection"); quoted where it must be.
 */
const field = (text: string): string => {
  const harmless = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The mark that has spreadsheets read Arabic; before the first line. */
export const CSV_MARK = '\uFEFF'

/** One line. RFC 4180. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`
