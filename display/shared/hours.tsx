import './hours.css'
import type { CentreInfo } from './centre.ts'
import { useHoursTexts } from './hours-texts.ts'
import { isolate, localeOf, useLanguage } from './i18n.ts'

/** In the order of a week here: Sunday to Saturday, as ISO weekdays. */
const WEEK = [7, 1, 2, 3, 4, 5, 6]
/** Any Monday: ISO weekday 1 is its first day. */
const A_MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

const weekdayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone }).format(new Date())

const dayName = (weekday: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    A_MONDAY + (weekday - 1) * DAY_MS,
  )

/** The next days that are not like their weekday: more would hide the week. */
const HOLIDAYS_SHOWN = 5

const dateName = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(date))

/** When the centre is open, day by day; today stands out. */
export const Hours = ({
  centre,
}: {
  centre: Pick<CentreInfo, 'open' | 'timeZone' | 'hours' | 'holidays'>
}) => {
  const text = useHoursTexts()
  const locale = localeOf(useLanguage())
  const today = weekdayIn(centre.timeZone)
  return (
    <section class="block">
      <h2 class="block__title">
        {text('hours')}{' '}
        <span class={`tag ${centre.open ? 'tag--ok' : ''}`}>
          {text(centre.open ? 'openNow' : 'closedNow')}
        </span>
      </h2>
      <table class="hours">
        <tbody>
          {WEEK.map((weekday) => {
            const hours = centre.hours[String(weekday)]
            const isToday = dayName(weekday, 'en') === today
            return (
              <tr key={weekday} class={isToday ? 'hours__today' : ''}>
                <th scope="row">
                  {dayName(weekday, locale)}
                  {isToday && ` · ${text('today')}`}
                </th>
                <td>{hours ? isolate(`${hours.opens} – ${hours.closes}`) : text('closed')}</td>
              </tr>
            )
          })}
          {Object.entries(centre.holidays)
            .toSorted(([a], [b]) => a.localeCompare(b))
            .slice(0, HOLIDAYS_SHOWN)
            .map(([date, hours]) => (
              <tr key={date}>
                <th scope="row">{dateName(date, locale)}</th>
                <td>{hours ? isolate(`${hours.opens} – ${hours.closes}`) : text('closed')}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
