import type { JSX, RefObject } from 'preact'
import { useEffect, useId } from 'preact/hooks'

type Passed =
  | 'autoCapitalize'
  | 'autoComplete'
  | 'inputMode'
  | 'maxLength'
  | 'placeholder'
  | 'spellcheck'

interface FieldProps extends Pick<JSX.IntrinsicElements['input'], Passed> {
  label: string
  hint: string
  /** Why what stands there cannot be taken; it takes the place of the hint. */
  wrong: string | undefined
  value: string
  onTyped: (value: string) => void
}

/** One line to type, of digits or codes, which run from left to right in either language. */
export const Field = ({ label, hint, wrong, onTyped, ...input }: FieldProps) => {
  const hintId = useId()
  return (
    <label class="field">
      <span class="field__label">{label}</span>
      <input
        {...input}
        class="field__input"
        dir="ltr"
        aria-describedby={hintId}
        aria-invalid={wrong !== undefined}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <span class={wrong === undefined ? 'field__hint' : 'field__wrong'} id={hintId}>
        {wrong ?? hint}
      </span>
    </label>
  )
}

/** Leads to the first field that is wrong, each time it was looked at: `found` is new then. */
export const useFocusOnWrong = (form: RefObject<HTMLFormElement | null>, found: object): void => {
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus()
  }, [form, found])
}
