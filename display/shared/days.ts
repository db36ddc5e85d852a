import type { Language } from '../../src/language.ts'

/** Days of the week and of the calendar, in the words of the page's language. */

/** Locales with Western digits, whatever the browser would choose for Arabic. */
export const localeOf = (which: Language): string => (which === 'ar' ? 'ar-BH-u-nu-latn' : 'en-GB')

/** In the order of a week here: Sunday to Saturday, as ISO weekdays. */
export const WEEK = [7, 1, 2, 3, 4, 5, 6] as const
/** Any Monday: ISO weekday 1 is its first day. */
const A_MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

export const dayName = (weekday: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    A_MONDAY + (weekday - 1) * DAY_MS,
  )

/** The date of a moment where a centre is: `2026-11-28`. */
export const dateIn = (timeZone: string, at: Date): string =>
  // Sweden writes dates as ISO does.
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)

/** `2026-11-28` as `Saturday 28 November`; with its year for those that may be far off. */
export const dateName = (date: string, locale: string, year?: 'year'): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(year && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(date))
