import './supervisor.css'
import './reports.css'
import type { CentreView } from '../../src/live/events.ts'
import { numberText } from '../../src/number-text.ts'
import { useInAddress } from '../shared/address.ts'
import { Waiting } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useNow } from '../shared/hooks.ts'
import { useView } from '../shared/live-hooks.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { StaffPage, type Workplace } from '../shared/staff-page.tsx'
import { start } from '../shared/start.tsx'
import { Tabs } from '../shared/tabs.tsx'
import { FindTicket } from '../tickets/find-ticket.tsx'
import { Alerts } from './alerts.tsx'
import { Cards } from './cards.tsx'
import { Centres } from './centres.tsx'
import { CloseDay } from './close-day.tsx'
import { Counters } from './counters.tsx'
import { HistoryTab } from './history.tsx'
import { PrinterAlerts } from './printers.tsx'
import { useReportTexts } from './report-texts.ts'
import { Services } from './services.tsx'
import { alertsOf, minutesSince } from './standing.ts'
import { useSupervisorTexts } from './texts.ts'
import { TodayTab } from './today.tsx'

/** The four figures a supervisor looks at first. */
const Figures = ({ view, now }: { view: CentreView; now: Date }) => {
  const text = useSupervisorTexts()
  const duration = useDuration()
  const waiting = view.services.reduce((sum, service) => sum + service.waiting, 0)
  const served = view.services.reduce((sum, service) => sum + service.servedToday, 0)
  const longest = Math.max(
    0,
    ...view.services.map(({ longestSince }) => minutesSince(longestSince, now) ?? 0),
  )
  const open = view.counters.filter(({ state }) => state === 'open').length
  const figures = [
    { label: text('waiting'), value: numberText(waiting) },
    { label: text('longest'), value: waiting === 0 ? '–' : duration(longest) },
    { label: text('openCounters'), value: text('of', { some: open, all: view.counters.length }) },
    { label: text('served'), value: numberText(served) },
  ]
  return (
    <dl class="figures">
      {figures.map(({ label, value }) => (
        <div key={label} class="figures__one">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const Now = ({ centre, view, now }: Workplace & { view: CentreView; now: Date }) => (
  <div class="now">
    <div class="now__top">
      <div class="now__alerts">
        <Alerts centre={centre} view={view} now={now} />
        <PrinterAlerts centre={centre} view={view} now={now} />
      </div>
      <div class="now-head">
        <Figures view={view} now={now} />
        <CloseDay centre={centre} />
      </div>
    </div>
    <div class="now__sides">
      <Services centre={centre} view={view} now={now} />
      <Counters centre={centre} view={view} now={now} />
    </div>
  </div>
)

const ofCentre = ['now', 'today', 'history', 'cards'] as const
const ofAll = [...ofCentre, 'centres'] as const

const Supervisor = (workplace: Workplace) => {
  const text = useSupervisorTexts()
  const report = useReportTexts()
  const { centre, member } = workplace
  const [chosen, setChosen] = useInAddress<(typeof ofAll)[number]>(
    'tab',
    member.centre === null ? ofAll : ofCentre,
  )
  const now = useNow(1_000)
  // Watched whatever is looked at, so that the tab says when something is amiss.
  const { view, refused } = useView('centre', centre.id)
  return (
    <Tabs
      label={text('views')}
      chosen={chosen}
      onChoose={setChosen}
      tabs={[
        {
          id: 'now',
          label: text('now'),
          count: view ? alertsOf(view, now).length + view.printers.length : 0,
        },
        { id: 'today', label: report('todayTab') },
        { id: 'history', label: report('historyTab') },
        { id: 'cards', label: text('cardsTab') },
        ...(member.centre === null
          ? [{ id: 'centres' as const, label: report('centresTab') }]
          : []),
      ]}
    >
      {chosen === 'now' && refused && <StaffNote problem={refused} />}
      {chosen === 'now' && !refused && !view && <Waiting />}
      {chosen === 'now' && !refused && view && <Now {...workplace} view={view} now={now} />}
      {chosen === 'today' && <TodayTab centre={centre} />}
      {chosen === 'history' && <HistoryTab centre={centre} />}
      {chosen === 'cards' && <Cards centre={centre} />}
      {chosen === 'centres' && <Centres centre={centre} />}
    </Tabs>
  )
}

start(() => (
  <StaffPage at="/supervisor" head={({ centre }) => <FindTicket key={centre.id} centre={centre} />}>
    {(workplace) => <Supervisor key={workplace.centre.id} {...workplace} />}
  </StaffPage>
))
