import type { CentreView } from '../../src/live/events.ts'
import { Empty, Panel, TicketNumber } from '../shared/components.tsx'
import { useNow } from '../shared/hooks.ts'
import { isolate } from '../shared/i18n.ts'
import { since, watchTime } from '../shared/span.ts'
import { usePauseWords } from '../shared/staff-pause.ts'
import { useSupervisorTexts } from './texts.ts'

const looks = { open: 'tag--ok', paused: 'tag--warn', closed: '' } as const

/** What each counter does, and for how long. */
export const Counters = ({ view }: { view: CentreView }) => {
  const text = useSupervisorTexts()
  const now = useNow(1_000)
  const pauseWords = usePauseWords()
  const lasting = (from: string): string =>
    text('since', { time: isolate(watchTime(since(from, now))) })
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
              {number === null && state === 'open' && <p class="quiet">{text('free')}</p>}
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
