import { lazy, Suspense } from 'preact/compat'
import { numberText } from '../../src/number-text.ts'
import type { TodayReport } from '../../src/reports/report.view.ts'
import { type Flow, USUAL_DAYS_LEAST } from '../../src/reports/usual.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty, Panel, ProblemNote, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { clockTime, isolate } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { useReportTexts } from './report-texts.ts'
import { hourName, plotMinutes, useReportWords } from './report-words.ts'

/** What draws is loaded only where it is looked at. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }))

const EVERY_MS = 15_000
const counted = ['issued', 'called', 'served'] as const

/** A figure of today, and what it usually is. */
const Summary = (props: { report: TodayReport; timeZone: string }) => {
  const text = useReportTexts()
  const words = useReportWords()
  const { soFar, at } = props.report
  const { today, usual } = soFar
  const half = ({ waiting }: Flow) => words.length(waiting, waiting.p50Sec)
  const nine = ({ waiting }: Flow) => words.length(waiting, waiting.p90Sec)
  const all = [
    ...counted.map((kind) => ({
      label: text(kind),
      value: numberText(today[kind]),
      usually: usual && numberText(usual[kind]),
    })),
    {
      label: text('waitingHalf'),
      value: half(today),
      usually: usual && half(usual),
    },
    {
      label: text('waitingNine'),
      value: nine(today),
      usually: usual && nine(usual),
    },
  ]
  return (
    <Panel title={text('untilNow', { time: isolate(clockTime(at, props.timeZone)) })}>
      <dl class="figures">
        {all.map(({ label, value, usually }) => (
          <div key={label} class="figures__one">
            <dt>{label}</dt>
            <dd>
              <bdi>{value}</bdi>
              {usually !== null && (
                <span class="figures__beside">
                  {text('usualByNow', { value: isolate(usually) })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {usual && <p class="quiet">{text('byNowHint')}</p>}
    </Panel>
  )
}

const Hours = ({ hours, hour: now }: Pick<TodayReport, 'hours' | 'hour'>) => {
  const text = useReportTexts()
  const words = useReportWords()
  const at = hours.findIndex(({ hour }) => hour === now)
  // Before the first hour of the day, and after its last, it is not among them.
  const current = at === -1 ? hours.length : at
  const cells = (flow: Flow | null) =>
    flow === null
      ? ['–', '–', '–', '–', '–']
      : [
          ...counted.map((kind) => numberText(flow[kind])),
          words.length(flow.waiting, flow.waiting.p50Sec),
          words.length(flow.waiting, flow.waiting.p90Sec),
        ]
  const headings = [...counted.map((kind) => text(kind)), text('waitingHalf'), text('waitingNine')]
  return (
    <Panel title={text('hourByHour')}>
      <div class="wide-table">
        <table class="table">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {text('hour')}
              </th>
              <th scope="colgroup" colSpan={5} class="table__group">
                {text('today')}
              </th>
              <th scope="colgroup" colSpan={5} class="table__group">
                {text('usual')}
              </th>
            </tr>
            <tr>
              {['today', 'usual'].flatMap((which) =>
                headings.map((heading, at) => (
                  <th key={which + heading} scope="col" class={at === 0 ? 'table__group' : ''}>
                    {heading}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, today, usual }, place) => (
              <tr key={hour}>
                <th scope="row">
                  <bdi>{hourName(hour)}</bdi>
                  {place === current && <span class="tag">{text('soFar')}</span>}
                </th>
                {[place > current ? null : today, usual].flatMap((flow, which) =>
                  cells(flow).map((cell, at) => (
                    <td
                      key={`${which} ${headings[at]}`}
                      class={`${which === 1 ? 'quiet' : ''} ${at === 0 ? 'table__group' : ''}`}
                    >
                      {cell}
                    </td>
                  )),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const Plots = ({ hours }: Pick<TodayReport, 'hours'>) => {
  const text = useReportTexts()
  const names = hours.map(({ hour }) => hourName(hour))
  const hasUsual = hours.some(({ usual }) => usual !== null)
  const plot = (label: string, figureIn: (flow: Flow) => number) => (
    <Panel title={label}>
      <Plot
        label={label}
        names={names}
        series={[
          {
            label: text('today'),
            values: hours.map(({ today }) => figureIn(today)),
            colour: '--plot-first',
          },
          ...(hasUsual
            ? [
                {
                  label: text('usual'),
                  values: hours.map(({ usual }) => (usual ? figureIn(usual) : 0)),
                  colour: '--plot-second' as const,
                },
              ]
            : []),
        ]}
      />
    </Panel>
  )
  return (
    <div class="plots">
      {plot(text('issuedByHour'), ({ issued }) => issued)}
      {plot(text('waitingByHour'), ({ waiting }) => plotMinutes(waiting, 'half'))}
    </div>
  )
}

/** Today, hour by hour, beside what is usual on such a day. */
export const TodayTab = ({ centre }: { centre: CentreInfo }) => {
  const text = useReportTexts()
  const path = `/api/centres/${encodeURIComponent(centre.id)}/reports/today`
  const { value, problem, reload } = useLoaded(
    path,
    (signal) => askStaff<TodayReport>(path, { signal }),
    EVERY_MS,
  )
  if (!value) return problem ? <ProblemNote problem={problem} onRetry={reload} /> : <Waiting />
  const { usualDays, hours } = value
  return (
    <div class="now">
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <p class={usualDays < USUAL_DAYS_LEAST ? 'note' : 'quiet'}>
        {usualDays < USUAL_DAYS_LEAST
          ? text('noUsual', { days: usualDays, least: USUAL_DAYS_LEAST })
          : text('usualFrom', { count: usualDays })}
      </p>
      {hours.length === 0 && <Empty>{text('noHours')}</Empty>}
      {hours.length > 0 && (
        <>
          <Summary report={value} timeZone={centre.timeZone} />
          <Suspense fallback={<Waiting />}>
            <Plots hours={hours} />
          </Suspense>
          <Hours hours={hours} hour={value.hour} />
        </>
      )}
    </div>
  )
}
