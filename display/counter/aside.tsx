import { useState } from 'preact/hooks'
import type { CounterView, TicketView } from '../../src/live/events.ts'
import type { Problem } from '../shared/api.ts'
import { Button, Panel, TicketNumber } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { watchTime } from '../shared/span.ts'
import { useFading } from '../shared/staff-fading.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import type { AtDesk } from './counter.tsx'
import { SearchedDialog } from './dialogs.tsx'
import { serviceName } from './names.ts'
import { useCounterTexts } from './texts.ts'

const Parked = ({ view, desk, say, centre }: AtDesk) => {
  const text = useCounterTexts()
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
                : text('awayUntil', { time: isolate(clockTime(one.awayUntil, centre.timeZone)) })}
            </span>
            {one.cardNotFound && <span class="tag tag--bad">{text('searched')}</span>}
            <Button
              class="rows__end"
              busy={desk.busy === `unpark ${one.id}`}
              onClick={() => (one.cardNotFound ? setAsked(one) : void bringBack(one))}
            >
              {text('bringBack')}
            </Button>
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

/** How a ticket stands, in a sentence, and what can be done about it. */
const Found = ({
  ticket,
  at,
  onMoved,
}: {
  ticket: TicketView
  at: AtDesk
  onMoved: () => void
}) => {
  const text = useCounterTexts()
  const { desk, say, centre } = at
  const counter = isolate(ticket.counter ?? '')
  const until = ticket.returnUntil
  const mayReturn = until !== undefined && Date.parse(until) > Date.now()
  const time = until === undefined ? '' : isolate(clockTime(until, centre.timeZone))
  const sentences: Record<TicketView['state'], string> = {
    waiting: text('isWaiting', { count: ticket.ahead }),
    called: text('isCalled', { counter }),
    serving: text('isServing', { counter }),
    parked:
      ticket.awayUntil === undefined
        ? text('isParked')
        : text('awayUntil', { time: isolate(clockTime(ticket.awayUntil, centre.timeZone)) }),
    served: text('isServed'),
    no_show: text(mayReturn ? 'returnUntil' : 'returnOver', { time }),
    left: text('hasLeft'),
  }
  const move = async (what: 'unpark' | 'return'): Promise<void> => {
    if (!(await desk.move(ticket.id, what))) return
    say(text(`said_${what}`, { number: isolate(ticket.number) }))
    onMoved()
  }
  return (
    <div class="found" role="status">
      <TicketNumber class="found__number">{ticket.number}</TicketNumber>
      <p>{sentences[ticket.state]}</p>
      {ticket.state === 'no_show' && mayReturn && (
        <Button look="primary" busy={desk.busy !== null} onClick={() => void move('return')}>
          {text('letReturn')}
        </Button>
      )}
      {ticket.state === 'parked' && (
        <Button look="primary" busy={desk.busy !== null} onClick={() => void move('unpark')}>
          {text('bringBack')}
        </Button>
      )}
    </div>
  )
}

const LookUp = (at: AtDesk) => {
  const text = useCounterTexts()
  const [number, setNumber] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [found, setFound] = useState<TicketView | undefined>()
  const [problem, setProblem] = useState<Problem | undefined>()
  useFading(problem, () => setProblem(undefined))
  const find = async (): Promise<void> => {
    const asked = number.trim()
    if (asked === '' || isBusy) return
    setBusy(true)
    const answer = await askStaff<TicketView>(
      `/api/centres/${encodeURIComponent(at.centre.id)}/tickets?number=${encodeURIComponent(asked)}`,
      { retries: 1 },
    )
    setBusy(false)
    setFound(answer.ok ? answer.value : undefined)
    setProblem(answer.ok ? undefined : answer.problem)
  }
  return (
    <Panel title={text('lookUp')}>
      <form
        class="form__row"
        onSubmit={(event) => {
          event.preventDefault()
          void find()
        }}
      >
        <label class="field">
          <span class="field__hint">{text('lookUpHint')}</span>
          <input
            class="field__input"
            dir="ltr"
            aria-label={text('number')}
            placeholder="A-014"
            autoCapitalize="characters"
            autoComplete="off"
            maxLength={12}
            value={number}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" busy={isBusy}>
          {text('find')}
        </Button>
      </form>
      {found && <Found ticket={found} at={at} onMoved={() => void find()} />}
      {problem && <StaffNote problem={problem} />}
    </Panel>
  )
}

const visitWords = {
  waiting: 'visit_waiting',
  walking: 'visit_walking',
  serving: 'visit_serving',
  parked: 'visit_parked',
} as const

/** What the visitor has behind them today; shown once that is more than the first wait. */
const Visit = ({ view, centre }: AtDesk) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const lines = view.ticket?.visit ?? []
  if (lines.length < 2) return null
  return (
    <Panel title={text('visit')}>
      <ol class="rows visit">
        {lines.map(
          ({ kind, service, counter, from, to }) =>
            kind !== 'wrap_up' && (
              <li key={`${kind} ${from}`}>
                <span>{text(visitWords[kind])}</span>
                <span class="quiet">
                  {serviceName(centre, service, language)}
                  {counter !== undefined && ` · ${text('visitAt', { counter: isolate(counter) })}`}
                </span>
                <bdi dir="ltr" class="rows__end">
                  {watchTime(Date.parse(to) - Date.parse(from))}
                </bdi>
              </li>
            ),
        )}
      </ol>
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
            <bdi class="rows__end">{count}</bdi>
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
    <LookUp {...at} />
  </>
)
