import type { CentreView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty, Panel, TicketNumber } from '../shared/components.tsx'
import { clockTime, isolate } from '../shared/i18n.ts'
import { since, watchTime } from '../shared/span.ts'
import { usePauseWords } from '../shared/staff-pause.ts'
import { useReportTexts } from './report-texts.ts'
import { useSupervisorTexts } from './texts.ts'

const looks = { open: 'tag--ok', paused: 'tag--warn', closed: '' } as const

/** What each counter does, and for how long. */
export const Counters = (props: { centre: CentreInfo; view: CentreView; now: Date }) => {
  const { centre, view, now } = props
  const text = useSupervisorTexts()
  const report = useReportTexts()
  const pauseWords = usePauseWords()
  const time = (from: string): string => isolate(watchTime(since(from, now)))
  const lasting = (from: string): string => text('since', { time: time(from) })
  return (
    <Panel title={text('counters')}>
      {view.counters.length === 0 && <Empty>{text('noCounters')}</Empty>}
      <ul class="counters">
        {view.counters.map((counter) => {
          const { id, label, state, staff, pauseReason, number, ticketState, ticketSince } = counter
          return (
            <li key={id} class={`counter counter--${state}`}>
              <p class="counter__head">
                <strong>{text('counter', { label: isolate(label) })}</strong>
                <span class={`tag ${looks[state]}`}>{text(state)}</span>
              </p>
              {staff !== null && (
                <p>
                  <bdi>{staff}</bdi>
                  {counter.openedAt !== null && (
                    <span class="quiet">
                      {' '}
                      ·{' '}
                      {report('openSince', {
                        time: isolate(clockTime(counter.openedAt, centre.timeZone)),
                      })}
                    </span>
                  )}
                </p>
              )}
              {number !== null && (
                <p class="counter__ticket">
                  <TicketNumber class="counter__number">{number}</TicketNumber>
                  <span>
                    {text(ticketState === 'serving' ? 'serving' : 'called')}{' '}
                    {ticketSince !== null && lasting(ticketSince)}
                  </span>
                </p>
              )}
              {counter.freeSince !== null && (
                <p class="quiet">{report('freeFor', { time: time(counter.freeSince) })}</p>
              )}
              {state === 'paused' && (
                <p class="quiet">
                  <bdi>{pauseWords(pauseReason ?? '')}</bdi> · {lasting(counter.since)}
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
