import type { JSX, RefObject } from 'preact'
import { useEffect, useId } from 'preact/hooks'

type InputKey =
  | 'autoCapitalize'
  | 'autoComplete'
  | 'dir'
  | 'inputMode'
  | 'maxLength'
  | 'name'
  | 'onBlur'
  | 'onInput'
  | 'onKeyDown'
  | 'pattern'
  | 'placeholder'
  | 'ref'
  | 'required'
  | 'spellcheck'
  | 'value'

export interface FieldProps extends Pick<JSX.IntrinsicElements['input'], InputKey> {
  label: string
  hint?: string
  /** The id of a datalist. */
  list?: string
  /** Why what stands there cannot be taken; it takes the place of the hint. */
  wrong?: string | undefined
  /** What is typed is not shown. */
  isSecret?: boolean
  /** It keeps its scans for itself: see scanner.ts. */
  'data-takes-scan'?: boolean
  class?: string
}

/** A line to type in: its name, a hint, and what is wrong with it. */
export const Field = (props: FieldProps) => {
  const { label, hint, wrong, isSecret, class: own = '', ...input } = props
  const id = useId()
  const note = wrong ?? hint
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <input
        {...input}
        {...(isSecret ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
        id={id}
        class={`field__input ${own}`}
        aria-invalid={wrong !== undefined}
        {...(note !== undefined && { 'aria-describedby': `${id}-note` })}
      />
      {note !== undefined && (
        <span class={wrong === undefined ? 'field__hint' : 'field__wrong'} id={`${id}-note`}>
          {note}
        </span>
      )}
    </div>
  )
}

/** Leads to the first field that is wrong, each time it was looked at: `found` is new then. */
export const useFocusOnWrong = (form: RefObject<HTMLFormElement | null>, found: object): void => {
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus()
  }, [form, found])
}
