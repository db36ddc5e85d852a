import type { Ref } from 'preact'
import { useId } from 'preact/hooks'
import { dateName } from './days.ts'
import { localeOf, useLanguage } from './i18n.ts'

/**
 * A day to choose. Every browser writes it as its own locale does, whatever the page speaks (3/4 is
 * March to one and April to another): so the chosen day stands beneath it in the page's words.
 */
export const DateField = (props: {
  label: string
  /** What stands around it says already what it is. */
  isLabelHidden?: boolean
  /** It may be left empty. */
  isOptional?: boolean
  /** What it means to leave it empty. */
  hint?: string
  ref?: Ref<HTMLInputElement>
  name?: string
  /** `2026-11-28`; empty: none yet. */
  value: string
  min?: string
  max: string
  /** Why this day cannot be taken. */
  wrong?: string | undefined
  onTyped: (value: string) => void
}) => {
  const { label, isLabelHidden, isOptional = false, hint, wrong, onTyped, ...input } = props
  const id = useId()
  const locale = localeOf(useLanguage())
  const said = input.value === '' ? hint : dateName(input.value, locale, 'year')
  return (
    <div class="field">
      <label class={isLabelHidden ? 'visually-hidden' : 'field__label'} for={id}>
        {label}
      </label>
      <input
        {...input}
        type="date"
        id={id}
        class="field__input"
        required={!isOptional}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-note`}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <span id={`${id}-note`} class={wrong === undefined ? 'field__hint' : 'field__wrong'}>
        {wrong ?? said}
      </span>
    </div>
  )
}
