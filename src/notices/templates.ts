import { DateTime } from 'luxon'
import { SegmentedMessage } from 'sms-segments-calculator'
import type { Opening } from '../centres/hours.ts'
import type { Bilingual, Language } from '../language.ts'
import type { CardNoticeKind } from './notice.ts'

const dayWords: Record<'today' | 'tomorrow', Bilingual> = {
  today: { ar: 'اليوم', en: 'today' },
  tomorrow: { ar: 'غدًا', en: 'tomorrow' },
}

const openingIn = ({ inDays, day, timeZone, opens, closes }: Opening, language: Language) => {
  // A weekday names a day of the week to come, and none after that.
  const weekday = () =>
    DateTime.fromMillis(day, { zone: timeZone })
      .setLocale(language)
      .toFormat(inDays < 7 ? 'cccc' : 'd/M')
  const word =
    inDays === 0 ? dayWords.today[language] : inDays === 1 ? dayWords.tomorrow[language] : weekday()
  return `${word} ${opens}-${closes}`
}

const plural: Record<Language, Intl.PluralRules> = {
  ar: new Intl.PluralRules('ar'),
  en: new Intl.PluralRules('en'),
}

/** All six forms of Arabic; the count stands in the noun itself for none, one and two. */
const aheadAr = (count: number): Record<Intl.LDMLPluralRule, string> => ({
  zero: 'لا أحد أمامك',
  one: 'أمامك زائر واحد',
  two: 'أمامك زائران',
  few: `أمامك ${count} زوار`,
  many: `أمامك ${count} زائرًا`,
  other: `أمامك ${count} زائر`,
})

/** How many are called before: `أمامك 3 زوار`, `3 visitors ahead of you`. */
export const aheadIn = (count: number, language: Language): string => {
  if (language === 'ar') return aheadAr(count)[plural.ar.select(count)]
  if (count === 0) return 'nobody ahead of you'
  return `${count} ${plural.en.select(count) === 'one' ? 'visitor' : 'visitors'} ahead of you`
}

/** What each message says; texts in both languages, numbers and codes as they are shown. */
export type Wording =
  | { kind: 'ticket_issued'; number: string; service: Bilingual; centre: Bilingual; link: string }
  | { kind: 'nearly_turn'; number: string; ahead: number; link: string }
  | { kind: 'pick_not_found'; number: string }
  | { kind: 'push_nearly'; number: string; ahead: number }
  | { kind: 'push_called'; number: string; counter: string }
  | { kind: CardNoticeKind; centre: Bilingual; opening: Opening | null; pickupCode: string }

/** Reminders say `الرمز` alone: with the longest weekday they would not fit one SMS otherwise. */
const cardWords: Record<CardNoticeKind, Record<Language, { begins: string; code: string }>> = {
  card_ready: {
    ar: { begins: 'بطاقتك جاهزة:', code: 'رمز الاستلام' },
    en: { begins: 'Your ID card is ready:', code: 'Pickup code' },
  },
  card_reminder_7: {
    ar: { begins: 'بطاقتك بانتظارك:', code: 'الرمز' },
    en: { begins: 'Your ID card is waiting for you:', code: 'Pickup code' },
  },
  card_reminder_30: {
    ar: { begins: 'تذكير أخير ببطاقتك:', code: 'الرمز' },
    en: { begins: 'Last reminder, your ID card is waiting for you:', code: 'Pickup code' },
  },
}

/**
 * The text of a message. Arabic is sent as UCS-2 with 70 units to the part, so it is kept short; a
 * link stands on its own line, where no Arabic beside it turns its parts round. The first line of
 * what goes to a browser is its heading.
 */
export const textOf = (wording: Wording, language: Language): string => {
  switch (wording.kind) {
    case 'ticket_issued': {
      const { number, link } = wording
      const [service, centre] = [wording.service[language], wording.centre[language]]
      return language === 'ar'
        ? `رقمك ${number}: ${service}، ${centre}\n${link}`
        : `Your number is ${number}: ${service}, ${centre}\n${link}`
    }
    case 'nearly_turn': {
      const { number, link } = wording
      const ahead = aheadIn(wording.ahead, language)
      return language === 'ar'
        ? `اقترب دورك ${number}، ${ahead}\n${link}`
        : `Your turn is near, ${number}: ${ahead}\n${link}`
    }
    case 'pick_not_found': {
      const { number } = wording
      return language === 'ar'
        ? `${number}: لم نجد بطاقتك في مكانها، ونبحث عنها الآن. رقمك محفوظ`
        : `${number}: your card is not in its place. We are searching for it now, and your number is kept.`
    }
    case 'push_nearly': {
      const { number } = wording
      const ahead = aheadIn(wording.ahead, language)
      return language === 'ar'
        ? `اقترب دورك ${number}\n${ahead}`
        : `Your turn is near, ${number}\n${ahead}`
    }
    case 'push_called': {
      const { number, counter } = wording
      return language === 'ar'
        ? `حان دورك ${number}\nتوجّه الآن إلى النافذة ${counter}`
        : `It is your turn, ${number}\nPlease go to counter ${counter}`
    }
    case 'card_ready':
    case 'card_reminder_7':
    case 'card_reminder_30': {
      const { opening, pickupCode } = wording
      const { begins, code } = cardWords[wording.kind][language]
      const centre = wording.centre[language]
      const hours = opening && openingIn(opening, language)
      return language === 'ar'
        ? `${begins} ${centre}\n${hours ? `${hours}\n` : ''}${code} ${pickupCode}`
        : `${begins} ${centre}${hours ? `, open ${hours}` : ''}. ${code} ${pickupCode}`
    }
  }
  return wording satisfies never
}

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
