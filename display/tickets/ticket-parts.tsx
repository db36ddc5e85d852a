import './tickets.css'
import type { ComponentChildren } from 'preact'
import type { TicketNote, VisitLine } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { watchTime } from '../shared/span.ts'
import { serviceName } from './names.ts'
import { useTicketTexts } from './texts.ts'

/** What staff wrote on a visit, for those who look at it. */
export const NoteLines = (props: {
  notes: readonly TicketNote[]
  timeZone: string
  /** What can be done with a note. */
  beside?: (note: TicketNote) => ComponentChildren
}) => {
  const text = useTicketTexts()
  const { notes, timeZone, beside } = props
  if (notes.length === 0) return null
  return (
    // Many notes scroll in their own room, and with a keyboard only what has the focus scrolls.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="notes" tabIndex={0} aria-label={text('notes')}>
      <ul>
        {notes.map((note) => (
          <li key={note.id} class="notes__one">
            <p dir="auto" class="notes__text">
              {note.text}
            </p>
            <p class="quiet notes__by">
              {text('noteBy', {
                name: isolate(note.by.name),
                counter: isolate(note.counter),
                time: isolate(clockTime(note.at, timeZone)),
              })}
              {note.editedAt !== undefined && ` · ${text('noteEdited')}`}
            </p>
            {beside?.(note)}
          </li>
        ))}
      </ul>
    </section>
  )
}

const visitWords = {
  waiting: 'visit_waiting',
  walking: 'visit_walking',
  serving: 'visit_serving',
  parked: 'visit_parked',
} as const

/** What a visitor has behind them today, stretch by stretch. */
export const VisitLines = (props: { visit: readonly VisitLine[]; centre: CentreInfo }) => {
  const text = useTicketTexts()
  const language = useLanguage()
  return (
    <ol class="rows visit">
      {props.visit.map(
        ({ kind, service, counter, from, to }) =>
          kind !== 'wrap_up' && (
            <li key={`${kind} ${from}`}>
              <span>{text(visitWords[kind])}</span>
              <span class="quiet">
                {serviceName(props.centre, service, language)}
                {counter !== undefined && ` · ${text('visitAt', { counter: isolate(counter) })}`}
              </span>
              <span class="rows__end">
                <bdi dir="ltr">{watchTime(Date.parse(to) - Date.parse(from))}</bdi>
              </span>
            </li>
          ),
      )}
    </ol>
  )
}
