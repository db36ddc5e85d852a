import { daysAfter } from '../../src/centres/opening.ts'
import { dateName, localeOf } from '../shared/days.ts'
import { type Bilingual, isolate, type Language } from '../shared/i18n.ts'
import type { ComingHoliday } from './coming-holiday.ts'
import { ar, en } from './texts.ts'

const translate = { ar, en } as const

/**
 * `Tuesday 1 December`, with the day and its month on one line, and without the comma that Arabic has
 * where the date stands alone.
 */
const dayIn = (date: string, language: Language): string =>
  isolate(dateName(date, localeOf(language)).replace('،', '').replace(/(\d) /, '$1\u00a0'))

/** A holiday as the hall is told of it on a day: tomorrow is called tomorrow. */
export const holidayTexts = (holiday: ComingHoliday, today: string): Bilingual => {
  const said = (language: Language): string => {
    const text = translate[language]
    const day = dayIn(holiday.from, language)
    const isTomorrow = holiday.from === daysAfter(today, 1)
    if (holiday.kind === 'hours') {
      const times = { opens: isolate(holiday.opens), closes: isolate(holiday.closes) }
      if (holiday.from === today) return text('hoursToday', { day, ...times })
      return text(isTomorrow ? 'hoursTomorrow' : 'hoursOn', { day, ...times })
    }
    if (holiday.until !== holiday.from)
      return text('closedFromTo', { day, last: dayIn(holiday.until, language) })
    return text(isTomorrow ? 'closedTomorrow' : 'closedOn', { day })
  }
  return { ar: said('ar'), en: said('en') }
}
