import { numberText } from '../../src/number-text.ts'
import type { CentreBeside, CentreFigures } from '../../src/reports/report.view.ts'
import { type CentreInfo, openFirst } from '../shared/centre.ts'
import { Empty, Panel, ProblemNote, Waiting } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useLoaded, useNow } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'
import { askStaff } from '../shared/session.ts'
import { useCentreName } from '../shared/staff-page.tsx'
import { FiguresTable } from './history-tables.tsx'
import { RangeBar, useRange } from './range.tsx'
import { useReportTexts } from './report-texts.ts'
import { useReportWords } from './report-words.ts'
import { isLate, waitedMin } from './standing.ts'

const EVERY_MS = 15_000

const Row = ({ beside, now }: { beside: CentreBeside; now: Date }) => {
  const text = useReportTexts()
  const words = useReportWords()
  const duration = useDuration()
  const language = useLanguage()
  const nameOf = useCentreName()
  const { queues, counters, soFar } = beside
  const { today, usual } = soFar
  const waits = queues.map((queue) => ({ ...queue, min: waitedMin(queue.since, now) }))
  const late = waits.filter(({ min, targetMin }) => isLate(min, targetMin))
  const longest = Math.max(0, ...waits.map(({ min }) => min))
  return (
    <tr>
      <th scope="row">{nameOf(beside)}</th>
      <td class="strong">{numberText(waits.reduce((sum, { waiting }) => sum + waiting, 0))}</td>
      <td>{waits.length === 0 ? '–' : duration(Math.floor(longest))}</td>
      <td>
        <div class="tags">
          {late.length === 0 && beside.closed && '–'}
          {late.length === 0 && !beside.closed && <span class="tag tag--ok">{text('none')}</span>}
          {late.map((queue) => (
            <span key={queue.service} class="tag tag--bad">
              {queue.name[language]}
            </span>
          ))}
        </div>
      </td>
      <td>{text('of', { some: counters.open, all: counters.all })}</td>
      <td>
        {numberText(today.issued)}
        {usual && (
          <span class="figures__beside">{text('usualByNow', { value: usual.issued })}</span>
        )}
      </td>
      <td>{numberText(today.served)}</td>
      <td>{words.length(today.waiting, today.waiting.p50Sec)}</td>
      <td>{words.length(today.waiting, today.waiting.p90Sec)}</td>
    </tr>
  )
}

/** All centres as they stand now. */
const StandingNow = () => {
  const text = useReportTexts()
  const now = useNow(EVERY_MS)
  const path = '/api/reports/centres'
  const { value, problem, reload } = useLoaded(
    path,
    (signal) => askStaff<CentreBeside[]>(path, { signal }),
    EVERY_MS,
  )
  if (!value) return problem ? <ProblemNote problem={problem} onRetry={reload} /> : <Waiting />
  const headings = [
    ...[text('centre'), text('waitingNow'), text('longestNow'), text('lateNow')],
    ...[text('openCounters'), text('issuedToday'), text('servedToday')],
    ...[text('waitingHalf'), text('waitingNine')],
  ]
  return (
    <Panel title={text('beside')}>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {value.length === 0 && <Empty>{text('noCentres')}</Empty>}
      {value.length > 0 && (
        <div class="wide-table">
          <table class="table">
            <thead>
              <tr>
                {headings.map((heading) => (
                  <th key={heading} scope="col">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {openFirst(value).map((beside) => (
                <Row key={beside.centre} beside={beside} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

/** What happened in all centres in a range of days, to be compared and to be taken away. */
const InRange = ({ timeZone }: Pick<CentreInfo, 'timeZone'>) => {
  const text = useReportTexts()
  const words = useReportWords()
  const nameOf = useCentreName()
  const choice = useRange(timeZone)
  const path = '/api/reports/centres/history'
  const query = new URLSearchParams({ ...choice.range }).toString()
  const { value, problem, reload } = useLoaded(`${path}?${query}`, (signal) =>
    askStaff<{ centres: CentreFigures[] }>(`${path}?${query}`, { signal }),
  )
  return (
    <>
      <RangeBar {...choice} path={path} query={query} />
      {problem && <ProblemNote problem={problem} remedy="" onRetry={reload} />}
      {!value && !problem && <Waiting />}
      {value && value.centres.length > 0 && (
        <Panel title={text('besideInRange')}>
          <FiguresTable
            name="centres"
            csv={`${path}.csv?${query}`}
            isOpen
            headings={[text('centre'), text('days'), text('inTarget')]}
            rows={openFirst(value.centres).map((one) => ({
              key: one.centre,
              head: nameOf(one),
              more: [
                numberText(one.daysCounted),
                <span key="share" class="strong">
                  {words.share(one.withinTarget)}
                </span>,
              ],
              figures: one,
            }))}
          />
        </Panel>
      )}
    </>
  )
}

/** All centres beside each other, for those who belong to no single one. */
export const Centres = ({ centre }: { centre: CentreInfo }) => (
  <div class="now">
    <StandingNow />
    <InRange timeZone={centre.timeZone} />
  </div>
)
