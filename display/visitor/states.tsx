import type { TicketView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button } from '../shared/components.tsx'
import { estimateBeside, isKnown } from '../shared/estimate.ts'
import { useNow } from '../shared/hooks.ts'
import { clockTime, isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { doorsSentence } from '../shared/opening.ts'
import { hasRequirements, Requirements } from '../shared/requirements.tsx'
import { isSoon } from './soon.ts'
import { useTexts } from './texts.ts'
import { useVibration } from './vibration.ts'

const MIN_MS = 60_000
/** Under this the clock says less than "within minutes". */
const SOON_MIN = 3
const CLOCK_MS = 15_000

/** When to be back: the range on the clock of the centre, in whole minutes from when it was told. */
const Around = (props: {
  ticket: TicketView
  timeZone: string | undefined
  asOf: Date | undefined
}) => {
  const { timeZone } = props
  const text = useTexts()
  const clock = useNow(CLOCK_MS)
  const now = props.asOf ?? clock
  const { p50, p90 } = props.ticket.estimate
  if (timeZone === undefined || p50 === null || p90 === null) return null
  const at = (minutes: number) =>
    isolate(clockTime(new Date(now.getTime() + minutes * MIN_MS), timeZone))
  const when = (): string => {
    if (p90 <= SOON_MIN) return text('aroundSoon')
    if (p50 === p90) return text('aroundTime', { at: at(p90) })
    return text('aroundTimes', { from: at(p50), to: at(p90) })
  }
  return (
    <div class="fact">
      <dt>{text('around')}</dt>
      <dd>{when()}</dd>
    </div>
  )
}

export const WaitingState = (props: {
  ticket: TicketView
  centre: CentreInfo | undefined
  asOf: Date | undefined
}) => {
  const text = useTexts()
  const shared = useShared()
  const language = useLanguage()
  const { ticket, centre } = props
  const service = centre?.services.find((one) => one.id === ticket.service)
  const now = useNow(CLOCK_MS)
  const vibration = useVibration()
  const doors = centre && doorsSentence(centre, ticket.estimate, language, now)
  return (
    <>
      {doors && <p class="note">{doors}</p>}
      {centre?.open !== false && isSoon(ticket) && <p class="soon">{text('soon')}</p>}
      <dl class="facts" aria-live="polite">
        <div class="fact fact--main">
          <dt class="visually-hidden">{text('ahead')}</dt>
          <dd>{shared('peopleAhead', { count: ticket.ahead })}</dd>
        </div>
        {/* Of a closed centre it is said when it opens, and not that no wait is known yet. */}
        {(!doors || isKnown(ticket.estimate)) && (
          <div class="fact">
            <dt>{text('range')}</dt>
            <dd>{estimateBeside(ticket.estimate, shared, language)}</dd>
          </div>
        )}
        <Around ticket={ticket} timeZone={centre?.timeZone} asOf={props.asOf} />
      </dl>
      {service && hasRequirements(service) && (
        <section class="bring">
          <h2>{text('requirements')}</h2>
          <p>
            <Requirements service={service} />
          </p>
        </section>
      )}
      <p class="quiet">
        {text('keepOpen')} {vibration !== 'none' && text(`vibrates_${vibration}`)}
      </p>
    </>
  )
}

/** Where there is a new number to be had, for whom this one is no good any more. */
export const NewNumber = ({ centre }: { centre: CentreInfo | undefined }) => {
  const text = useTexts()
  if (!centre || centre.closed) return null
  if (!centre.joinFromAnywhere) return <p class="about">{text('newNumberAt')}</p>
  return (
    <a class="button button--primary button--large" href={`/join/${encodeURIComponent(centre.id)}`}>
      {text('newNumber')}
    </a>
  )
}

/** More time was asked for: until when, and the way back before. */
export const AwayState = (props: {
  until: string
  timeZone: string | undefined
  isBusy: boolean
  onReturn: () => void
}) => {
  const text = useTexts()
  const { until, timeZone } = props
  return (
    <>
      {timeZone !== undefined && (
        <p class="about">{text('awayAbout', { until: isolate(clockTime(until, timeZone)) })}</p>
      )}
      <Button look="primary" large busy={props.isBusy} onClick={props.onReturn}>
        {text('awayBack')}
      </Button>
    </>
  )
}

/** Called and not there: the way back while it is open, and a plain word when it is not. */
export const NoShowState = (props: {
  ticket: TicketView
  centre: CentreInfo | undefined
  isBusy: boolean
  onReturn: () => void
}) => {
  const text = useTexts()
  const now = useNow(CLOCK_MS)
  const { ticket, centre } = props
  const timeZone = centre?.timeZone
  const until = ticket.returnUntil
  if (until === undefined || new Date(until) <= now)
    return (
      <>
        <p class="about">{text('no_showLate')}</p>
        <NewNumber centre={centre} />
      </>
    )
  return (
    <>
      {timeZone !== undefined && (
        <p class="about">{text('no_showAbout', { until: isolate(clockTime(until, timeZone)) })}</p>
      )}
      <Button look="primary" large busy={props.isBusy} onClick={props.onReturn}>
        {text('comeBack')}
      </Button>
    </>
  )
}

/** The card they came for is not where it should be: said at once, so that nobody waits in the dark. */
export const CardNotFound = () => {
  const text = useTexts()
  return (
    <section class="not-found" role="alert">
      <h2>{text('cardNotFound')}</h2>
      <p>{text('cardNotFoundAbout')}</p>
    </section>
  )
}
