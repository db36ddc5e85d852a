import type { ComponentChildren } from 'preact'
import { numberText } from '../../src/number-text.ts'
import type { VisitFigures } from '../../src/reports/report.ts'
import type { HistoryReport } from '../../src/reports/report.view.ts'
import type { BesideTableName, TableName } from '../../src/reports/table.ts'
import { Panel } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { useLanguage } from '../shared/i18n.ts'
import { useReportTexts } from './report-texts.ts'
import { hourName, useReportWords } from './report-words.ts'

const counted = ['issued', 'called', 'served', 'noShow', 'left'] as const
const parts = ['waiting', 'walking', 'serving', 'wrapUp'] as const

type Taken = TableName | Extract<BesideTableName, 'centres'>

/** Takes one table away; which one is said to those who do not see where it stands. */
export const CsvLink = ({ csv, name }: { csv: string; name: Taken }) => {
  const text = useReportTexts()
  return (
    <p>
      <a class="button" href={`${csv}&table=${name}`} download>
        {text('csv')} <span class="visually-hidden">{text(name)}</span>
      </a>
    </p>
  )
}

/** What happened to visitors, a line of figures each: by the hour, by the service, by the centre. */
export const FiguresTable = (props: {
  name: Taken
  csv: string
  isOpen?: boolean
  headings: string[]
  rows: { key: string; head: string; more?: ComponentChildren[]; figures: VisitFigures }[]
}) => {
  const text = useReportTexts()
  const words = useReportWords()
  const { name, csv, headings, rows } = props
  return (
    <details class="report-table" open={props.isOpen}>
      <summary>{text(name)}</summary>
      <CsvLink csv={csv} name={name} />
      <div class="wide-table">
        <table class="table">
          <thead>
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" rowSpan={2}>
                  {heading}
                </th>
              ))}
              {counted.map((kind) => (
                <th key={kind} scope="col" rowSpan={2}>
                  {text(kind)}
                </th>
              ))}
              {parts.map((part) => (
                <th key={part} scope="colgroup" colSpan={2} class="table__group">
                  {text(part)}
                </th>
              ))}
            </tr>
            <tr>
              {parts.flatMap((part) =>
                (['half', 'nineInTen'] as const).map((which) => (
                  <th
                    key={part + which}
                    scope="col"
                    class={which === 'half' ? 'table__group' : undefined}
                  >
                    {text(which)}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, head, more = [], figures }) => (
              <tr key={key}>
                <th scope="row">
                  <bdi>{head}</bdi>
                </th>
                {more.map((cell, at) => (
                  <td key={headings[at + 1]}>{cell}</td>
                ))}
                {counted.map((kind) => (
                  <td key={kind} class={figures[kind] === 0 ? 'quiet' : undefined}>
                    {numberText(figures[kind])}
                  </td>
                ))}
                {parts.flatMap((part) => {
                  const one = figures[part]
                  return [
                    <td key={`${part} half`} class="table__group">
                      {words.length(one, one.p50Sec)}
                    </td>,
                    <td key={`${part} nine`}>{words.length(one, one.p90Sec)}</td>,
                  ]
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** The numbers behind the plots, to be read and to be taken away. */
export const HistoryTables = ({ history, csv }: { history: HistoryReport; csv: string }) => {
  const text = useReportTexts()
  const words = useReportWords()
  const language = useLanguage()
  const duration = useDuration()
  const { services, hours, days } = history
  return (
    <Panel title={text('tables')}>
      <FiguresTable
        name="services"
        csv={csv}
        isOpen
        headings={[text('service'), text('target'), text('inTarget')]}
        rows={services.map((one) => ({
          key: one.service,
          head: one.name[language],
          more: [
            one.targetMin === null ? '–' : duration(one.targetMin),
            <span key="share" class="strong">
              {words.share(one.withinTarget)}
            </span>,
          ],
          figures: one,
        }))}
      />
      <FiguresTable
        name="hours"
        csv={csv}
        headings={[text('hour')]}
        rows={hours.map((one) => ({
          key: String(one.hour),
          head: hourName(one.hour),
          figures: one,
        }))}
      />
      <FiguresTable
        name="days"
        csv={csv}
        headings={[text('day')]}
        rows={days.toReversed().map((one) => ({
          key: one.day,
          head: words.dayOfWeek(one.day),
          figures: one,
        }))}
      />
    </Panel>
  )
}
