import { useState } from 'preact/hooks'
import type { CounterView } from '../../src/live/events.ts'
import { Button, Panel, TicketNumber } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { serviceName } from '../tickets/names.ts'
import { useTicketTexts } from '../tickets/texts.ts'
import { NoteLines, VisitLines } from '../tickets/ticket-parts.tsx'
import type { AtDesk } from './at-desk.ts'
import { SearchedDialog } from './dialogs.tsx'
import { useCounterTexts } from './texts.ts'

const Parked = ({ view, desk, say, centre }: AtDesk) => {
  const text = useCounterTexts()
  const ticketText = useTicketTexts()
  const language = useLanguage()
  const [asked, setAsked] = useState<CounterView['parked'][number] | undefined>()
  const bringBack = async ({ id, number }: { id: string; number: string }): Promise<void> => {
    setAsked(undefined)
    if (await desk.move(id, 'unpark')) say(text('said_unpark', { number: isolate(number) }))
  }
  return (
    <Panel title={text('parked')}>
      {view.parked.length === 0 && <p class="quiet">{text('noParked')}</p>}
      <ul class="rows">
        {view.parked.map((one) => (
          <li key={one.id}>
            <TicketNumber>{one.number}</TicketNumber>
            <span class="quiet">
              {serviceName(centre, one.service, language)}{' '}
              {one.awayUntil === undefined
                ? text('sinceTime', { time: isolate(clockTime(one.since, centre.timeZone)) })
                : ticketText('awayUntil', {
                    time: isolate(clockTime(one.awayUntil, centre.timeZone)),
                  })}
            </span>
            {one.cardNotFound && <span class="tag tag--bad">{text('searched')}</span>}
            <Button
              class="rows__end"
              busy={desk.busy === `unpark ${one.id}`}
              onClick={() => (one.cardNotFound ? setAsked(one) : void bringBack(one))}
            >
              {ticketText('bringBack')}
            </Button>
            <NoteLines notes={one.notes} timeZone={centre.timeZone} />
          </li>
        ))}
      </ul>
      {asked && (
        <SearchedDialog
          number={asked.number}
          onConfirm={() => void bringBack(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  )
}

/** What the visitor has behind them today; shown once that is more than the first wait. */
const Visit = ({ view, centre }: AtDesk) => {
  const text = useTicketTexts()
  const visit = view.ticket?.visit ?? []
  if (visit.length < 2) return null
  return (
    <Panel title={text('visit')}>
      <VisitLines visit={visit} centre={centre} />
    </Panel>
  )
}

/** How many wait for this counter, by service. */
const Queue = ({ view, centre }: AtDesk) => {
  const text = useCounterTexts()
  const language = useLanguage()
  if (view.queue.length === 0) return null
  return (
    <Panel title={text('queue')}>
      <ul class="rows">
        {view.queue.map(({ service, count }) => (
          <li key={service}>
            <span>{serviceName(centre, service, language)}</span>
            <span class="rows__end">{count}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What lies beside the one next thing. */
export const Aside = (at: AtDesk) => (
  <>
    <Visit {...at} />
    <Queue {...at} />
    <Parked {...at} />
  </>
)
