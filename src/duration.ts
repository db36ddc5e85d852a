import type { Language } from './language.ts'

/** How minutes are said to people: an hour and more of them in hours, by screens and on paper alike. */

export const HOUR_MIN = 60
const arabicRules = new Intl.PluralRules('ar')

/** An Arabic counted noun for each plural form of CLDR; `{n}` is the number in digits. */
export type ArabicForms = Record<Intl.LDMLPluralRule, string>

/** In the genitive, as after من, إلى, نحو, منذ, حتى and أقل من. */
const minutesArabic: ArabicForms = {
  zero: '0 دقيقة',
  one: 'دقيقة واحدة',
  two: 'دقيقتين',
  few: '{n} دقائق',
  many: '{n} دقيقة',
  other: '{n} دقيقة',
}
const hoursArabic: ArabicForms = {
  zero: '0 ساعة',
  one: 'ساعة واحدة',
  two: 'ساعتين',
  few: '{n} ساعات',
  many: '{n} ساعة',
  other: '{n} ساعة',
}

/** So many of something, in Arabic. */
export const counted = (forms: ArabicForms, n: number): string =>
  forms[arabicRules.select(n)].replace('{n}', String(n))

const partsOf = (minutes: number): { hours: number; rest: number } => ({
  hours: Math.floor(minutes / HOUR_MIN),
  rest: minutes % HOUR_MIN,
})

const units = { ar: { hour: 'س', minute: 'د' }, en: { hour: 'h', minute: 'min' } } as const

/** Where room is short: `45 min`, `1 h`, `5 h 45 min`; `45 د`, `5 س 45 د`. @param minutes whole ones */
export const shortDuration = (minutes: number, language: Language): string => {
  const { hours, rest } = partsOf(minutes)
  const { hour, minute } = units[language]
  if (hours === 0) return `${rest} ${minute}`
  return rest === 0 ? `${hours} ${hour}` : `${hours} ${hour} ${rest} ${minute}`
}

/**
 * In a sentence: Arabic in words that agree with their number, in the genitive (`ساعتين و5 دقائق`);
 * English as where room is short. @param minutes whole ones
 */
export const durationText = (minutes: number, language: Language): string => {
  if (language === 'en') return shortDuration(minutes, language)
  const { hours, rest } = partsOf(minutes)
  if (hours === 0) return counted(minutesArabic, rest)
  if (rest === 0) return counted(hoursArabic, hours)
  // One of something needs no number where more follows.
  const first = hours === 1 ? 'ساعة' : counted(hoursArabic, hours)
  return `${first} و${rest === 1 ? 'دقيقة' : counted(minutesArabic, rest)}`
}

/** The lower end of a range of minutes: where digits are used, its noun is said once, by the upper end. */
const startText = (minutes: number, language: Language): string => {
  if (language === 'ar' && minutes === 1) return 'دقيقة'
  return language === 'ar' && minutes === 2 ? 'دقيقتين' : String(minutes)
}

/** The two ends of a range in a sentence: `10` and `25 min`, `45 min` and `1 h 10 min`. */
export const rangeTexts = (
  from: number,
  to: number,
  language: Language,
): { from: string; to: string } => ({
  from: to < HOUR_MIN ? startText(from, language) : durationText(from, language),
  to: durationText(to, language),
})

/** A minute or two, an hour or two: two of something are said by their own word, without a number. */
const oneOrTwo = {
  alone: { minutes: 'دقيقة أو دقيقتان', hours: 'ساعة أو ساعتان', both: 'ساعتان' },
  genitive: { minutes: 'دقيقة أو دقيقتين', hours: 'ساعة أو ساعتين', both: 'ساعتين' },
} as const

/** Where room is short, minutes are told for as long as they have two digits: 66 are no two hours. */
const MINUTES_MAX = 99
/** So much above a whole hour is about that hour. */
const ABOUT_MIN = 15

/** The end of a wait where room is short: from 100 minutes on whole hours. @param minutes whole ones */
export const roundedEnd = (minutes: number): number =>
  minutes <= MINUTES_MAX ? minutes : Math.ceil((minutes - ABOUT_MIN) / HOUR_MIN) * HOUR_MIN

/** A space at which no line ends, and nothing at which one could. */
const HELD = { space: '\u00a0', joint: '\u2060' } as const

/**
 * `3–5` and its noun. Isolated, so that the smaller number is not turned to the far side of the dash,
 * and held together, so that a narrow place does not leave one end of it on another line.
 */
const withNoun = (from: number, to: number, few: string, many: string): string => {
  const range = `${from}${HELD.joint}–${HELD.joint}${to}`
  return `\u2068${range}\u2069${HELD.space}${arabicRules.select(to) === 'few' ? few : many}`
}

/**
 * A range that begins after 0, where room is short: `10–25 min`; `3–5 دقائق`; `62–81 min`. Where it
 * ends after more than 99 minutes, what is an hour and more of it is told in whole hours, which hold
 * what it held but for a quarter of an hour: `45 min – 2 h`, `5–6 h`.
 * @param stands in Arabic: by itself, or in the genitive, as after حوالي
 */
export const shortRange = (
  from: number,
  to: number,
  language: Language,
  stands: keyof typeof oneOrTwo = 'alone',
): string => {
  if (language === 'ar' && from === 1 && to === 2) return oneOrTwo[stands].minutes
  if (to <= MINUTES_MAX)
    return language === 'ar'
      ? withNoun(from, to, 'دقائق', 'دقيقة')
      : withNoun(from, to, units.en.minute, units.en.minute)
  const hours = roundedEnd(to) / HOUR_MIN
  if (from < HOUR_MIN)
    return `${shortDuration(from, language)} – ${shortDuration(hours * HOUR_MIN, language)}`.replaceAll(
      ' ',
      HELD.space,
    )
  const least = Math.floor(from / HOUR_MIN)
  if (least === hours)
    return language === 'ar' && hours === 2
      ? oneOrTwo[stands].both
      : durationText(hours * HOUR_MIN, language)
  if (language === 'ar' && least === 1 && hours === 2) return oneOrTwo[stands].hours
  return language === 'ar'
    ? withNoun(least, hours, 'ساعات', 'ساعة')
    : withNoun(least, hours, units.en.hour, units.en.hour)
}
