import { type ArabicForms, counted, durationText, HOUR_MIN, rangeTexts } from '../src/duration.ts'
import type { Bilingual, Language } from '../src/language.ts'
import type { Estimate } from '../src/live/events.ts'

/** The sentences of a slip, in real Arabic number agreement. Digits are Western in both languages. */

export const fixedWording = {
  yourNumber: { ar: 'رقمك', en: 'Your number' },
  follow: { ar: 'تابع دورك على هاتفك', en: 'Follow your turn on your phone' },
  copy: { ar: 'نسخة', en: 'COPY' },
} as const satisfies Record<string, Bilingual>

const englishRules = new Intl.PluralRules('en')

const visitorsAheadArabic: ArabicForms = {
  zero: 'لا أحد قبلك',
  one: 'قبلك زائر واحد',
  two: 'قبلك زائران',
  few: 'قبلك {n} زوار',
  many: 'قبلك {n} زائرًا',
  other: 'قبلك {n} زائر',
}

const visitorsAheadEnglish = (n: number): string => {
  if (n === 0) return 'No one is ahead of you'
  return englishRules.select(n) === 'one' ? '1 visitor ahead of you' : `${n} visitors ahead of you`
}

/** How many are called before this ticket. */
export const aheadText = (ahead: number): Bilingual => ({
  ar: `${counted(visitorsAheadArabic, ahead)} في هذه الخدمة`,
  en: `${visitorsAheadEnglish(ahead)} for this service`,
})

const waitArabic = (p50: number, p90: number): string => {
  if (p90 <= 0) return 'الانتظار المتوقع: أقل من دقيقة'
  if (p50 >= p90) return `الانتظار المتوقع: نحو ${durationText(p90, 'ar')}`
  if (p50 <= 0) return `الانتظار المتوقع: حتى ${durationText(p90, 'ar')}`
  const { from, to } = rangeTexts(p50, p90, 'ar')
  return `الانتظار المتوقع: من ${from} إلى ${to}`
}

const waitEnglish = (p50: number, p90: number): string => {
  if (p90 <= 0) return 'Expected wait: under a minute'
  const most = durationText(p90, 'en')
  if (p50 >= p90) return `Expected wait: about ${most}`
  if (p50 <= 0) return `Expected wait: up to ${most}`
  return p90 < HOUR_MIN
    ? `Expected wait: ${p50}–${most}`
    : `Expected wait: ${durationText(p50, 'en')} to ${most}`
}

/** The wait as a range of whole minutes, or an honest sentence when it is not known. */
export const waitText = ({ p50, p90 }: Estimate): Bilingual => {
  if (p50 === null || (p90 === null && p50 <= 0))
    return {
      ar: 'لا يمكننا تقدير مدة الانتظار الآن',
      en: 'We cannot estimate the wait right now',
    }
  if (p90 === null)
    return {
      ar: `الانتظار المتوقع: من ${durationText(p50, 'ar')} فأكثر`,
      en: `Expected wait: ${durationText(p50, 'en')} or more`,
    }
  return { ar: waitArabic(p50, p90), en: waitEnglish(p50, p90) }
}

const locales: Record<Language, string> = { ar: 'ar-BH-u-nu-latn', en: 'en-GB' }
const formats = new Map<string, Intl.DateTimeFormat>()

/** Building a format costs a hundred times what using it does. */
const formatOf = (
  language: Language,
  timeZone: string,
  part: 'date' | 'time',
): Intl.DateTimeFormat => {
  const key = `${language} ${timeZone} ${part}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locales[language], {
    timeZone,
    ...(part === 'date'
      ? { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  })
  formats.set(key, format)
  return format
}

/**
 * Date and time of day at the centre, as two texts: a time beside a date in one Arabic line would
 * be open to being read in the wrong order.
 * @param at epoch milliseconds
 * @param timeZone IANA name
 */
export const dateText = (at: number, timeZone: string): Bilingual => ({
  ar: formatOf('ar', timeZone, 'date').format(at),
  en: formatOf('en', timeZone, 'date').format(at),
})

export const timeText = (at: number, timeZone: string): Bilingual => ({
  ar: formatOf('ar', timeZone, 'time').format(at),
  en: formatOf('en', timeZone, 'time').format(at),
})
