import { useState } from 'preact/hooks'
import type { CounterView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import { Button, Panel, TicketNumber } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { serviceName } from '../tickets/names.ts'
import { useTicketTexts } from '../tickets/texts.ts'
import { VisitLines } from '../tickets/ticket-parts.tsx'
import type { AtDesk } from './at-desk.ts'
import { SearchedDialog } from './dialogs.tsx'
import { NotesDialog } from './notes.tsx'
import { useCounterTexts } from './texts.ts'

type ParkedTicket = CounterView['parked'][number]

/** The newest note in a line or two, and the way to all of them. */
const ParkedNotes = ({ notes, onRead }: { notes: ParkedTicket['notes']; onRead: () => void }) => {
  const text = useCounterTexts()
  const newest = notes.at(-1)
  if (newest === undefined) return null
  return (
    <div class="parked__notes">
      <p dir="auto" class="parked__note">
        {newest.text}
      </p>
      <Button look="quiet" aria-haspopup="dialog" onClick={onRead}>
        {text('notesRead', { count: notes.length })}
      </Button>
    </div>
  )
}

const Parked = ({ view, desk, say, centre }: AtDesk) => {
  const text = useCounterTexts()
  const ticketText = useTicketTexts()
  const language = useLanguage()
  const [asked, setAsked] = useState<ParkedTicket | undefined>()
  const [readOf, setReadOf] = useState<string | undefined>()
  // As it is now: what a colleague adds stands in it, and with the ticket the dialog goes.
  const read = view.parked.find(({ id }) => id === readOf)
  const bringBack = async ({ id, number }: { id: string; number: string }): Promise<void> => {
    setAsked(undefined)
    if (await desk.move(id, 'unpark')) say(text('said_unpark', { number: isolate(number) }))
  }
  const wish = (one: ParkedTicket): void => {
    setReadOf(undefined)
    if (one.cardNotFound) setAsked(one)
    else void bringBack(one)
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
              onClick={() => wish(one)}
            >
              {ticketText('bringBack')}
            </Button>
            <ParkedNotes notes={one.notes} onRead={() => setReadOf(one.id)} />
          </li>
        ))}
      </ul>
      {read && (
        <NotesDialog
          ticket={read}
          timeZone={centre.timeZone}
          onBringBack={() => wish(read)}
          onClose={() => setReadOf(undefined)}
        />
      )}
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
            <span class="rows__end">{numberText(count)}</span>
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
