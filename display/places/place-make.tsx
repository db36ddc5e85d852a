import { useState } from 'preact/hooks'
import { numberText } from '../../src/number-text.ts'
import { type Problem, untilAnswered } from '../shared/api.ts'
import { Button } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { isSilent, useFading } from '../shared/staff-fading.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { usePlaceTexts } from './place-texts.ts'
import { countIn, describe, type MakingKind, makePlaces, makingKinds } from './places.ts'

const NUMBER = '\\s*[0-9\u0660-\u0669]{1,5}\\s*'
const shelfFields = ['cabinets', 'drawers', 'slots', 'each'] as const

interface Progress {
  done: number
  all: number
  added: number
  /** An answer was lost, and with it how many were added. */
  isUnsure: boolean
  isOver: boolean
}

const madeKey = ({ added, all, isUnsure }: Progress) => {
  if (isUnsure) return 'madeThere'
  if (added === 0) return 'madeNone'
  return added === all ? 'madeAll' : 'made'
}

/** Makes a description to its end, and says after each answer how far it came. */
const useMaking = (centreId: string, onMade: () => void) => {
  const [progress, setProgress] = useState<Progress | undefined>()
  const [problem, setProblem] = useState<Problem | undefined>()
  const [isBusy, setBusy] = useState(false)
  useFading(problem, () => setProblem(undefined))
  const make = async (description: string): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    setProgress(undefined)
    let added = 0
    let isUnsure = false
    for (let from: number | null = 0; from !== null; ) {
      const start: number = from
      let answer = await makePlaces(centreId, description, start)
      if (!answer.ok && isSilent(answer.problem)) {
        // What is there stays, so it may be asked for again.
        setProblem(answer.problem)
        isUnsure = true
        answer = await untilAnswered(() => makePlaces(centreId, description, start))
      }
      setProblem(answer.ok ? undefined : answer.problem)
      if (!answer.ok) break
      const { places, next } = answer.value
      added += answer.value.added
      setProgress({ done: next ?? places, all: places, added, isUnsure, isOver: next === null })
      from = next
    }
    setBusy(false)
    if (added > 0 || isUnsure) onMade()
  }
  return { progress, problem, isBusy, make }
}

/** Shelves from a few numbers, or a box; what is there stays. */
export const MakePlaces = (props: { centreId: string; onMade: () => void }) => {
  const text = usePlaceTexts()
  const checked = useFormCheck()
  const { progress, problem, isBusy, make } = useMaking(props.centreId, props.onMade)
  const [kind, setKind] = useState<MakingKind>('section')
  const [given, setGiven] = useState<Record<string, string>>({ each: '1' })
  const [isRefused, setRefused] = useState(false)
  const field = (name: string): string => western(given[name] ?? '').trim()
  const description = describe(kind, given.code ?? '', field)
  const count = countIn(description)
  const take = (name: string) => ({
    name,
    value: given[name] ?? '',
    required: true,
    dir: 'ltr' as const,
    autoComplete: 'off',
    isWrong: checked.isWrong(name),
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget
      setRefused(false)
      setGiven((before) => ({ ...before, [name]: value }))
    },
  })
  const { done = 0, all = 0, added = 0 } = progress ?? {}
  const counts = { done, all, added }
  const numbers = kind === 'section' ? shelfFields : (['capacity'] as const)
  return (
    <CheckedForm
      class="form place-make"
      check={checked}
      onFilled={() => {
        setRefused(count === null)
        if (!isBusy && count !== null) void make(description)
      }}
    >
      <h3>{text('make')}</h3>
      <label class="field">
        <span class="field__label">{text('kind')}</span>
        <select
          class="field__input"
          value={kind}
          onChange={(event) => {
            const chosen = makingKinds.find((one) => one === event.currentTarget.value)
            if (chosen) setKind(chosen)
          }}
        >
          {makingKinds.map((one) => (
            <option key={one} value={one}>
              {text(`kind_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Field
        {...take('code')}
        label={text('code')}
        hint={text('codeHint')}
        wrong={text('codeHint')}
        pattern={'\\s*[A-Za-z0-9]{1,4}\\s*'}
        maxLength={8}
        spellcheck={false}
      />
      <div class="form__row">
        {numbers.map((name) => (
          <Field
            key={name}
            {...take(name)}
            label={text(name)}
            inputMode="numeric"
            pattern={NUMBER}
            maxLength={6}
            wrong={text('wrongNumber')}
          />
        ))}
      </div>
      <p role={isRefused ? 'alert' : 'status'} class={isRefused ? 'note' : ''}>
        {count === null
          ? text(isRefused ? 'previewTooMany' : 'previewNot')
          : text('preview', { count: numberText(count) })}
      </p>
      {problem && <StaffNote problem={problem} />}
      {progress && (
        <div role="status">
          <p>
            {!progress.isOver && text('making', counts)}
            {progress.isOver && text(madeKey(progress), counts)}
          </p>
          {!progress.isOver && (
            <progress
              class="place-make__progress"
              max={progress.all}
              value={progress.done}
              aria-label={text('make')}
            />
          )}
        </div>
      )}
      <Button type="submit" look="primary" busy={isBusy}>
        {text('makeNow')}
      </Button>
    </CheckedForm>
  )
}
