import type { CentreSetup } from '../../src/centres/centre.ts'
import { overlapping } from '../../src/centres/opening.ts'
import { useCentreTexts } from './centre-texts.ts'
import { type Holiday, HolidayList, Week } from './hours-fields.tsx'
import { holds, lookFor } from './look-again.ts'
import { BothField, TimeZoneField } from './parts.tsx'
import { type Part, pathOf, put, type Setup, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'
import { DayEndsField } from './time-field.tsx'
import { Transfer } from './transfer.tsx'
import { minutesFrom, timeFrom } from './typed-time.ts'

/** A list while it is filled in, for a date may be missing or stand there twice. */
const filledFrom = ({ holidays, dayEndsAtMin, ...rest }: Required<CentreSetup>) => ({
  ...rest,
  dayEnds: timeFrom(dayEndsAtMin),
  holidays: Object.entries(holidays)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([date, hours]): Holiday => ({ date, hours })),
})
type Filled = ReturnType<typeof filledFrom>

const setupFrom = ({ holidays, dayEnds, timeZone, ...rest }: Filled): CentreSetup => ({
  ...rest,
  timeZone: timeZone.trim(),
  dayEndsAtMin: minutesFrom(dayEnds),
  holidays: Object.fromEntries(holidays.map(({ date, hours }) => [date, hours])),
})

/** Names, time zone, opening hours, holidays, and when the day ends. */
export const CentreTab = ({ setup, onChanged }: Part) => {
  const text = useCentreTexts()
  const areas = useSetupTexts()
  const form = useSetupForm(filledFrom(setup.centre), `${setup.id} centre`, areas('centre'))
  const { now, set, isWrong } = form
  const zoneWrong = wrongIn(form.problem, 'timeZone')
  const asked = setupFrom(now)
  const overlaps = overlapping(asked.hours, asked.holidays)
  const checked = { isWrong, isOverlap: (day: string) => overlaps.includes(day) }
  const save = async (): Promise<void> => {
    const path = pathOf(setup.id, 'setup')
    const answer = await form.send(
      () => put<Setup>(path, asked),
      lookFor(path, (read: Setup) => (holds(read.centre, asked) ? read : undefined)),
    )
    if (answer) onChanged()
  }
  return (
    <SetupForm form={form} class="setup" onFilled={() => void save()}>
      <div class="setup__list">
        <section class="setup__side form">
          <h2 class="setup__title">{text('hours')}</h2>
          <p class="quiet">{text('hoursHint', { zone: setup.timeZone })}</p>
          <Week {...checked} hours={now.hours} onTyped={(hours) => set('hours', hours)} />
        </section>
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
        <HolidayList
          {...checked}
          holidays={now.holidays}
          onTyped={(holidays) => set('holidays', holidays)}
        />
        <SaveBar form={form} isAtField={zoneWrong !== undefined} />
      </div>
    </SetupForm>
  )
}
