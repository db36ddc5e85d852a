import { DateTime } from 'luxon'
import type { Opening } from '../centres/hours.ts'
import type { Bilingual, Language } from '../language.ts'
import type { CardNoticeKind } from './notice.ts'
import { fill, usualTexts, type Values } from './wording.ts'

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

/** What each message tells of; texts in both languages, numbers and codes as they are shown. */
export type Wording =
  | { kind: 'ticket_issued'; number: string; service: Bilingual; centre: Bilingual; link: string }
  | { kind: 'nearly_turn'; number: string; ahead: number; centre: Bilingual; link: string }
  | { kind: 'pick_not_found'; number: string }
  | { kind: 'push_nearly'; number: string; ahead: number }
  | { kind: 'push_called'; number: string; counter: string }
  | { kind: CardNoticeKind; centre: Bilingual; opening: Opening | null; pickupCode: string }

/** What stands for each placeholder. */
export const valuesOf = (wording: Wording, language: Language): Values => {
  switch (wording.kind) {
    case 'ticket_issued': {
      const { number, service, centre, link } = wording
      return { number, service: service[language], centre: centre[language], link }
    }
    case 'nearly_turn': {
      const { number, ahead, centre, link } = wording
      return { number, ahead: aheadIn(ahead, language), centre: centre[language], link }
    }
    case 'pick_not_found':
      return { number: wording.number }
    case 'push_nearly':
      return { number: wording.number, ahead: aheadIn(wording.ahead, language) }
    case 'push_called':
      return { number: wording.number, counter: wording.counter }
    case 'card_ready':
    case 'card_reminder_7':
    case 'card_reminder_30': {
      const { centre, opening, pickupCode } = wording
      const hours = opening ? openingIn(opening, language) : ''
      return { centre: centre[language], hours, code: pickupCode }
    }
  }
  return wording satisfies never
}

/** The text of a message. @param own the centre's own words; else the usual ones */
export const textOf = (wording: Wording, language: Language, own?: string): string =>
  fill(own ?? usualTexts[wording.kind][language], language, valuesOf(wording, language))
