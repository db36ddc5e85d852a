import { Button } from '../shared/components.tsx'
import { CITIZEN_ID_PATTERN } from '../shared/staff-digits.ts'
import { CheckedForm, Field, useFormCheck, Wrong } from '../shared/staff-field.tsx'
import { useHandoverTexts } from './handover-texts.ts'
import { ReceiptFields } from './receipt.tsx'
import { useCounterTexts } from './texts.ts'
import { type HandoverSteps, identities, type Shown } from './use-handover.ts'

/** Somebody in the owner's place: who that is has to be noted. */
const Representative = (props: {
  shown: Shown
  isWrong: (name: string) => boolean
  onChange: (to: Partial<Shown>) => void
}) => {
  const text = useHandoverTexts()
  const { shown, isWrong, onChange } = props
  return (
    <div class="form__row">
      <Field
        label={text('representativeName')}
        name="name"
        required
        maxLength={200}
        dir="auto"
        value={shown.name}
        isWrong={isWrong('name')}
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Field
        label={text('representativeId')}
        name="citizenId"
        required
        pattern={CITIZEN_ID_PATTERN}
        wrong={text('nineDigits')}
        dir="ltr"
        inputMode="numeric"
        maxLength={20}
        value={shown.citizenId}
        isWrong={isWrong('citizenId')}
        onInput={(event) => onChange({ citizenId: event.currentTarget.value })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={shown.authorised}
          onInput={(event) => onChange({ authorised: event.currentTarget.checked })}
        />
        <span>{text('authorised')}</span>
      </label>
    </div>
  )
}

/** How identity was shown, the receipt, and the giving itself. */
export const IdentityForm = (props: { steps: HandoverSteps; onSign: () => void }) => {
  const text = useHandoverTexts()
  const counterText = useCounterTexts()
  const { steps } = props
  const form = useFormCheck()
  const { shown, change } = steps
  return (
    <CheckedForm check={form} onFilled={() => void steps.handOver()}>
      <fieldset class="plain-set">
        <legend class="field__label">{text('identity')}</legend>
        <div class="identities">
          {identities.map((identity) => (
            <label key={identity} class="check">
              <input
                type="radio"
                name="identity"
                required
                checked={shown.identity === identity}
                onChange={() => change({ identity })}
              />
              <span>{text(`identity_${identity}`)}</span>
            </label>
          ))}
        </div>
        {shown.identity !== '' && <p class="field__hint">{text(`check_${shown.identity}`)}</p>}
        {form.isWrong('identity') && <Wrong>{text('chooseIdentity')}</Wrong>}
      </fieldset>
      {shown.identity === 'representative' && (
        <Representative shown={shown} isWrong={form.isWrong} onChange={change} />
      )}
      <ReceiptFields steps={steps} isWrong={form.isWrong} onSign={props.onSign} />
      <div class="handover__end">
        <label class="check">
          <input
            type="checkbox"
            checked={shown.oldCard}
            onInput={(event) => change({ oldCard: event.currentTarget.checked })}
          />
          <span>{text('oldCard')}</span>
        </label>
        <Button type="submit" look="primary" busy={steps.busy !== null}>
          {counterText('handOver')}
        </Button>
      </div>
    </CheckedForm>
  )
}
