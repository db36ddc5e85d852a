import type { CentreView, CounterTicket, CounterView, TicketView } from '../../src/live/events.ts'
import { Actions } from '../counter/actions.tsx'
import type { AtDesk } from '../counter/at-desk.ts'
import counter from '../counter/counter.css?inline'
import { CurrentTicket } from '../counter/current-ticket.tsx'
import { Panel } from '../shared/components.tsx'
import { Alerts } from '../supervisor/alerts.tsx'
import { Counters } from '../supervisor/counters.tsx'
import reports from '../supervisor/reports.css?inline'
import { Services } from '../supervisor/services.tsx'
import supervisor from '../supervisor/supervisor.css?inline'
import { VisitLines } from '../tickets/ticket-parts.tsx'
import tickets from '../tickets/tickets.css?inline'
import { Called } from '../visitor/called.tsx'
import { AwayState, CardNotFound, NoShowState, WaitingState } from '../visitor/states.tsx'
import visitor from '../visitor/visitor.css?inline'
import { Apart, pageSheet } from './apart.tsx'
import { centre } from './sample-centre.ts'
import { textsIn, useTexts } from './texts.ts'

const nothing = (): void => undefined
const visitorSheets = [pageSheet(visitor)]
const counterSheets = [pageSheet(tickets), pageSheet(counter)]
const supervisorSheets = [pageSheet(supervisor), pageSheet(reports)]

const MIN_MS = 60_000
const now = new Date()
const ago = (minutes: number): string => new Date(now.getTime() - minutes * MIN_MS).toISOString()

const ticket: TicketView = {
  id: '1',
  centre: centre.id,
  number: 'A-014',
  service: 'renew',
  state: 'waiting',
  ahead: 3,
  estimate: { p50: 12, p90: 25 },
  issuedAt: ago(9),
  language: 'ar',
  returnUntil: ago(-10),
  revision: 1,
}

/** A visitor's ticket on their phone, in the states that it goes through. */
export const Visit = () => {
  const text = useTexts()
  return (
    <Panel title={text('visitor')}>
      <Apart sheets={visitorSheets}>
        <WaitingState ticket={ticket} centre={centre} asOf={now} />
        <AwayState until={ago(-8)} timeZone={centre.timeZone} isBusy={false} onReturn={nothing} />
        <NoShowState ticket={ticket} centre={centre} isBusy={false} onReturn={nothing} />
        <CardNotFound />
        <Called number="A-014" counter="7" revision={1} />
      </Apart>
    </Panel>
  )
}

const visit: CounterTicket['visit'] = [
  { kind: 'waiting', service: 'renew', from: ago(40), to: ago(16) },
  { kind: 'walking', service: 'renew', counter: '2', from: ago(16), to: ago(15) },
  { kind: 'serving', service: 'renew', counter: '2', from: ago(15), to: ago(8) },
  { kind: 'waiting', service: 'collect', from: ago(8), to: ago(2) },
]

const atCounter: CounterTicket = {
  id: '1',
  number: 'A-014',
  service: 'renew',
  class: 'priority',
  state: 'called',
  language: 'en',
  party: 2,
  issuedAt: ago(40),
  waitingSince: ago(8),
  calledAt: ago(1),
  recalls: 0,
  recallsLeft: 3,
  noShow: { at: ago(-1), recalls: 1 },
  notes: [
    {
      id: '1',
      text: textsIn('ar')('warning'),
      by: { id: '1', name: 'Maryam' },
      counter: '2',
      at: ago(9),
    },
  ],
  visit,
  waitedMin: 30,
  reason: {
    policy: 'accumulating_priority',
    number: 'A-014',
    class: 'priority',
    score: 60,
    waitedMin: 30,
    runnerUp: { number: 'C-003', class: 'regular', score: 31, waitedMin: 31 },
  },
}

const counterView: CounterView = {
  id: 'isa-town-7',
  centre: centre.id,
  label: '7',
  section: null,
  state: 'open',
  staff: { id: '1', name: 'Maryam' },
  pauseReason: null,
  since: ago(60),
  openedAt: ago(60),
  capabilities: ['renew'],
  services: ['renew'],
  ticket: atCounter,
  requests: [],
  waiting: 14,
  queue: [{ service: 'renew', count: 14 }],
  parked: [],
  revision: 1,
}

const unanswered = async (): Promise<undefined> => undefined

const desk: AtDesk = {
  member: { id: '2', username: 'ali', name: 'Ali', roles: ['clerk'], skills: ['*'], centre: null },
  centre,
  view: counterView,
  say: nothing,
  desk: {
    busy: null,
    problem: null,
    isUnsure: false,
    run: unanswered,
    dismiss: nothing,
    retract: nothing,
    act: unanswered,
    callNext: unanswered,
    changeNote: async () => false,
    refresh: unanswered,
    move: unanswered,
  },
}

/** The counter: who was called and why, with what was noted, and the visit so far. */
export const AtCounter = () => {
  const text = useTexts()
  return (
    <Panel title={text('counter')}>
      <Apart sheets={counterSheets}>
        <CurrentTicket {...desk} />
        <Actions
          view={counterView}
          step="serve"
          now={now}
          busy={null}
          isAway={false}
          isCalm={false}
          hasUnkept
          onNext={nothing}
          onSide={nothing}
        />
        <CurrentTicket {...desk} view={{ ...counterView, ticket: null, waiting: 0 }} />
        <VisitLines visit={visit} centre={centre} />
      </Apart>
    </Panel>
  )
}

const counters: CentreView['counters'] = [
  { state: 'open', staff: 'Maryam', number: 'A-014', since: ago(60) } as const,
  { state: 'paused', staff: 'Ali', number: null, since: ago(5) } as const,
  { state: 'closed', staff: null, number: null, since: ago(90) } as const,
].map(({ state, staff, number, since }, at) => ({
  id: `isa-town-${at + 1}`,
  label: `${at + 1}`,
  state,
  staff,
  pauseReason: state === 'paused' ? 'break' : null,
  since,
  openedAt: state === 'closed' ? null : ago(60),
  freeSince: null,
  services: ['renew'],
  serves: ['renew'],
  number,
  ticketState: number === null ? null : 'serving',
  ticketSince: number === null ? null : ago(4),
}))

const centreView: CentreView = {
  centre: centre.id,
  counters,
  services: centre.services.map(({ id, waiting, targetMin, estimate }) => ({
    service: id,
    waiting,
    longestMin: waiting > 0 ? 34 : null,
    longestSince: waiting > 0 ? ago(34) : null,
    targetMin,
    servedToday: 87,
    estimate,
  })),
  printers: [],
  revision: 1,
}

/** The supervisor, in the rush: what stands in the way of a target, the services, the counters. */
export const InCharge = () => {
  const text = useTexts()
  return (
    <Panel title={text('supervisor')}>
      <Apart sheets={supervisorSheets} class="design__apart--hall">
        <Alerts centre={centre} view={centreView} now={now} />
        <Services centre={centre} view={centreView} now={now} />
        <Counters centre={centre} view={centreView} now={now} />
      </Apart>
    </Panel>
  )
}
