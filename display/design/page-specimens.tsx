import { OnlineStep, ServicesStep } from '../kiosk/choose-steps.tsx'
import { CitizenIdStep } from '../kiosk/keypad.tsx'
import kiosk from '../kiosk/kiosk.css?inline'
import { TicketStep } from '../kiosk/ticket-step.tsx'
import { CallPanel, RecentCalls } from '../lobby/call-panel.tsx'
import lobby from '../lobby/lobby.css?inline'
import { WaitingList } from '../lobby/waiting-list.tsx'
import { Panel } from '../shared/components.tsx'
import { HeatMap } from '../supervisor/heat-map.tsx'
import { Plot } from '../supervisor/plot.tsx'
import reports from '../supervisor/reports.css?inline'
import supervisor from '../supervisor/supervisor.css?inline'
import { Apart, pageSheet } from './apart.tsx'
import { centre } from './sample-centre.ts'
import { useTexts } from './texts.ts'

const nothing = (): void => undefined
const kioskSheets = [pageSheet(kiosk)]
const lobbySheets = [pageSheet(lobby)]
const reportSheets = [pageSheet(supervisor), pageSheet(reports)]

const issued = {
  id: '1',
  number: 'A-014',
  ahead: 3,
  estimate: { p50: 12, p90: 25 },
  url: 'https://dawr.example/t/1',
  secret: '',
  state: 'waiting' as const,
}

/** The kiosk: what is pressed to get a number, and to say whose card it is about. */
export const Kiosk = () => {
  const text = useTexts()
  return (
    <Panel title={text('kiosk')}>
      <Apart sheets={kioskSheets} class="design__apart--hall">
        <ServicesStep centre={centre} onChosen={nothing} onOnline={nothing} />
      </Apart>
      <Apart sheets={kioskSheets} class="design__apart--hall">
        <CitizenIdStep onGiven={nothing} />
      </Apart>
      {centre.services.slice(0, 1).map((service) => (
        <Apart key={service.id} sheets={kioskSheets} class="design__apart--hall">
          <OnlineStep service={service} onTake={nothing} onFinish={nothing} />
        </Apart>
      ))}
      {centre.services.slice(0, 1).flatMap((service) =>
        (['printed', 'failed'] as const).map((slip) => (
          <Apart key={slip} sheets={kioskSheets} class="design__apart--hall">
            <TicketStep
              centre={centre}
              step={{ at: 'ticket', ticket: issued, service }}
              slip={slip}
              failure={slip === 'failed' ? 'paper_out' : undefined}
              onDone={nothing}
            />
          </Apart>
        )),
      )}
    </Panel>
  )
}

const call = (number: string, counter: string) => ({
  id: `${number} ${counter}`,
  number,
  counter,
  at: '2026-11-28T07:00:00.000Z',
  recall: false,
})
const calls = [call('A-014', '3'), call('C-207', '8'), call('X-003', 'Room 12')]
const fresh = new Set([calls[0]?.id ?? ''])

/** The lobby: the newest call, those before it, and the place of one while there is none. */
export const Calls = () => {
  const text = useTexts()
  return (
    <Panel title={text('calls')}>
      <Apart sheets={lobbySheets} class="design__apart--hall design__apart--calls">
        <CallPanel call={call('A-015', '7')} isFresh />
        <RecentCalls calls={calls} fresh={fresh} />
        <CallPanel call={undefined} isFresh={false} />
        <WaitingList services={centre.services} />
      </Apart>
    </Panel>
  )
}

const HOURS = [8, 9, 10, 11, 12]
const WEEKDAYS = [7, 1, 2, 3, 4]
const perHour = [12, 31, 24, 18, 6]
const week = WEEKDAYS.flatMap((weekday, day) =>
  HOURS.map((hour, at) => ({
    weekday,
    hour,
    days: 4,
    issued: (perHour[at] ?? 0) * (day + 2),
    waiting: { count: 10, p50Sec: (perHour[at] ?? 0) * 60, p90Sec: null },
  })),
)
const none = { count: 0, p50Sec: null, p90Sec: null }
const hours = HOURS.map((hour) => ({
  hour,
  issued: 0,
  called: 0,
  served: 0,
  noShow: 0,
  left: 0,
  waiting: none,
  walking: none,
  serving: none,
  wrapUp: none,
}))

/** The supervisor: figures as a picture, and as a table that is one. */
export const Reports = () => {
  const text = useTexts()
  return (
    <Panel title={text('figures')}>
      <Apart sheets={reportSheets}>
        <Plot
          label={text('figures')}
          names={HOURS.map((hour) => `${hour}:00`)}
          series={[
            { label: text('now'), values: perHour, colour: '--plot-first' },
            { label: text('usual'), values: perHour.toReversed(), colour: '--plot-second' },
          ]}
        />
        <HeatMap week={week} hours={hours} csv="/design?" />
      </Apart>
    </Panel>
  )
}
