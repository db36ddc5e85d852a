import { useState } from 'preact/hooks'
import { Button, Dialog } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { isolate, useShared } from '../shared/i18n.ts'
import { Field } from '../shared/staff-field.tsx'
import { useStocktakeTexts } from './stocktake-texts.ts'

/**
 * Whoever closes says how many are missing: the number as it was when the question came up, so that
 * nothing else becomes missing than what was read.
 */
export const CloseDialog = (props: {
  place: string
  unseen: number
  /** Asked once more: the number was another one when it was confirmed. */
  isAnew: boolean
  onConfirm: () => void
  onClose: () => void
}) => {
  const text = useStocktakeTexts()
  const shared = useShared()
  const count = props.unseen
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const confirm = (): void => {
    if (count > 0 && western(typed).replace(/[\s,\u066c]/g, '') !== String(count)) setWrong(true)
    else props.onConfirm()
  }
  return (
    <Dialog title={text('closeTitle', { place: isolate(props.place) })} onClose={props.onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          confirm()
        }}
      >
        {props.isAnew && (
          <p role="alert">
            <strong>{text('changed')}</strong>
          </p>
        )}
        <p>{count === 0 ? text('closeAll') : text('closeMissing', { count })}</p>
        {count > 0 && (
          <Field
            label={text('confirmNumber')}
            name="missing"
            inputMode="numeric"
            dir="ltr"
            autoComplete="off"
            maxLength={7}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              setWrong(false)
            }}
            isWrong={isWrong}
            wrong={text('wrongNumber', { count })}
          />
        )}
        <div class="dialog__actions">
          <Button type="submit" look={count > 0 ? 'danger' : 'primary'}>
            {text('close')}
          </Button>
          <Button onClick={props.onClose}>{shared('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
