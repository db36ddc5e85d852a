import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CounterView } from '../../src/live/events.ts'
import { Button, Toast, Waiting } from '../shared/components.tsx'
import { clockTime, isolate, useLanguage } from '../shared/i18n.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import type { Workplace } from '../shared/staff-page.tsx'
import { usePauseWords } from '../shared/staff-pause.ts'
import { serviceName } from '../tickets/names.ts'
import { Aside } from './aside.tsx'
import type { AtDesk } from './at-desk.ts'
import { useCounter, useDesk } from './desk-actions.ts'
import { DeskMain } from './desk-main.tsx'
import { GoneDialog, useGone } from './gone.tsx'
import { Handover } from './handover.tsx'
import { OpenCounter } from './open-counter.tsx'
import { Taken } from './taken.tsx'
import { useCounterTexts } from './texts.ts'
import { unkeptNote } from './unkept-note.ts'

const stateWords = { open: 'stateOpen', paused: 'statePaused', closed: 'stateClosed' } as const
const stateLooks = { open: 'tag--ok', paused: 'tag--warn', closed: '' } as const

/** Which counter this is, since when it is in its state, what it calls for, and what was just done. */
const StatusLine = (props: {
  view: CounterView
  centre: AtDesk['centre']
  children: ComponentChildren
}) => {
  const text = useCounterTexts()
  const language = useLanguage()
  const pauseWords = usePauseWords()
  const { view, centre } = props
  const { pauseReason } = view
  const isPaused = view.state === 'paused'
  const timeOf = (at: string): string => isolate(clockTime(at, centre.timeZone))
  return (
    <div class="status-line">
      <h2>{text('counter', { label: isolate(view.label) })}</h2>
      <span class={`tag ${stateLooks[view.state]}`}>
        {text(stateWords[view.state])}{' '}
        {text('sinceTime', { time: timeOf((isPaused ? view.since : view.openedAt) ?? view.since) })}
      </span>
      {pauseReason !== null && (
        <span class="quiet">
          {text('pausedBecause', { reason: isolate(pauseWords(pauseReason)) })}
        </span>
      )}
      {isPaused && view.openedAt !== null && (
        <span class="quiet">{text('openedAt', { time: timeOf(view.openedAt) })}</span>
      )}
      <span class="status-line__services quiet">
        {view.services.map((id) => serviceName(centre, id, language)).join(' · ')}
      </span>
      {props.children}
    </div>
  )
}

/** One counter: closed, somebody else's, or this person's desk. */
export const Counter = (props: Workplace & { counterId: string; onLeave: () => void }) => {
  const text = useCounterTexts()
  const { counterId, onLeave, member, centre, centres, goTo } = props
  const { view, refused, answer } = useCounter(counterId)
  const [said, setSaid] = useState<{ words: string; at: number } | undefined>()
  const say = (words: string | null): void =>
    setSaid(words === null ? undefined : { words, at: performance.now() })
  const desk = useDesk(counterId, answer, () => say(text('said_before')))
  // What was done before is not to be read as what is under way.
  const isBusy = desk.busy !== null
  useEffect(() => {
    if (isBusy) setSaid(undefined)
  }, [isBusy])

  const isMine = view?.staff?.id === member.id
  const visit = isMine ? view?.ticket?.id : undefined
  const isSeen = view !== undefined
  const gone = useGone(isMine ? view?.ticket : undefined, desk.busy)
  useEffect(() => {
    if (isSeen) unkeptNote.stayOnlyAt(visit)
  }, [isSeen, visit])

  if (refused)
    return (
      <StaffNote problem={refused}>
        <Button onClick={onLeave}>{text('otherCounter')}</Button>
      </StaffNote>
    )
  if (!view) return <Waiting />
  const at: AtDesk = { member, centre, view, desk, say }
  const { ticket } = view
  const givesCards =
    ticket !== null &&
    (ticket.card !== undefined ||
      centre.services.some(({ id, worksOnCards }) => id === ticket.service && worksOnCards))

  return (
    <>
      {view.state === 'closed' && (
        <OpenCounter {...at} centres={centres} goTo={goTo} onLeave={onLeave} />
      )}
      {view.state !== 'closed' && (
        <StatusLine view={view} centre={centre}>
          {said && (
            <Toast inLine key={said.at} onGone={() => setSaid(undefined)}>
              {said.words}
            </Toast>
          )}
          {isMine && ticket && (
            <span class="tag status-line__waiting">{text('forYou', { count: view.waiting })}</span>
          )}
        </StatusLine>
      )}
      <GoneDialog gone={gone} />
      {view.state !== 'closed' && !isMine && <Taken {...at} onLeave={onLeave} />}
      {view.state !== 'closed' && isMine && (
        <div class={`desk ${givesCards ? 'desk--card' : ''}`}>
          <DeskMain {...at} />
          <div class="desk__aside">
            {ticket && givesCards && <Handover key={ticket.id} {...at} ticket={ticket} />}
            <Aside {...at} />
          </div>
        </div>
      )}
    </>
  )
}
