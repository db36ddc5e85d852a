import { type CentreSetup, isTimeZone } from '../../src/centres/centre.ts'
import { Button, Empty } from '../shared/components.tsx'
import { localeOf, useLanguage } from '../shared/i18n.ts'
import { Wrong } from '../shared/staff-field.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { BothField, Check, DayEndsField, TimeZoneField } from './parts.tsx'
import { minutesFrom, type Part, pathOf, put, timeFrom, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { Transfer } from './transfer.tsx'

/** In the order of a week here: Sunday to Saturday, as ISO weekdays. */
const WEEK = ['7', '1', '2', '3', '4', '5', '6'] as const
/** Any Monday: ISO weekday 1 is its first day. */
const A_MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
/** Local times as they are said everywhere: `07:30`, whatever the browser is used to. */
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9]'
const usual = { opens: '07:30', closes: '14:00' }

type Opens = { opens: string; closes: string }
/** A list while it is filled in, for a date may be missing or stand there twice. */
const filledFrom = ({ holidays, dayEndsAtMin, ...rest }: Required<CentreSetup>) => ({
  ...rest,
  dayEnds: timeFrom(dayEndsAtMin),
  holidays: Object.entries(holidays)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([date, hours]) => ({ date, hours })),
})
type Filled = ReturnType<typeof filledFrom>

const setupFrom = ({ holidays, dayEnds, timeZone, ...rest }: Filled): CentreSetup => ({
  ...rest,
  timeZone: timeZone.trim(),
  dayEndsAtMin: minutesFrom(dayEnds),
  holidays: Object.fromEntries(holidays.map(({ date, hours }) => [date, hours])),
})

/** From when until when. */
const Times = (props: {
  name: string
  of: string
  hours: Opens
  isWrong: boolean
  onTyped: (hours: Opens) => void
}) => {
  const text = useCentreTexts()
  return (
    <>
      {(['opens', 'closes'] as const).map((end) => (
        <input
          key={end}
          type="text"
          class="field__input"
          dir="ltr"
          inputMode="numeric"
          pattern={TIME}
          maxLength={5}
          name={`${props.name}-${end}`}
          aria-label={text(`${end}Of`, { of: props.of })}
          aria-invalid={props.isWrong}
          required
          value={props.hours[end]}
          onInput={(event) => props.onTyped({ ...props.hours, [end]: event.currentTarget.value })}
        />
      ))}
    </>
  )
}

const Week = (props: {
  hours: Filled['hours']
  isWrong: (name: string) => boolean
  onTyped: (hours: Filled['hours']) => void
}) => {
  const text = useCentreTexts()
  const locale = localeOf(useLanguage())
  const dayName = (weekday: string) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
      A_MONDAY + (Number(weekday) - 1) * DAY_MS,
    )
  return (
    <div class="week">
      <div class="week__day week__head" aria-hidden="true">
        <span />
        <span>{text('opens')}</span>
        <span>{text('closes')}</span>
      </div>
      {WEEK.map((weekday) => {
        const open = props.hours[weekday]
        const { [weekday]: _, ...others } = props.hours
        const isWrong = ['opens', 'closes'].some((end) => props.isWrong(`day${weekday}-${end}`))
        return (
          <div key={weekday} class="week__day">
            <Check
              label={dayName(weekday)}
              isOn={open !== undefined}
              onChange={(isOn) => props.onTyped(isOn ? { ...others, [weekday]: usual } : others)}
            />
            {open ? (
              <Times
                name={`day${weekday}`}
                of={dayName(weekday)}
                hours={open}
                isWrong={isWrong}
                onTyped={(hours) => props.onTyped({ ...others, [weekday]: hours })}
              />
            ) : (
              <span class="quiet">{text('closedDay')}</span>
            )}
            {isWrong && <Wrong>{text('timeWrong')}</Wrong>}
          </div>
        )
      })}
    </div>
  )
}

const Holidays = (props: {
  holidays: Filled['holidays']
  isWrong: (name: string) => boolean
  onTyped: (holidays: Filled['holidays']) => void
}) => {
  const text = useCentreTexts()
  const { holidays, onTyped } = props
  const change = (at: number, to: Partial<Filled['holidays'][number]>) =>
    onTyped(holidays.map((one, index) => (index === at ? { ...one, ...to } : one)))
  const isTwice = (date: string) =>
    date !== '' && holidays.filter((one) => one.date === date).length > 1
  return (
    <div class="holidays">
      {holidays.length === 0 && <Empty>{text('noHolidays')}</Empty>}
      {holidays.map(({ date, hours }, at) => {
        const isWrong = props.isWrong(`date${at}`)
        return (
          <div key={at} class="form__row">
            <div class="field">
              <input
                type="date"
                class="field__input"
                name={`date${at}`}
                aria-label={text('date')}
                aria-invalid={isWrong || isTwice(date)}
                required
                min="2000-01-01"
                max="2099-12-31"
                value={date}
                onInput={(event) => change(at, { date: event.currentTarget.value })}
              />
              {(isWrong || isTwice(date)) && (
                <Wrong>{text(isTwice(date) ? 'dateTwice' : 'dateWrong')}</Wrong>
              )}
            </div>
            <Check
              label={text('closedDay')}
              isOn={hours === null}
              onChange={(isOn) => change(at, { hours: isOn ? null : usual })}
            />
            {hours && (
              <Times
                name={`holiday${at}`}
                of={date}
                hours={hours}
                isWrong={['opens', 'closes'].some((end) => props.isWrong(`holiday${at}-${end}`))}
                onTyped={(typed) => change(at, { hours: typed })}
              />
            )}
            <Button
              look="quiet"
              aria-label={text('removeDate', { date })}
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

/** Names, time zone, opening hours, holidays, and when the day ends. */
export const CentreTab = ({ setup, onChanged }: Part) => {
  const text = useCentreTexts()
  const form = useSetupForm(filledFrom(setup.centre), `${setup.id} centre`)
  const { now, set, isWrong } = form
  const zoneWrong = wrongIn(form.problem, 'timeZone')
  const isTwice = new Set(now.holidays.map(({ date }) => date)).size < now.holidays.length
  const save = async (): Promise<void> => {
    if (isTwice || !isTimeZone(now.timeZone.trim())) return
    if (await form.send(() => put(pathOf(setup.id, 'setup'), setupFrom(now)))) onChanged()
  }
  return (
    <SetupForm form={form} class="setup" onFilled={() => void save()}>
      <div class="setup__list">
        <h2 class="setup__title">{text('hours')}</h2>
        <p class="quiet">{text('hoursHint', { zone: setup.timeZone })}</p>
        <Week hours={now.hours} isWrong={isWrong} onTyped={(hours) => set('hours', hours)} />
        <Transfer setup={setup} onChanged={onChanged} />
      </div>
      <div class="setup__side form">
        <h2 class="setup__title">{text('names')}</h2>
        <BothField
          labels={{ ar: text('nameAr'), en: text('nameEn') }}
          name="name"
          value={now.name}
          maxLength={60}
          required
          isWrong={isWrong}
          onTyped={(name) => set('name', name)}
        />
        <div class="form__row">
          <TimeZoneField
            value={now.timeZone}
            wrong={zoneWrong}
            isWrong={isWrong('timeZone')}
            onTyped={(timeZone) => set('timeZone', timeZone)}
          />
          <DayEndsField
            value={now.dayEnds}
            isWrong={isWrong('dayEnds')}
            onTyped={(dayEnds) => set('dayEnds', dayEnds)}
          />
        </div>
        <h2 class="setup__title">{text('holidays')}</h2>
        <p class="quiet">{text('holidaysHint')}</p>
        <Holidays
          holidays={now.holidays}
          isWrong={isWrong}
          onTyped={(holidays) => set('holidays', holidays)}
        />
        <SaveBar form={form} isAtField={zoneWrong !== undefined} />
      </div>
    </SetupForm>
  )
}
