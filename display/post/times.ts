import { currentLanguage, isolate, localeOf } from '../shared/i18n.ts'

/** A day and a time in the centre's zone: `24 Nov, 14:05`. */
export const dayAndTime = (iso: string, timeZone: string): string =>
  isolate(
    new Intl.DateTimeFormat(localeOf(currentLanguage()), {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }).format(new Date(iso)),
  )
