import { useEffect, useState } from 'preact/hooks'
import { dayAfter } from '../../src/reports/report.ts'
import { useAddress } from '../shared/address.ts'
import { Button } from '../shared/components.tsx'
import { DateField } from '../shared/date-field.tsx'
import { dateIn } from '../shared/days.ts'
import { useLanguage } from '../shared/i18n.ts'
import { CheckedForm, useFormCheck } from '../shared/staff-field.tsx'
import { OneOf } from './one-of.tsx'
import { useReportTexts } from './report-texts.ts'

interface Range {
  from: string
  to: string
}

const PRESETS = [7, 28, 90, 365] as const

/** What is shown before anybody chooses. */
const FIRST_DAYS = 28

/** Today by the calendar of a place, `2026-11-24`. */
const todayIn = (timeZone: string): string => dateIn(timeZone, new Date())

const lastDays = (today: string, days: number): Range => ({
  from: dayAfter(today, 1 - days),
  to: today,
})

const isSame = (one: Range, other: Range): boolean => one.from === other.from && one.to === other.to

const isDay = (typed: string | null): typed is string =>
  typed !== null && !Number.isNaN(Date.parse(typed)) && dayAfter(typed, 0) === typed

/** The range that the address asks for, whatever tab it is looked at in. */
export const useRange = (timeZone: string) => {
  const [today] = useState(() => todayIn(timeZone))
  const { asked, goOn } = useAddress()
  const usual = lastDays(today, FIRST_DAYS)
  const [from, to] = [asked.get('from'), asked.get('to')]
  const range = isDay(from) && isDay(to) ? { from, to } : usual
  // Without a day in it, the address shows the last days tomorrow as well.
  const onChoose = (next: Range): void =>
    goOn(isSame(next, usual) ? { from: null, to: null } : { ...next })
  return { today, range, onChoose }
}

/** Which days: one of the usual ranges, or from one day to another. */
export const RangeChoice = (props: {
  today: string
  range: Range
  onChoose: (range: Range) => void
}) => {
  const text = useReportTexts()
  const { today, range, onChoose } = props
  const [typed, setTyped] = useState(range)
  const form = useFormCheck()
  // Whichever way it is come to, also by "back": its days are those that can be changed.
  useEffect(() => setTyped(range), [range.from, range.to])
  const field = (which: keyof Range) => (
    <DateField
      label={text(which)}
      name={which}
      max={today}
      value={typed[which]}
      wrong={form.isWrong(which) ? text('dayWrong') : undefined}
      onTyped={(day) => setTyped({ ...typed, [which]: day })}
    />
  )
  return (
    <CheckedForm check={form} class="range" onFilled={() => onChoose(typed)}>
      <OneOf
        legend={text('range')}
        name="range"
        all={PRESETS.map((days) => ({ value: days, label: text(`preset${days}`) }))}
        chosen={PRESETS.find((days) => isSame(lastDays(today, days), range))}
        onChoose={(days) => onChoose(lastDays(today, days))}
      />
      {field('from')}
      {field('to')}
      <Button type="submit">{text('show')}</Button>
    </CheckedForm>
  )
}

/** The choice of a range, and all tables of it as one workbook. */
export const RangeBar = (
  props: Parameters<typeof RangeChoice>[0] & {
    /** Of the report that is read in that range. */
    path: string
    query: string
  },
) => {
  const text = useReportTexts()
  const language = useLanguage()
  const { path, query, ...choice } = props
  return (
    <div class="range-bar">
      <RangeChoice {...choice} />
      <a class="button" href={`${path}.xlsx?${query}&language=${language}`} download>
        {text('download')}
      </a>
    </div>
  )
}
