import type { CentreView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Panel } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { useReportTexts } from './report-texts.ts'
import { type Alert, alertsOf, fillingIn } from './standing.ts'

/** What stands in the way of a target, before everything else. */
export const Alerts = (props: { centre: CentreInfo; view: CentreView; now: Date }) => {
  const text = useReportTexts()
  const language = useLanguage()
  const duration = useDuration()
  const { centre, view, now } = props
  const alerts = alertsOf(view, now)
  const nameOf = (id: string): string =>
    centre.services.find((service) => service.id === id)?.name[language] ?? id
  const namesOf = (ids: readonly string[]): string => ids.map(nameOf).join(' · ')
  const filling = fillingIn(view, now)
  const sentences = ({ waiting, longestMin, targetMin, counters }: Alert): string[] => [
    text('firstWaits', { time: duration(longestMin), target: duration(targetMin) }),
    text('theyWait', { count: waiting }),
    ...(counters.open === 0
      ? [text('nobodyCalls')]
      : [
          text('countersCall', { count: counters.open }),
          text('countersFree', { count: counters.free }),
        ]),
    ...(counters.paused > 0 ? [text('countersPaused', { count: counters.paused })] : []),
    ...(counters.closed > 0 ? [text('countersClosed', { count: counters.closed })] : []),
  ]
  return (
    <>
      {/* Read out when a service comes or goes, and not at each minute that passes. */}
      <p class="visually-hidden" role="status">
        {alerts.length > 0 &&
          text('alertsAre', { services: namesOf(alerts.map(({ service }) => service)) })}
      </p>
      {alerts.length === 0 && !centre.closed && filling.length === 0 && (
        <p class="good-note">{text('noAlerts')}</p>
      )}
      {alerts.length === 0 && filling.length > 0 && (
        <p class="note">{text('filling', { services: namesOf(filling) })}</p>
      )}
      {alerts.length > 0 && (
        <Panel title={text('alerts')} class="alerts">
          <ul class="alerts__list">
            {alerts.map((alert) => (
              <li key={alert.service}>
                <strong>{isolate(nameOf(alert.service))}</strong>
                <span class="alerts__sentences">
                  {sentences(alert).map((sentence) => (
                    <span key={sentence}>{sentence}</span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
