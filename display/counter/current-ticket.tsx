import type { CounterTicket } from '../../src/live/events.ts'
import type { CallReason } from '../../src/tickets/choose.ts'
import { waitedMs } from '../../src/tickets/waited.ts'
import { TicketNumber } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useNow } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { serverTime } from '../shared/server-clock.ts'
import { since, watchTime } from '../shared/span.ts'
import { serviceName } from '../tickets/names.ts'
import type { AtDesk } from './at-desk.ts'
import { Notes } from './notes.tsx'
import { useCounterTexts } from './texts.ts'

const classWords = {
  regular: 'class_regular',
  priority: 'class_priority',
  appointment: 'class_appointment',
  express: 'class_express',
} as const

const Timer = ({ label, ms, isNow }: { label: string; ms: number; isNow?: boolean }) => (
  <div class={`timer ${isNow ? 'timer--now' : ''}`}>
    <dt>{label}</dt>
    <dd>
      <bdi dir="ltr">{watchTime(ms)}</bdi>
    </dd>
  </div>
)

/** Waiting, walking and serving, each a span of its own; the last one ticks. */
const Timers = ({ ticket }: { ticket: CounterTicket }) => {
  const text = useCounterTexts()
  const now = serverTime(useNow(1_000))
  const { visit, calledAt, servingSince } = ticket
  return (
    <dl class="timers">
      <Timer label={text('waited')} ms={waitedMs(visit)} />
      {calledAt !== undefined && servingSince === undefined && (
        <Timer label={text('sinceCall')} ms={since(calledAt, now)} isNow />
      )}
      {calledAt !== undefined && servingSince !== undefined && (
        <>
          <Timer label={text('walked')} ms={since(calledAt, new Date(servingSince))} />
          <Timer label={text('serving')} ms={since(servingSince, now)} isNow />
        </>
      )}
    </dl>
  )
}

type Scored = Pick<CallReason, 'score' | 'waitedMin'>

/** What is said of the second, whose points are told to a tenth: they may look the same. */
const nextWords = (first: Scored, second: Scored) => {
  if (second.score < first.score) return 'whyNext'
  return second.waitedMin <= first.waitedMin ? 'whyNextLater' : 'whyNextBehind'
}

/** The choice explained: what the ticket had, and who would have been next. */
const Why = ({ reason }: { reason: CallReason }) => {
  const text = useCounterTexts()
  const duration = useDuration()
  const { runnerUp, stillFetching } = reason
  const values = (one: Pick<CallReason, 'score' | 'class' | 'waitedMin' | 'number'>) => ({
    number: isolate(one.number),
    score: one.score,
    class: text(classWords[one.class]),
    time: duration(Math.floor(one.waitedMin)),
  })
  return (
    <div class="why">
      <h3 class="why__title">{text('whyTitle')}</h3>
      <p>{text('why', values(reason))}</p>
      {stillFetching && <p>{text('whyFetching', { number: isolate(stillFetching) })}</p>}
      <p>
        {!runnerUp && text('whyAlone')}
        {runnerUp && text(nextWords(reason, runnerUp), values(runnerUp))}
      </p>
    </div>
  )
}

const Nobody = ({ view }: Pick<AtDesk, 'view'>) => {
  const text = useCounterTexts()
  const isPaused = view.state === 'paused'
  const title = isPaused ? 'pausedCalm' : view.waiting === 0 ? 'calm' : 'ready'
  return (
    <div class="ticket ticket--none">
      <p class="ticket__calm">{text(title)}</p>
      <p class="quiet">
        {isPaused && text('pausedHint')}
        {!isPaused && view.waiting === 0 && text('calmHint')}
        {!isPaused && view.waiting > 0 && text('forYou', { count: view.waiting })}
      </p>
    </div>
  )
}

/** Who is at the counter or on the way to it, as large as it can be. */
export const CurrentTicket = (at: AtDesk) => {
  const { view, centre } = at
  const text = useCounterTexts()
  const language = useLanguage()
  const { ticket } = view
  if (!ticket) return <Nobody view={view} />
  const isServing = ticket.state === 'serving'
  return (
    <div class={`ticket ${isServing ? 'ticket--serving' : 'ticket--called'}`}>
      <div class="ticket__head" aria-live="polite">
        <TicketNumber class="ticket__number">{ticket.number}</TicketNumber>
        <div class="ticket__facts">
          <p class="ticket__state">{text(isServing ? 'ticketServing' : 'ticketCalled')}</p>
          <p class="ticket__service">{serviceName(centre, ticket.service, language)}</p>
          <p class="ticket__tags">
            <span class={`tag ${ticket.class === 'regular' ? '' : 'tag--warn'}`}>
              {text(classWords[ticket.class])}
            </span>
            {ticket.party > 1 && <span class="tag">{text('party', { count: ticket.party })}</span>}
            <span class="tag">{text(ticket.language === 'ar' ? 'speaksAr' : 'speaksEn')}</span>
            {!isServing && (
              <span class={`tag ${ticket.recallsLeft <= 1 ? 'tag--warn' : ''}`}>
                {text('recallsLeft', { count: ticket.recallsLeft })}
              </span>
            )}
          </p>
        </div>
      </div>
      <Timers ticket={ticket} />
      <div class="ticket__words">
        <Notes key={ticket.id} {...at} ticket={ticket} />
        {ticket.reason && <Why reason={ticket.reason} />}
      </div>
    </div>
  )
}
