import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { isAstray } from './astray.ts'
import { type FieldProps, Field as PlainField } from './field.tsx'
import { useStaffTexts } from './staff-texts.ts'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const isControl = (target: unknown): target is Control =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement

/**
 * Checks a form's fields by their `required` and `pattern`. The form itself is `noValidate`: the
 * browser's own bubbles speak the browser's language, not the page's.
 */
export const useFormCheck = () => {
  const [wrong, setWrong] = useState<readonly string[]>([])
  return {
    isWrong: (name: string): boolean => wrong.includes(name),
    /** Whether all is well; otherwise the first field that is not gets the focus. */
    check: (form: HTMLFormElement): boolean => {
      const bad = [...form.elements].filter(isControl).filter(({ validity }) => !validity.valid)
      setWrong(bad.map(({ name }) => name))
      bad[0]?.focus()
      return bad.length === 0
    },
    /** For the form's `onFocusOut`: what was typed is looked at as soon as one goes on from it. */
    look: ({ target, relatedTarget }: FocusEvent): void => {
      if (!isControl(target) || target.value === '' || target.validity.valid) return
      // A sentence that comes in must not move a button away from under the press it is given.
      if (relatedTarget instanceof Element && relatedTarget.closest('button, a')) return
      const { name } = target
      setWrong((before) => (before.includes(name) ? before : [...before, name]))
    },
    /**
     * For the form's `onInput`: what is being mended is not called wrong meanwhile; what was emptied,
     * and cannot be empty, is said at once.
     */
    mend: (event: Event): void => {
      const { target } = event
      if (isControl(target) && target.required && target.value === '') {
        const { name } = target
        setWrong((before) => (before.includes(name) ? before : [...before, name]))
        return
      }
      // Nothing is rendered anew for a field that was not wrong: a box being ticked would be reset to
      // what it was before its own `change` comes.
      if (isControl(target))
        setWrong((before) =>
          before.includes(target.name) ? before.filter((name) => name !== target.name) : before,
        )
    },
  }
}

/** For the `ref` of an input: a form does not take what its pattern alone cannot refuse. */
export const unfit = (isUnfit: boolean) => (input: HTMLInputElement | HTMLTextAreaElement | null) =>
  input?.setCustomValidity(isUnfit ? 'unfit' : '')

/** A form whose fields are checked before anything is done with it; Enter sends it, too. */
export const CheckedForm = (props: {
  check: ReturnType<typeof useFormCheck>
  class?: string
  /** All fields are as they must be. */
  onFilled: (form: HTMLFormElement) => void
  children: ComponentChildren
}) => (
  <form
    class={props.class ?? 'form'}
    noValidate
    onInput={props.check.mend}
    onFocusOut={props.check.look}
    onSubmit={(event) => {
      event.preventDefault()
      const form = event.currentTarget
      if (props.check.check(form)) props.onFilled(form)
    }}
  >
    {props.children}
  </form>
)

/** What is wrong with a field, beneath it. */
export const Wrong = (props: { children: ComponentChildren }) => (
  <p class="field__wrong" role="alert">
    {props.children}
  </p>
)

interface CheckedFieldProps extends Omit<FieldProps, 'wrong'> {
  isWrong?: boolean
  /** Its own sentence for what is wrong; by default, that it has to be filled in. */
  wrong?: string
  /** The pattern of what may still become right (see `isAstray`): what may not is wrong at once. */
  begun?: string
}

/** A field of a form that is checked before it is sent. */
export const Field = ({ isWrong, wrong, begun, ...field }: CheckedFieldProps) => {
  const text = useStaffTexts()
  // Blanks alone fill nothing in.
  const pattern = field.pattern ?? (field.required ? '.*\\S.*' : undefined)
  return (
    <PlainField
      {...field}
      {...(pattern !== undefined && { pattern })}
      wrong={
        isWrong || (begun !== undefined && isAstray(`${field.value ?? ''}`, begun))
          ? (wrong ?? text('fillIn'))
          : undefined
      }
    />
  )
}
