import './hours.css'
import type { CentreHours } from '../../src/centres/centre.ts'
import type { CentreInfo } from './centre.ts'
import { dateIn, dateName, dayName, WEEK } from './days.ts'
import { useHoursTexts } from './hours-texts.ts'
import { isolate, localeOf, useLanguage } from './i18n.ts'

const weekdayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone }).format(new Date())

/** The next days that are not like their weekday: more would hide the week. */
const HOLIDAYS_SHOWN = 5

/** When the centre is open, day by day; today stands out. */
export const Hours = ({
  centre,
}: {
  centre: Pick<CentreInfo, 'open' | 'timeZone' | 'hours' | 'holidays'>
}) => {
  const text = useHoursTexts()
  const locale = localeOf(useLanguage())
  const today = weekdayIn(centre.timeZone)
  const date = dateIn(centre.timeZone, new Date())
  const said = (hours: CentreHours[string] | null | undefined): string => {
    if (!hours) return text('closed')
    const { opens, closes } = hours
    return opens === closes ? text('allDay') : isolate(`${opens} – ${closes}`)
  }
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
            const isToday = dayName(weekday, 'en') === today
            // Of today is said what holds today, be it a holiday.
            const hours =
              isToday && date in centre.holidays
                ? centre.holidays[date]
                : centre.hours[String(weekday)]
            return (
              <tr key={weekday} class={isToday ? 'hours__today' : ''}>
                <th scope="row">
                  {dayName(weekday, locale)}
                  {isToday && ` · ${text('today')}`}
                </th>
                <td>{said(hours)}</td>
              </tr>
            )
          })}
          {Object.entries(centre.holidays)
            .toSorted(([a], [b]) => a.localeCompare(b))
            .slice(0, HOLIDAYS_SHOWN)
            .map(([date, hours]) => (
              <tr key={date}>
                <th scope="row">{dateName(date, locale)}</th>
                <td>{said(hours)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
