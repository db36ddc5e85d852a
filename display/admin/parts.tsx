import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { CODE, CODE_MAX, isTimeZone } from '../../src/centres/centre.ts'
import { Dot, Toast } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { clockTime, isolate, type Language } from '../shared/i18n.ts'
import { Field, unfit } from '../shared/staff-field.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { useCentreTexts } from './centre-texts.ts'
import { useUnsaved } from './setup.ts'
import { useSetupTexts } from './setup-texts.ts'

/** Small parts that the tabs share. */

/** One row of a list that is opened beside it. */
export const RowButton = (props: {
  isChosen: boolean
  /** The name of its form (see `useDraft`). */
  form: string
  onChoose: () => void
  children: ComponentChildren
}) => {
  const text = useSetupTexts()
  const isUnsaved = useUnsaved().includes(props.form)
  return (
    <button
      type="button"
      class="setup-row"
      aria-current={props.isChosen ? 'true' : undefined}
      onClick={props.onChoose}
    >
      {props.children}
      {isUnsaved && <Dot words={text('unsaved')} />}
    </button>
  )
}

/** A text of some lines in one language, and how many letters may still follow. */
const LongField = (props: {
  label: string
  name: string
  language: Language
  rows: number
  value: string
  maxLength: number
  required?: boolean
  isWrong: boolean
  onTyped: (value: string) => void
}) => {
  const { label, name, language, rows, value, maxLength, required, isWrong } = props
  const text = useSetupTexts()
  const staff = useStaffTexts()
  const id = useId()
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <textarea
        // Blanks alone fill nothing in.
        ref={unfit(required === true && value.trim() === '')}
        id={id}
        name={name}
        class="field__input"
        lang={language}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        rows={rows}
        maxLength={maxLength}
        required={required === true}
        aria-invalid={isWrong}
        aria-describedby={`${id}-note`}
        value={value}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <span id={`${id}-note`} class={isWrong ? 'field__wrong' : 'field__hint'}>
        {isWrong ? staff('fillIn') : text('lettersLeft', { count: maxLength - value.length })}
      </span>
    </div>
  )
}

/** A text in both languages, each typed in its own direction. */
export const BothField = (props: {
  labels: { ar: string; en: string }
  name: string
  value: { ar: string; en: string }
  maxLength: number
  required?: boolean
  rows?: number
  /** Why what stands there cannot be taken, by language. */
  wrong?: { ar: string | undefined; en: string | undefined }
  isWrong: (name: string) => boolean
  onTyped: (value: { ar: string; en: string }) => void
}) => {
  const { labels, name, value, rows, onTyped } = props
  return (
    <div class="both-field">
      {(['ar', 'en'] as const).map((language) =>
        rows === undefined ? (
          <Field
            key={language}
            label={labels[language]}
            name={`${name}-${language}`}
            dir={language === 'ar' ? 'rtl' : 'ltr'}
            value={value[language]}
            maxLength={props.maxLength}
            {...(props.required && { required: true })}
            ref={unfit(props.wrong?.[language] !== undefined)}
            {...(props.wrong?.[language] !== undefined && { wrong: props.wrong[language] })}
            isWrong={props.isWrong(`${name}-${language}`) || props.wrong?.[language] !== undefined}
            onInput={(event) => onTyped({ ...value, [language]: event.currentTarget.value })}
          />
        ) : (
          <LongField
            key={language}
            label={labels[language]}
            name={`${name}-${language}`}
            language={language}
            rows={rows}
            value={value[language]}
            maxLength={props.maxLength}
            {...(props.required && { required: true })}
            isWrong={props.isWrong(`${name}-${language}`)}
            onTyped={(typed) => onTyped({ ...value, [language]: typed })}
          />
        ),
      )}
    </div>
  )
}

/** The code of something new, as it stands in addresses from then on. */
export const IdField = (props: {
  value: string
  /** Those of others: none is given twice. */
  taken: readonly string[]
  /** Why the server did not take it. */
  wrong?: string | undefined
  isWrong: boolean
  onTyped: (value: string) => void
}) => {
  const text = useSetupTexts()
  const { value } = props
  const isTaken = props.taken.includes(value)
  const refused = isTaken ? text('codeTaken', { code: isolate(value) }) : props.wrong
  return (
    <Field
      ref={unfit(isTaken)}
      label={text('code')}
      name="id"
      dir="ltr"
      value={value}
      maxLength={CODE_MAX}
      required
      pattern={CODE}
      begun="[a-z0-9][a-z0-9\-]*"
      autoCapitalize="none"
      autoComplete="off"
      spellcheck={false}
      hint={text('codeHint')}
      {...(value !== '' && { wrong: refused ?? text('codeHint') })}
      isWrong={props.isWrong || refused !== undefined}
      onInput={(event) => props.onTyped(event.currentTarget.value)}
    />
  )
}

/** A number within its limits, a whole one but for rates: more than the most is said while it is typed. */
export const NumberField = (props: {
  label: string
  name: string
  value: string
  within: { minimum: number; maximum: number }
  hint?: string
  wrong?: string | undefined
  isWrong: boolean
  onTyped: (value: string) => void
}) => {
  const text = useSetupTexts()
  const { within, wrong, onTyped, ...field } = props
  const { minimum, maximum } = within
  const isWhole = Number.isInteger(minimum)
  const number = Number(props.value)
  return (
    <Field
      {...field}
      ref={unfit(number < minimum || number > maximum)}
      required
      dir="ltr"
      inputMode={isWhole ? 'numeric' : 'decimal'}
      maxLength={6}
      pattern={isWhole ? '[0-9]+' : '[0-9]+([.][0-9]+)?'}
      begun={isWhole ? '[0-9]+' : '[0-9]+[.]?[0-9]*'}
      wrong={
        wrong ??
        text(isWhole ? 'wholeFromTo' : 'numberFromTo', { from: minimum, to: isolate(`${maximum}`) })
      }
      isWrong={props.isWrong || wrong !== undefined || number > maximum}
      onInput={(event) => onTyped(western(event.currentTarget.value))}
    />
  )
}

const zones = Intl.supportedValuesOf('timeZone')

/** A time zone out of those that the browser knows, with the time that it is there. */
export const TimeZoneField = (props: {
  value: string
  wrong?: string | undefined
  isWrong: boolean
  onTyped: (value: string) => void
}) => {
  const text = useCentreTexts()
  const id = useId()
  const { value } = props
  const isKnown = isTimeZone(value.trim())
  const unknown = value !== '' && !isKnown ? text('timeZoneWrong') : undefined
  const wrong = props.wrong ?? unknown
  return (
    <>
      <Field
        ref={unfit(unknown !== undefined)}
        label={text('timeZone')}
        name="timeZone"
        dir="ltr"
        list={id}
        autoComplete="off"
        spellcheck={false}
        value={value}
        maxLength={64}
        required
        {...(isKnown && {
          hint: text('timeThere', { time: clockTime(new Date(), value.trim()) }),
        })}
        {...(wrong !== undefined && { wrong })}
        isWrong={props.isWrong || wrong !== undefined}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <datalist id={id}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

export const Check = (props: {
  label: string
  hint?: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}) => (
  <label class="check">
    <input
      type="checkbox"
      checked={props.isOn}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    <span>
      {props.label}
      {props.hint && <span class="field__hint check__hint">{props.hint}</span>}
    </span>
  </label>
)

/** Several of a list, each to be ticked. */
export const Checks = (props: {
  legend: string
  all: readonly { id: string; label: string }[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) => (
  <fieldset class="plain-set">
    <legend class="field__label">{props.legend}</legend>
    <div class="checks">
      {props.all.map(({ id, label }) => (
        <Check
          key={id}
          label={label}
          isOn={props.chosen.includes(id)}
          onChange={(isOn) =>
            props.onChange(
              isOn ? [...props.chosen, id] : props.chosen.filter((other) => other !== id),
            )
          }
        />
      ))}
    </div>
  </fieldset>
)

/** Beside the button that was pressed; who pressed Enter further up has it brought into sight. */
export const Saved = (props: { onGone: () => void }) => {
  const text = useSetupTexts()
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={place} class="saved">
      <Toast inLine onGone={props.onGone}>
        {text('saved')}
      </Toast>
    </div>
  )
}
