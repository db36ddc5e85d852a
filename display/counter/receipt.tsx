import { useState } from 'preact/hooks'
import { Button } from '../shared/components.tsx'
import { Field, Wrong } from '../shared/staff-field.tsx'
import { useHandoverTexts } from './handover-texts.ts'
import { SignaturePad } from './signature-pad.tsx'
import type { HandoverSteps } from './use-handover.ts'

/** Six digits of any script, and what people put between them. */
export const CODE_PATTERN = '\\s*([0-9\\u0660-\\u0669\\u06f0-\\u06f9]\\s*){6}'

/** That the card was received: the code of the message, a signature, or neither. */
export const ReceiptFields = (props: {
  steps: HandoverSteps
  isWrong: (name: string) => boolean
  onSign: () => void
}) => {
  const text = useHandoverTexts()
  const { shown, change } = props.steps
  const isProven = shown.pickupCode.trim() !== '' || shown.signature !== ''
  return (
    <fieldset class="plain-set">
      <legend class="visually-hidden">{text('receipt')}</legend>
      <div class="receipt">
        <Field
          label={text('pickupCode')}
          name="pickupCode"
          pattern={CODE_PATTERN}
          wrong={text('sixDigits')}
          dir="ltr"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={shown.pickupCode}
          isWrong={props.isWrong('pickupCode')}
          onInput={(event) => change({ pickupCode: event.currentTarget.value })}
        />
        <div class="receipt__sign">
          {shown.signature !== '' && (
            <img
              class="receipt__signature"
              src={`data:image/png;base64,${shown.signature}`}
              alt={text('signed')}
            />
          )}
          <Button onClick={props.onSign}>
            {text(shown.signature === '' ? 'sign' : 'signAgain')}
          </Button>
        </div>
        <label class="check">
          <input
            type="checkbox"
            name="receipt"
            // One of the three: said by the form itself, in its own words.
            required={!isProven}
            checked={shown.noReceipt}
            onInput={(event) => change({ noReceipt: event.currentTarget.checked })}
          />
          <span>{text('noReceipt')}</span>
        </label>
      </div>
      {!isProven && props.isWrong('receipt') && <Wrong>{text('chooseReceipt')}</Wrong>}
    </fieldset>
  )
}

/** The pad over the page while the visitor signs; nothing that is scanned meanwhile counts. */
export const useSigning = (steps: HandoverSteps) => {
  const [isSigning, setSigning] = useState(false)
  const pad = isSigning ? (
    <SignaturePad
      onDone={(signature) => {
        steps.change({ signature, noReceipt: false })
        setSigning(false)
      }}
      onClose={() => setSigning(false)}
    />
  ) : null
  return { isSigning, pad, sign: () => setSigning(true) }
}
