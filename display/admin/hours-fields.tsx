import { areTimes, isOvernight, type Opens } from '../../src/centres/opening.ts'
import { isAstray } from '../shared/astray.ts'
import { Button, Empty } from '../shared/components.tsx'
import { DateField } from '../shared/date-field.tsx'
import { dateName, dayName, WEEK } from '../shared/days.ts'
import { isolate, localeOf, useLanguage } from '../shared/i18n.ts'
import { unfit, Wrong } from '../shared/staff-field.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { Check } from './parts.tsx'
import { timeInput } from './time-field.tsx'
import { anyTime } from './typed-time.ts'

/** The times at which a centre opens and closes, by the weekday and on its holidays. */

const usual: Opens = { opens: '07:30', closes: '14:00' }

interface Checked {
  isWrong: (name: string) => boolean
  /** Of a weekday or a date: it opens before the day before it has closed. */
  isOverlap: (day: string) => boolean
}

/** From when until when, and what there is to say of it. */
const Times = (
  props: Checked & { day: string; of: string; hours: Opens; onTyped: (hours: Opens) => void },
) => {
  const text = useCentreTexts()
  const { day, of, hours } = props
  const names = { opens: `opens ${day}`, closes: `closes ${day}` }
  const isOverlap = props.isOverlap(day)
  const isMistyped = (end: keyof Opens) =>
    props.isWrong(names[end]) || isAstray(hours[end], anyTime.begun)
  return (
    <>
      {(['opens', 'closes'] as const).map((end) => (
        <input
          key={end}
          ref={unfit(end === 'opens' && isOverlap)}
          {...timeInput(hours[end], (typed) => props.onTyped({ ...hours, [end]: typed }))}
          type="text"
          class="field__input"
          pattern={anyTime.whole}
          name={names[end]}
          aria-label={text(`${end}Of`, { of })}
          aria-invalid={isMistyped(end) || (end === 'opens' && isOverlap)}
        />
      ))}
      {(isMistyped('opens') || isMistyped('closes')) && <Wrong>{text('timeWrong')}</Wrong>}
      {isOverlap && <Wrong>{text('overlap')}</Wrong>}
      {areTimes(hours) && isOvernight(hours) && (
        <p class="field__hint">{text('overnight', { closes: isolate(hours.closes) })}</p>
      )}
    </>
  )
}

export const Week = (
  props: Checked & {
    hours: Record<string, Opens>
    onTyped: (hours: Record<string, Opens>) => void
  },
) => {
  const text = useCentreTexts()
  const locale = localeOf(useLanguage())
  const { hours, onTyped, ...checked } = props
  return (
    <div class="week">
      <div class="week__day week__head" aria-hidden="true">
        <span />
        <span>{text('opens')}</span>
        <span>{text('closes')}</span>
      </div>
      {WEEK.map((weekday) => {
        const { [weekday]: open, ...others } = hours
        const name = dayName(weekday, locale)
        return (
          <div key={weekday} class="week__day">
            <Check
              label={name}
              isOn={open !== undefined}
              onChange={(isOn) => onTyped(isOn ? { ...others, [weekday]: usual } : others)}
            />
            {open ? (
              <Times
                {...checked}
                day={String(weekday)}
                of={name}
                hours={open}
                onTyped={(typed) => onTyped({ ...others, [weekday]: typed })}
              />
            ) : (
              <span class="quiet">{text('closedDay')}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** A holiday while it is filled in, for a date may be missing or stand there twice. */
export interface Holiday {
  date: string
  hours: Opens | null
}

export const HolidayList = (
  props: Checked & { holidays: Holiday[]; onTyped: (holidays: Holiday[]) => void },
) => {
  const text = useCentreTexts()
  const locale = localeOf(useLanguage())
  const { holidays, onTyped, ...checked } = props
  const change = (at: number, to: Partial<Holiday>) =>
    onTyped(holidays.map((one, index) => (index === at ? { ...one, ...to } : one)))
  const isTwice = (date: string) =>
    date !== '' && holidays.filter((one) => one.date === date).length > 1
  const wrongOf = (name: string, date: string): string | undefined => {
    if (isTwice(date)) return text('dateTwice')
    return props.isWrong(name) ? text('dateWrong') : undefined
  }
  return (
    <div class="holidays">
      {holidays.length === 0 && <Empty>{text('noHolidays')}</Empty>}
      {holidays.map(({ date, hours }, at) => {
        const said = date === '' ? '' : dateName(date, locale)
        return (
          <div key={at} class="holiday">
            <DateField
              ref={unfit(isTwice(date))}
              label={text('date')}
              isLabelHidden
              name={`date${at}`}
              min="2000-01-01"
              max="2099-12-31"
              value={date}
              wrong={wrongOf(`date${at}`, date)}
              onTyped={(typed) => change(at, { date: typed })}
            />
            <Check
              label={text('closedDay')}
              isOn={hours === null}
              onChange={(isOn) => change(at, { hours: isOn ? null : usual })}
            />
            {hours && (
              <Times
                {...checked}
                day={date}
                of={said}
                hours={hours}
                onTyped={(typed) => change(at, { hours: typed })}
              />
            )}
            <Button
              look="quiet"
              aria-label={text('removeDate', { date: said })}
              onClick={() => onTyped(holidays.filter((_, index) => index !== at))}
            >
              {text('remove')}
            </Button>
          </div>
        )
      })}
      <div>
        <Button onClick={() => onTyped([...holidays, { date: '', hours: null }])}>
          {text('addHoliday')}
        </Button>
      </div>
    </div>
  )
}
