import type { BoardView } from '../../src/live/events.ts'
import { Both } from '../shared/both.tsx'
import type { CentreInfo } from '../shared/centre.ts'
import { CounterLabel, TicketNumber } from '../shared/components.tsx'
import type { Bilingual } from '../shared/i18n.ts'
import { closedWords, opensNext } from '../shared/opening.ts'
import { ar, en } from './texts.ts'

type Call = BoardView['calls'][number]

const LONG = 6

const Label = (props: { of: 'number' | 'counter' }) => (
  <Both class="call__label" text={{ ar: ar(props.of), en: en(props.of) }} />
)

/** What stands in the place of a call, as large as words can be read from the far end. */
const Instead = (props: { title: Bilingual; about: Bilingual }) => (
  <section class="call call--empty">
    <Both class="call__welcome" text={props.title} />
    {props.about.ar && <Both class="call__about" text={props.about} />}
  </section>
)

/** The newest call: the one thing that is read from the far end of the hall. */
export const CallPanel = (props: { call: Call | undefined; isFresh: boolean }) => {
  const { call, isFresh } = props
  if (!call)
    return (
      <Instead
        title={{ ar: ar('noCalls'), en: en('noCalls') }}
        about={{ ar: ar('noCallsAbout'), en: en('noCallsAbout') }}
      />
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
        <CounterLabel class="call__digits">{call.counter}</CounterLabel>
      </div>
    </section>
  )
}

/** The centre is closed and nobody is called any more: said so, and when it opens. */
export const ClosedPanel = ({ centre, now }: { centre: CentreInfo; now: Date }) =>
  centre.closed ? (
    <Instead
      title={{ ar: ar('closedForGood'), en: en('closedForGood') }}
      about={{ ar: ar('closedForGoodAbout'), en: en('closedForGoodAbout') }}
    />
  ) : (
    <Instead
      title={{ ar: closedWords(centre, 'ar', now), en: closedWords(centre, 'en', now) }}
      about={{ ar: opensNext(centre, 'ar', now), en: opensNext(centre, 'en', now) }}
    />
  )

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
            <CounterLabel class="recent__counter">{call.counter}</CounterLabel>
          </li>
        )
      })}
    </ol>
  </section>
)
