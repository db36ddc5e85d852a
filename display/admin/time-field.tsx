import type { JSX } from 'preact'
import { western } from '../shared/digits.ts'
import { Field } from '../shared/staff-field.tsx'
import { useCentreTexts } from './centre-texts.ts'
import { settled, timeBeforeNoon } from './typed-time.ts'

/** What every input for a time of the day does: it takes the ways to type one, and shows one way. */
export const timeInput = (value: string, onTyped: (value: string) => void) => {
  const settle = () => {
    if (settled(value) !== value) onTyped(settled(value))
  }
  return {
    dir: 'ltr',
    inputMode: 'numeric',
    maxLength: 5,
    required: true,
    value,
    onInput: (event) => onTyped(western(event.currentTarget.value)),
    onBlur: settle,
    // It sends the form from within the field, which is not left before.
    onKeyDown: ({ key }) => {
      if (key === 'Enter') settle()
    },
  } satisfies JSX.IntrinsicElements['input']
}

/** When one business day becomes the next. */
export const DayEndsField = (props: {
  value: string
  isWrong: boolean
  onTyped: (value: string) => void
}) => {
  const text = useCentreTexts()
  return (
    <Field
      {...timeInput(props.value, props.onTyped)}
      label={text('dayEnds')}
      name="dayEnds"
      pattern={timeBeforeNoon.whole}
      begun={timeBeforeNoon.begun}
      hint={text('dayEndsHint')}
      wrong={text('dayEndsWrong')}
      isWrong={props.isWrong}
    />
  )
}
