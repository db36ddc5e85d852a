import type { CentreView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Panel } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { clockTime, isolate } from '../shared/i18n.ts'
import { useReportTexts } from './report-texts.ts'
import { minutesSince } from './standing.ts'

/** The printers that do not print, each with its kiosk, why, and since when. */
export const PrinterAlerts = (props: { centre: CentreInfo; view: CentreView; now: Date }) => {
  const text = useReportTexts()
  const duration = useDuration()
  const { printers } = props.view
  const lasting = (since: string): string => {
    const minutes = minutesSince(since, props.now) ?? 0
    return minutes === 0 ? text('printerJustNow') : duration(minutes)
  }
  const names = printers.map(({ name }) => isolate(name)).join(' · ')
  return (
    <>
      <p class="visually-hidden" role="status">
        {printers.length > 0 && `${text('printersFail')}: ${names}`}
      </p>
      {printers.length > 0 && (
        <Panel title={text('printersFail')} class="alerts">
          <ul class="alerts__list">
            {printers.map(({ device, name, failure, since }) => (
              <li key={device}>
                <strong>{isolate(name)}</strong>
                <span class="alerts__sentences">
                  <span>{text(`printer_${failure}`)}</span>
                  <span>
                    {text('printerSince', {
                      since: isolate(clockTime(since, props.centre.timeZone)),
                      time: lasting(since),
                    })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
