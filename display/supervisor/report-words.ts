import { type Lengths, LONGEST_SEC } from '../../src/reports/report.ts'
import { dayName } from '../shared/days.ts'
import { useDuration } from '../shared/durations.ts'
import { localeOf, useLanguage } from '../shared/i18n.ts'
import { useReportTexts } from './report-texts.ts'

const MIN_SEC = 60

/** Minutes as a plot draws them; what is longer than all lengths is drawn as the longest. */
export const plotMinutes = ({ count, p50Sec, p90Sec }: Lengths, which: 'half' | 'nine'): number =>
  count === 0 ? 0 : ((which === 'half' ? p50Sec : p90Sec) ?? LONGEST_SEC) / MIN_SEC

/** `09:00` */
export const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** How lengths, days and weekdays of reports are said in the page's language. */
export const useReportWords = () => {
  const text = useReportTexts()
  const duration = useDuration()
  const locale = localeOf(useLanguage())
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (at: string | number) => formatter.format(new Date(at))
  }
  return {
    /** `8 min`, `30 s`; a dash where there is nothing to say. */
    length: ({ count }: Pick<Lengths, 'count'>, seconds: number | null): string => {
      if (count === 0) return '–'
      if (seconds === null) return text('longer', { time: duration(LONGEST_SEC / MIN_SEC) })
      return seconds < MIN_SEC ? text('seconds', { count: seconds }) : duration(seconds / MIN_SEC)
    },
    /** `87%`; a dash where nobody was counted. */
    share: (share: number | null): string =>
      share === null ? '–' : text('percent', { value: Math.round(share * 100) }),
    day: format({ day: 'numeric', month: 'short' }),
    dayOfWeek: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    longDay: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    weekday: (which: number) => dayName(which, locale),
  }
}
