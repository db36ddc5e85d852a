import { useState } from 'preact/hooks'
import type { CounterView } from '../../src/live/events.ts'
import { Button, Panel, ProblemNote, Toast, Waiting } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import type { Workplace } from '../shared/staff-page.tsx'
import { Aside } from './aside.tsx'
import { type Desk, useCounter, useDesk } from './desk-actions.ts'
import { DeskMain } from './desk-main.tsx'
import { Handover } from './handover.tsx'
import { serviceName } from './names.ts'
import { OpenCounter } from './open-counter.tsx'
import { useCounterTexts } from './texts.ts'

export interface AtDesk extends Workplace {
  view: CounterView
  desk: Desk
  /** Tells that something was done. */
  say: (words: string) => void
}

const stateWords = { open: 'stateOpen', paused: 'statePaused', closed: 'stateClosed' } as const
const stateLooks = { open: 'tag--ok', paused: 'tag--warn', closed: '' } as const

/** Which counter this is, since when it is in its state, and what it calls for. */
const StatusLine = ({ view, centre }: Pick<AtDesk, 'view' | 'centre'>) => {
  const text = useCounterTexts()
  const language = useLanguage()
  return (
    <div class="status-line">
      <h2>{text('counter', { label: isolate(view.label) })}</h2>
      <span class={`tag ${stateLooks[view.state]}`}>
        {text(stateWords[view.state])}{' '}
        {text('sinceTime', { time: isolate(clockTime(view.since, centre.timeZone)) })}
      </span>
      {view.pauseReason !== null && (
        <span class="quiet">{text('pausedBecause', { reason: isolate(view.pauseReason) })}</span>
      )}
      <span class="status-line__services quiet">
        {view.services.map((id) => serviceName(centre, id, language)).join(' · ')}
      </span>
    </div>
  )
}

/** Somebody else's counter: to be looked at. A supervisor may close it. */
const Taken = ({ view, desk, onLeave, member }: AtDesk & { onLeave: () => void }) => {
  const text = useCounterTexts()
  const supervises = member.roles.some((role) => role === 'supervisor' || role === 'admin')
  return (
    <Panel title={text('taken', { name: isolate(view.staff?.name ?? '') })}>
      <p class="quiet">{text('takenHint')}</p>
      <div class="dialog__actions">
        <Button look="primary" onClick={onLeave}>
          {text('otherCounter')}
        </Button>
        {supervises && view.ticket === null && (
          <Button busy={desk.busy !== null} onClick={() => void desk.act('close')}>
            {text('close')}
          </Button>
        )}
      </div>
    </Panel>
  )
}

/** One counter: closed, somebody else's, or this person's desk. */
export const Counter = (props: Workplace & { counterId: string; onLeave: () => void }) => {
  const text = useCounterTexts()
  const { counterId, onLeave, member, centre } = props
  const { view, refused, answer } = useCounter(counterId)
  const desk = useDesk(counterId, answer)
  const [said, setSaid] = useState<{ words: string; at: number } | undefined>()
  const say = (words: string): void => setSaid({ words, at: performance.now() })

  if (refused)
    return (
      <ProblemNote problem={refused}>
        <Button onClick={onLeave}>{text('otherCounter')}</Button>
      </ProblemNote>
    )
  if (!view) return <Waiting />
  const at: AtDesk = { member, centre, view, desk, say }
  const isMine = view.staff?.id === member.id

  return (
    <>
      {view.state === 'closed' && <OpenCounter {...at} onLeave={onLeave} />}
      {view.state !== 'closed' && <StatusLine view={view} centre={centre} />}
      {view.state !== 'closed' && !isMine && <Taken {...at} onLeave={onLeave} />}
      {view.state !== 'closed' && isMine && (
        <div class="desk">
          <DeskMain {...at} />
          <div class="desk__aside">
            {view.ticket?.card && (
              <Handover key={view.ticket.id} {...at} ticket={view.ticket} card={view.ticket.card} />
            )}
            <Aside {...at} />
          </div>
        </div>
      )}
      {said && (
        <Toast key={said.at} onGone={() => setSaid(undefined)}>
          {said.words}
        </Toast>
      )}
    </>
  )
}
