import { useRef, useState } from 'preact/hooks'
import type { CentreSummary } from '../shared/centre.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { isolate, useLanguage, useShared } from '../shared/i18n.ts'
import { askStaff, post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { CheckedForm, useFormCheck, Wrong } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { centreFileFrom } from './centre-file.ts'
import { lookFor } from './look-again.ts'
import { useNewCentreTexts } from './new-centre-texts.ts'
import { BothField, IdField, TimeZoneField } from './parts.tsx'
import { pathOf, wrongIn } from './setup.ts'
import { DayEndsField } from './time-field.tsx'
import { minutesFrom } from './typed-time.ts'

const NOTHING = ''
/** No centre's id: those begin with a letter or a digit. */
const FROM_FILE = '-'

const empty = {
  id: '',
  name: { ar: '', en: '' },
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  dayEnds: '00:00',
  basis: NOTHING,
}

const NewCentreForm = (props: {
  centres: readonly CentreSummary[]
  onTyped: () => void
  onFounded: (id: string) => void
  onClose: () => void
}) => {
  const text = useNewCentreTexts()
  const shared = useShared()
  const language = useLanguage()
  const check = useFormCheck()
  const actions = useActions()
  const chosen = useRef<HTMLInputElement>(null)
  const [now, setNow] = useState(() => ({
    ...empty,
    // Centres of one country mostly live by one clock.
    timeZone: props.centres[0]?.timeZone ?? empty.timeZone,
  }))
  const [isUnreadable, setUnreadable] = useState(false)
  const { problem, run, retract } = actions
  const set = (some: Partial<typeof empty>) => {
    retract()
    props.onTyped()
    setNow((before) => ({ ...before, ...some }))
  }
  const idWrong = wrongIn(problem, 'id', 'centre_exists')
  const zoneWrong = wrongIn(problem, 'timeZone')
  /** The file that it begins with; null: something stood in the way. */
  const basisOf = async (): Promise<{ file?: unknown } | null> => {
    if (now.basis === NOTHING) return {}
    if (now.basis === FROM_FILE) {
      const given = chosen.current?.files?.[0]
      const file = given && (await centreFileFrom(given))
      setUnreadable(file === undefined)
      return file === undefined ? null : { file }
    }
    const answer = await run('read', () => askStaff<unknown>(pathOf(now.basis, 'file')))
    return answer?.ok ? { file: answer.value } : null
  }
  const found = async (): Promise<void> => {
    const basis = await basisOf()
    if (!basis) return
    const { id, name } = now
    const body = {
      id,
      name,
      timeZone: now.timeZone.trim(),
      dayEndsAtMin: minutesFrom(now.dayEnds),
      ...basis,
    }
    const answer = await run<unknown>(
      'found',
      () => post('/api/centres', body),
      lookFor('/api/centres', (all: { id: string }[]) => all.find((one) => one.id === id)),
    )
    if (answer?.ok) props.onFounded(id)
  }
  return (
    <CheckedForm check={check} onFilled={() => void found()}>
      <IdField
        value={now.id}
        taken={props.centres.map(({ id }) => id)}
        wrong={idWrong}
        isWrong={check.isWrong('id')}
        onTyped={(id) => set({ id })}
      />
      <BothField
        labels={{ ar: text('nameAr'), en: text('nameEn') }}
        name="new-name"
        value={now.name}
        maxLength={60}
        required
        isWrong={check.isWrong}
        onTyped={(name) => set({ name })}
      />
      <div class="form__row">
        <TimeZoneField
          value={now.timeZone}
          wrong={zoneWrong}
          isWrong={check.isWrong('timeZone')}
          onTyped={(timeZone) => set({ timeZone })}
        />
        <DayEndsField
          value={now.dayEnds}
          isWrong={check.isWrong('dayEnds')}
          onTyped={(dayEnds) => set({ dayEnds })}
        />
      </div>
      <label class="field">
        <span class="field__label">{text('basis')}</span>
        <select
          class="field__input"
          value={now.basis}
          onChange={(event) => set({ basis: event.currentTarget.value })}
        >
          <option value={NOTHING}>{text('nothing')}</option>
          {props.centres.map(({ id, name }) => (
            <option key={id} value={id}>
              {text('like', { name: isolate(name[language]) })}
            </option>
          ))}
          <option value={FROM_FILE}>{text('file')}</option>
        </select>
        {now.basis !== NOTHING && <span class="field__hint">{text('basisHint')}</span>}
      </label>
      {now.basis === FROM_FILE && (
        <label class="field">
          <span class="field__label">{text('chooseFile')}</span>
          <input
            ref={chosen}
            type="file"
            accept="application/json,.json"
            onChange={() => setUnreadable(false)}
          />
          {isUnreadable && <Wrong>{text('notAFile')}</Wrong>}
        </label>
      )}
      <ActionNote
        problem={idWrong === undefined && zoneWrong === undefined ? problem : null}
        onDismiss={actions.dismiss}
      />
      <div class="save-bar__buttons">
        <Button type="submit" look="primary" busy={actions.busy !== null}>
          {text('found')}
        </Button>
        <Button onClick={props.onClose}>{shared('cancel')}</Button>
      </div>
    </CheckedForm>
  )
}

/** The way to one more centre, for those who administer all of them. */
export const NewCentre = (props: {
  centres: readonly CentreSummary[]
  onFounded: (id: string) => void
}) => {
  const text = useNewCentreTexts()
  const [open, setOpen] = useState<'empty' | 'typed' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button onClick={() => setOpen('empty')}>{text('newCentre')}</Button>
      {open && (
        // Neither Escape nor a press beside it may lose what was typed.
        <Dialog title={text('title')} onClose={() => open === 'empty' && close()}>
          <NewCentreForm {...props} onTyped={() => setOpen('typed')} onClose={close} />
        </Dialog>
      )}
    </>
  )
}
