import './visitor.css'
import { useEffect, useState } from 'preact/hooks'
import type { TicketView } from '../../src/live/events.ts'
import type { Problem } from '../shared/api.ts'
import type { CentreInfo } from '../shared/centre.ts'
import {
  Button,
  Dialog,
  LanguageSwitch,
  Mark,
  ProblemNote,
  TicketNumber,
  Waiting,
} from '../shared/components.tsx'
import { ConnectionMark } from '../shared/connection-mark.tsx'
import { usePageTitle } from '../shared/hooks.ts'
import { isolate, offerLanguage, useLanguage } from '../shared/i18n.ts'
import { useConnection } from '../shared/live-hooks.ts'
import { start } from '../shared/start.tsx'
import { useCentre } from '../shared/use-centre.ts'
import { Called } from './called.tsx'
import { useViewKept } from './kept-view.ts'
import { OnItsWay } from './on-its-way.tsx'
import { canPush, canPushFromHome, useForgottenAtEnd } from './push.ts'
import { AwayState, CardNotFound, NewNumber, NoShowState, WaitingState } from './states.tsx'
import { TellMe } from './tell-me.tsx'
import { useTexts } from './texts.ts'
import { hasSecret, isWrongLink, type OwnTicket, secret, useOwnTicket } from './ticket.ts'
import { useNewRelease, useWorker } from './worker.ts'

const Leave = (props: { ticket: TicketView; own: OwnTicket }) => {
  const text = useTexts()
  const [isAsking, setAsking] = useState(false)
  const { ticket, own } = props
  const leave = (): void => {
    setAsking(false)
    own.move('leave')
  }
  return (
    <>
      <Button
        look="quiet"
        class="leave"
        busy={own.busy === 'leave'}
        onClick={() => setAsking(true)}
      >
        {text('leave')}
      </Button>
      {isAsking && (
        <Dialog
          title={text('leaveTitle')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button look="danger" onClick={leave}>
                {text('leaveYes')}
              </Button>
              <Button look="primary" onClick={() => setAsking(false)}>
                {text('leaveNo')}
              </Button>
            </>
          }
        >
          <p>{text('leaveAbout', { number: isolate(ticket.number) })}</p>
        </Dialog>
      )}
    </>
  )
}

interface Shown {
  ticket: TicketView
  centre: CentreInfo | undefined
  own: OwnTicket
  /** When it was so, where that is not now. */
  asOf: Date | undefined
}

/** More time, or why there is no more of it. */
const MoreTime = ({ ticket, own }: Pick<Shown, 'ticket' | 'own'>) => {
  const text = useTexts()
  if (ticket.state !== 'waiting' && ticket.state !== 'called') return null
  return (
    <div class="more-time">
      {ticket.putOffsLeft === undefined ? (
        <p class="more-time__about">{text('moreTimeOver')}</p>
      ) : (
        <>
          <Button busy={own.busy === 'put-off'} onClick={() => own.move('put-off')}>
            {text('moreTime')}
          </Button>
          <p class="more-time__about">{text('moreTimeAbout')}</p>
        </>
      )}
    </div>
  )
}

const StateAbout = (props: Shown) => {
  const text = useTexts()
  const { ticket, centre, own, asOf } = props
  switch (ticket.state) {
    case 'waiting':
      return <WaitingState ticket={ticket} centre={centre} asOf={asOf} />
    case 'called':
      return null
    case 'serving':
      return ticket.counter === undefined ? null : (
        <p class="about">{text('servingAt', { counter: isolate(ticket.counter) })}</p>
      )
    case 'no_show':
      return (
        <NoShowState
          ticket={ticket}
          centre={centre}
          isBusy={own.busy === 'return'}
          onReturn={() => own.move('return')}
        />
      )
    case 'parked':
      if (ticket.awayUntil !== undefined)
        return (
          <AwayState
            until={ticket.awayUntil}
            timeZone={centre?.timeZone}
            isBusy={own.busy === 'return'}
            onReturn={() => own.move('return')}
          />
        )
      return <p class="about">{text('parkedAbout')}</p>
    case 'served':
      return <p class="about">{text('servedAbout')}</p>
    case 'left':
      if (ticket.dayClosed) return <p class="about">{text('dayClosedAbout')}</p>
      return (
        <>
          <p class="about">{text('leftAbout')}</p>
          <NewNumber centre={centre} />
        </>
      )
  }
}

/** How a ticket stands in few words: one that was put off by its visitor is not merely parked. */
const stateWords = ({ dayClosed, awayUntil, state }: TicketView) => {
  if (dayClosed) return 'dayClosed'
  return awayUntil === undefined ? state : 'away'
}

const mayLeave = (ticket: TicketView): boolean =>
  ticket.state === 'waiting' || ticket.state === 'called' || ticket.state === 'parked'

const Ticket = (props: Shown) => {
  const text = useTexts()
  const language = useLanguage()
  const { ticket, centre, own } = props
  const service = centre?.services.find((one) => one.id === ticket.service)
  const isCalled = ticket.state === 'called' && ticket.counter !== undefined
  const isToCome = ticket.state === 'waiting' || ticket.state === 'parked'
  return (
    <>
      {ticket.state === 'called' && ticket.counter !== undefined && (
        <Called number={ticket.number} counter={ticket.counter} revision={ticket.revision} />
      )}
      {isCalled && ticket.cardNotFound && <CardNotFound />}
      {!isCalled && (
        <>
          <section class={`ticket ticket--${ticket.state}`}>
            <p class="ticket__place">
              {centre ? `${centre.name[language]} · ${service?.name[language] ?? ''}` : '\u00a0'}
            </p>
            <TicketNumber class="ticket__number">{ticket.number}</TicketNumber>
            <h1 class="ticket__state" aria-live="polite">
              {text(stateWords(ticket))}
            </h1>
          </section>
          {ticket.cardNotFound && <CardNotFound />}
          <StateAbout {...props} />
        </>
      )}
      {own.overtaken && (
        <p class="note" role="alert">
          {text(`overtaken_${own.overtaken}`)}
        </p>
      )}
      {own.isOnItsWay && own.busy && <OnItsWay what={own.busy} onTakeBack={own.takeBack} />}
      {!own.isOnItsWay && <MoreTime ticket={ticket} own={own} />}
      {canPush && isToCome && <TellMe />}
      {canPushFromHome && isToCome && (
        <section class="more-time">
          <p class="more-time__about">{text('pushFromHome')}</p>
        </section>
      )}
      {mayLeave(ticket) && !own.isOnItsWay && <Leave ticket={ticket} own={own} />}
    </>
  )
}

/** While a centre is closed it is asked so often whether it opened: nearly nobody waits there. */
const CLOSED_AGAIN_MS = 60_000

/** The centre of a ticket, once it is known which one that is. */
const useCentreOf = (ticket: TicketView | undefined): CentreInfo | undefined => {
  const [isClosed, setClosed] = useState(false)
  const { value } = useCentre(ticket?.centre ?? '', isClosed ? CLOSED_AGAIN_MS : 0)
  useEffect(() => setClosed(value?.open === false), [value])
  return value ?? undefined
}

const OwnProblem = (props: { problem: Problem; onRetry: () => void }) => {
  const text = useTexts()
  const { problem, onRetry } = props
  if (isWrongLink(problem))
    return (
      <ProblemNote
        problem={{ ...problem, detail: text('wrongLink') }}
        remedy={text('wrongLinkRemedy')}
      />
    )
  return <ProblemNote problem={problem} onRetry={onRetry} />
}

const Visitor = () => {
  const text = useTexts()
  const own = useOwnTicket()
  const { problem } = own
  const kept = own.ticket ? undefined : own.kept
  const ticket = own.ticket ?? kept?.ticket
  const centreNow = useCentreOf(ticket)
  const centre = centreNow ?? kept?.centre
  const connection = useConnection()
  const lostAt = connection.state === 'lost' ? connection.since : undefined
  const asOf = kept ? new Date(kept.at) : lostAt
  const asked = ticket?.language
  useEffect(() => asked && offerLanguage(asked), [asked])
  const isCalled = ticket?.state === 'called'
  const isOver = ticket?.state === 'served' || ticket?.state === 'left'
  useForgottenAtEnd(isOver)
  useViewKept(secret, own.ticket, centre, isOver)
  useWorker(own.ticket !== undefined && !isOver)
  useNewRelease(own.busy !== undefined)
  usePageTitle(
    isCalled && ticket.counter !== undefined
      ? text('calledTitle', { counter: isolate(ticket.counter) })
      : text('title'),
  )
  // Where nothing is shown nothing is old, and with a link that leads nowhere nothing is waited for.
  const isLive = ticket !== undefined && !(problem && isWrongLink(problem))
  return (
    <div class={isCalled ? 'visitor visitor--called' : 'visitor'}>
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main class="visitor__main">
        {isLive && <ConnectionMark timeZone={centre?.timeZone ?? null} asOf={kept && asOf} />}
        {!ticket && <h1 class="visually-hidden">{text('title')}</h1>}
        {!hasSecret && (
          <ProblemNote
            problem={{ code: 'not_signed_in', detail: text('noSecret') }}
            remedy={text('noSecretRemedy')}
          />
        )}
        {problem && <OwnProblem problem={problem} onRetry={own.reload} />}
        {ticket && <Ticket ticket={ticket} centre={centre} own={own} asOf={asOf} />}
        {hasSecret && !ticket && !problem && <Waiting />}
      </main>
    </div>
  )
}

start(Visitor)
