import { useState } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import type { History, WeekHour } from '../../src/reports/history.ts'
import { Panel } from '../shared/components.tsx'
import { WEEK } from '../shared/days.ts'
import { CsvLink } from './history-tables.tsx'
import { OneOf } from './one-of.tsx'
import { useReportTexts } from './report-texts.ts'
import { hourName, plotMinutes, useReportWords } from './report-words.ts'

const LEVELS = 5

const shows = ['ticketsPerDay', 'waitHalf'] as const
type Shows = (typeof shows)[number]

/** Of an hour in which nothing was counted, no ticket is a figure, and no wait is none. */
const figureIn: Record<Shows, (hour: WeekHour | undefined) => number | null> = {
  ticketsPerDay: (one) => {
    const perDay = one ? one.issued / Math.max(1, one.days) : 0
    return perDay < 10 ? Math.round(perDay * 10) / 10 : Math.round(perDay)
  },
  waitHalf: (one) => (one && one.waiting.count > 0 ? plotMinutes(one.waiting, 'half') : null),
}

/** A table whose cells are the darker the more there is: its numbers are read, not only its colours. */
export const HeatMap = (props: Pick<History, 'week' | 'hours'> & { csv: string }) => {
  const { week, hours, csv } = props
  const text = useReportTexts()
  const words = useReportWords()
  const [shown, setShown] = useState<Shows>('ticketsPerDay')
  const columns = hours.map(({ hour }) => hour)
  const rows = WEEK.filter((weekday) => week.some((one) => one.weekday === weekday))
  const at = (weekday: number, hour: number): number | null =>
    figureIn[shown](week.find((cell) => cell.weekday === weekday && cell.hour === hour))
  const most = Math.max(1, ...week.map((one) => figureIn[shown](one) ?? 0))
  const levelOf = (value: number | null): number =>
    value === null ? 0 : Math.ceil((value / most) * LEVELS)
  return (
    <Panel title={text('weekMap')} class="plots__wide">
      <OneOf
        legend={text('weekShows')}
        name="week-shows"
        all={shows.map((one) => ({ value: one, label: text(one) }))}
        chosen={shown}
        onChoose={setShown}
      />
      <div class="wide-table">
        <table class="heat">
          <caption class="visually-hidden">{text(shown)}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{text('weekday')}</span>
              </th>
              {columns.map((hour) => (
                <th key={hour} scope="col">
                  <bdi>{hourName(hour)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((weekday) => (
              <tr key={weekday}>
                <th scope="row">{words.weekday(weekday)}</th>
                {columns.map((hour) => {
                  const value = at(weekday, hour)
                  return (
                    <td key={hour} data-level={levelOf(value)}>
                      {value === null ? '–' : numberText(value)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="heat__legend" aria-hidden="true">
        {text('less')}
        {Array.from({ length: LEVELS + 1 }, (_, level) => (
          <span key={level} class="heat__step" data-level={level} />
        ))}
        {text('more')}
      </p>
      <CsvLink csv={csv} name="week" />
    </Panel>
  )
}
