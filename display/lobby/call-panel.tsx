import type { BoardView } from '../../src/live/events.ts'
import { Both } from '../shared/both.tsx'
import { TicketNumber } from '../shared/components.tsx'
import { ar, en } from './texts.ts'

type Call = BoardView['calls'][number]

const LONG = 6

const Label = (props: { of: 'number' | 'counter' }) => (
  <Both class="call__label" text={{ ar: ar(props.of), en: en(props.of) }} />
)

/** The newest call: the one thing that is read from the far end of the hall. */
export const CallPanel = (props: { call: Call | undefined; isFresh: boolean }) => {
  const { call, isFresh } = props
  if (!call)
    return (
      <section class="call call--empty">
        <Both class="call__welcome" text={{ ar: ar('noCalls'), en: en('noCalls') }} />
        <Both class="call__about" text={{ ar: ar('noCallsAbout'), en: en('noCallsAbout') }} />
      </section>
    )
  const isLong = call.number.length + call.counter.length > LONG
  return (
    // The key starts the highlight anew with each call; it is one calm swell, never a flash.
    <section
      key={call.id}
      class={`call ${isFresh ? 'call--fresh' : ''} ${isLong ? 'call--long' : ''}`}
      aria-live="polite"
    >
      <div class="call__part">
        <Label of="number" />
        <TicketNumber class="call__digits">{call.number}</TicketNumber>
      </div>
      <div class="call__part call__part--counter">
        <Label of="counter" />
        <TicketNumber class="call__digits">{call.counter}</TicketNumber>
      </div>
    </section>
  )
}

const RECENT = 6

/** The last six before it, newest first; places stay where they are while there are fewer. */
export const RecentCalls = (props: { calls: readonly Call[]; fresh: ReadonlySet<string> }) => (
  <section class="recent">
    <h2 class="recent__title">
      <Both text={{ ar: ar('lastCalls'), en: en('lastCalls') }} />
    </h2>
    <ol class="recent__calls">
      {Array.from({ length: RECENT }, (_, place) => {
        const call = props.calls[place]
        if (!call)
          return <li key={`free-${String(place)}`} class="recent__call recent__call--free" />
        return (
          <li
            key={call.id}
            class={`recent__call ${props.fresh.has(call.id) ? 'recent__call--fresh' : ''}`}
          >
            <TicketNumber class="recent__number">{call.number}</TicketNumber>
            <TicketNumber class="recent__counter">{call.counter}</TicketNumber>
          </li>
        )
      })}
    </ol>
  </section>
)
