import type { CounterView } from '../../src/live/events.ts'
import { Dot } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { watchTime } from '../shared/span.ts'
import {
  isAllowed,
  isPauseToEnd,
  noShowInMs,
  type SideStep,
  type Step,
  sideKeys,
} from './next-step.ts'
import { useCounterTexts } from './texts.ts'

const sides = ['recall', 'noShow', 'park', 'transfer', 'note', 'pause', 'close'] as const

const stepNames: Record<Step, string> = {
  next: 'next',
  serve: 'serve',
  finish: 'finish',
  resume: 'open',
}

const busyNames: Record<SideStep, string> = {
  recall: 'recall',
  noShow: 'no-show',
  park: 'park',
  transfer: 'transfer',
  note: 'notes',
  pause: 'pause',
  close: 'close',
}

interface Shown {
  view: CounterView
  step: Step | null
  now: Date
  /** The press that is under way. */
  busy: string | null
  /** The server is away. */
  isAway: boolean
  /** A press was just done: the next one may be meant for it still. */
  isCalm: boolean
  /** A note was typed on this visit and is not kept. */
  hasUnkept: boolean
  onNext: () => void
  onSide: (side: SideStep) => void
}

/** Why a button cannot be pressed now, in a sentence. */
const WhyOff = ({ view, now, isAway }: Pick<Shown, 'view' | 'now' | 'isAway'>) => {
  const text = useCounterTexts()
  const { ticket } = view
  const why: string[] = []
  if (isAway) why.push(text('offNow'))
  else if (ticket?.state === 'called') {
    const ms = noShowInMs(ticket, now)
    if (ticket.recallsLeft === 0) why.push(text('offRecall', { count: ticket.recalls }))
    if (ms > 0) why.push(text('offNoShow', { time: isolate(watchTime(ms + 999)) }))
    else if (ticket.noShow.recalls > 0)
      why.push(text('offNoShowRecalls', { count: ticket.noShow.recalls }))
  }
  return (
    <p id="why-off" class="actions__why quiet">
      {why.join(' ')}
    </p>
  )
}

/** The one next thing, and the rest, with the keys that do them. */
export const Actions = (props: Shown) => {
  const text = useCounterTexts()
  const { view, step, now, busy, isAway } = props
  const isOff = busy !== null || isAway
  const isQuiet = step === 'next' && view.waiting === 0
  return (
    <section class="actions" aria-label={text('actions')}>
      {step && (
        <button
          type="button"
          data-space
          class={`actions__next ${isQuiet ? 'actions__next--calm' : ''}`}
          aria-disabled={isOff || props.isCalm}
          aria-busy={busy === stepNames[step]}
          aria-keyshortcuts="Space"
          onClick={props.onNext}
        >
          <span>{text(step)}</span>
          <kbd class="key">{text('space')}</kbd>
        </button>
      )}
      <div class="actions__rest">
        {sides.map((side) => (
          <button
            key={side}
            type="button"
            class="button actions__side"
            aria-disabled={isOff || !isAllowed(side, view, now)}
            aria-describedby="why-off"
            aria-busy={busy === busyNames[side]}
            aria-keyshortcuts={sideKeys[side]}
            onClick={() => props.onSide(side)}
          >
            <kbd class="key">{sideKeys[side]}</kbd>
            <span>
              {text(side === 'pause' && isPauseToEnd(view) ? 'resume' : side)}
              {side === 'note' && props.hasUnkept && <Dot words={text('noteUnkept')} />}
            </span>
          </button>
        ))}
      </div>
      <WhyOff view={view} now={now} isAway={isAway} />
    </section>
  )
}
