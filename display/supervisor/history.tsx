import { lazy, Suspense } from 'preact/compat'
import { numberText } from '../../src/number-text.ts'
import { dayAfter, daysBetween } from '../../src/reports/report.ts'
import type { HistoryReport } from '../../src/reports/report.view.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Empty, Panel, ProblemNote, Waiting } from '../shared/components.tsx'
import { useLoaded } from '../shared/hooks.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { HeatMap } from './heat-map.tsx'
import { HistoryTables } from './history-tables.tsx'
import { RangeBar, useRange } from './range.tsx'
import { useReportTexts } from './report-texts.ts'
import { hourName, plotMinutes, useReportWords } from './report-words.ts'

/** What draws is loaded only where it is looked at. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }))

const parts = ['waiting', 'walking', 'serving', 'wrapUp'] as const

const Summary = ({ history: { total, daysCounted } }: { history: HistoryReport }) => {
  const text = useReportTexts()
  return (
    <Panel title={text('tickets')}>
      <dl class="figures">
        {(['issued', 'called', 'served', 'noShow', 'left'] as const).map((kind) => (
          <div key={kind} class="figures__one">
            <dt>{text(kind)}</dt>
            <dd>
              <bdi>{numberText(total[kind])}</bdi>
              {kind === 'issued' && (
                <span class="figures__beside">{text('daysCounted', { count: daysCounted })}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

/** Waiting, walking, serving and wrap-up, each by itself. */
const Parts = ({ total }: Pick<HistoryReport, 'total'>) => {
  const text = useReportTexts()
  const words = useReportWords()
  return (
    <Panel title={text('parts')}>
      <table class="table">
        <thead>
          <tr>
            {(['part', 'times', 'half', 'nineInTen'] as const).map((heading) => (
              <th key={heading} scope="col">
                {text(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{text(part)}</th>
              <td>{numberText(total[part].count)}</td>
              <td class="strong">{words.length(total[part], total[part].p50Sec)}</td>
              <td>{words.length(total[part], total[part].p90Sec)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const Plots = ({ history, csv }: { history: HistoryReport; csv: string }) => {
  const text = useReportTexts()
  const words = useReportWords()
  const language = useLanguage()
  const { hours, services, days, from, to } = history
  const byDay = new Map(days.map((one) => [one.day, one]))
  // The calendar's days, those without anything as well.
  const calendar = Array.from({ length: daysBetween(from, to) }, (_, at) => dayAfter(from, at))
  const waits = (all: readonly (typeof hours)[number]['waiting'][]) => [
    {
      label: text('half'),
      values: all.map((one) => plotMinutes(one, 'half')),
      colour: '--plot-first' as const,
    },
    {
      label: text('nineInTen'),
      values: all.map((one) => plotMinutes(one, 'nine')),
      colour: '--plot-second' as const,
    },
  ]
  return (
    <div class="plots">
      <Panel title={text('waitAtHours')}>
        <Plot
          label={text('waitAtHours')}
          names={hours.map(({ hour }) => hourName(hour))}
          series={waits(hours.map(({ waiting }) => waiting))}
        />
      </Panel>
      <Panel title={text('waitOfServices')}>
        <Plot
          label={text('waitOfServices')}
          names={services.map(({ name }) => name[language])}
          series={waits(services.map(({ waiting }) => waiting))}
        />
      </Panel>
      <HeatMap week={history.week} hours={hours} csv={csv} />
      <Panel title={text('ticketsByDay')} class="plots__wide">
        <Plot
          label={text('ticketsByDay')}
          names={calendar.map(words.day)}
          series={(['issued', 'served'] as const).map((kind) => ({
            label: text(kind),
            values: calendar.map((day) => byDay.get(day)?.[kind] ?? 0),
            colour: kind === 'issued' ? '--plot-first' : '--plot-second',
          }))}
        />
      </Panel>
    </div>
  )
}

/** Since when there are figures, where a range begins before. */
const Counted = ({ history: { countedFrom, from } }: { history: HistoryReport }) => {
  const text = useReportTexts()
  const words = useReportWords()
  if (countedFrom === null) return <p class="note">{text('noFiguresYet')}</p>
  if (countedFrom <= from) return null
  return <p class="note">{text('noFiguresBefore', { day: isolate(words.longDay(countedFrom)) })}</p>
}

/** What happened in a range of days: plots, the week, and tables to take away. */
export const HistoryTab = ({ centre }: { centre: CentreInfo }) => {
  const text = useReportTexts()
  const choice = useRange(centre.timeZone)
  const path = `/api/centres/${encodeURIComponent(centre.id)}/reports/history`
  const query = new URLSearchParams({ ...choice.range }).toString()
  const { value, problem, reload } = useLoaded(`${path}?${query}`, (signal) =>
    askStaff<HistoryReport>(`${path}?${query}`, { signal }),
  )
  return (
    <div class="now">
      <RangeBar {...choice} path={path} query={query} />
      {problem && <ProblemNote problem={problem} remedy="" onRetry={reload} />}
      {!value && !problem && <Waiting />}
      {value && <Counted history={value} />}
      {value?.daysCounted === 0 && value.countedFrom !== null && (
        <Empty>{text('nothingInRange')}</Empty>
      )}
      {value && value.daysCounted > 0 && (
        <>
          <div class="overview">
            <Summary history={value} />
            <Parts total={value.total} />
          </div>
          <Suspense fallback={<Waiting />}>
            <Plots history={value} csv={`${path}.csv?${query}`} />
          </Suspense>
          <HistoryTables history={value} csv={`${path}.csv?${query}`} />
        </>
      )}
    </div>
  )
}
