import { western } from './digits.ts'

/** What a typed citizen id means: people put blanks between its parts. */
export const citizenIdFrom = (typed: string): string => western(typed).replace(/[\s-]/g, '')

/** Nine digits of any of the three kinds, for the `pattern` of a field. */
export const CITIZEN_ID_PATTERN = '(?:[\\s\\-]*[0-9\u0660-\u0669\u06f0-\u06f9]){9}[\\s\\-]*'

/** Six digits that another screen shows, in its groups or not, for the `pattern` of a field. */
export const SIX_DIGITS_PATTERN = '(?:\\s*[0-9\u0660-\u0669]){6}\\s*'
