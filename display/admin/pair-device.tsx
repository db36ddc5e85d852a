import { useState } from 'preact/hooks'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Panel, Toast } from '../shared/components.tsx'
import { western } from '../shared/digits.ts'
import { isolate } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { SIX_DIGITS_PATTERN } from '../shared/staff-digits.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { DeviceFields, deviceIn } from './add-device.tsx'
import type { Device } from './device.ts'
import { wrongIn } from './setup.ts'
import { useAdminTexts } from './texts.ts'

/** Makes a screen that shows a code a device of the centre. */
export const PairDevice = (props: { centre: CentreInfo; path: string; onAdded: () => void }) => {
  const text = useAdminTexts()
  const actions = useActions()
  const checked = useFormCheck()
  const [paired, setPaired] = useState<string | null>(null)
  const { id } = props.centre
  const wrong = wrongIn(actions.problem, 'code', 'unknown_pairing')
  const at = (kind: 'kiosk' | 'lobby') => isolate(`${location.origin}/${kind}/${id}`)
  const pair = async (form: HTMLFormElement): Promise<void> => {
    const given = new FormData(form)
    const answer = await actions.run('pair', () =>
      post<Device>(`${props.path}/pair`, {
        code: western(String(given.get('code'))).replace(/\s/g, ''),
        ...deviceIn(given),
      }),
    )
    if (!answer?.ok) return
    setPaired(answer.value.name)
    form.reset()
    props.onAdded()
  }
  return (
    <Panel>
      <div class="setup__head">
        <h2 class="panel__title">{text('pair')}</h2>
        {paired !== null && (
          <Toast inLine onGone={() => setPaired(null)}>
            {text('paired', { name: isolate(paired) })}
          </Toast>
        )}
      </div>
      <p class="quiet">{text('pairHint', { kiosk: at('kiosk'), lobby: at('lobby') })}</p>
      <CheckedForm check={checked} onFilled={(form) => void pair(form)}>
        <div class="form__row">
          <Field
            label={text('code')}
            name="code"
            dir="ltr"
            inputMode="numeric"
            autoComplete="off"
            required
            pattern={SIX_DIGITS_PATTERN}
            maxLength={12}
            hint={text('codeHint')}
            wrong={wrong ?? text('codeHint')}
            isWrong={checked.isWrong('code') || wrong !== undefined}
          />
          <DeviceFields form={checked} />
          <Button type="submit" look="primary" busy={actions.busy !== null}>
            {text('pairButton')}
          </Button>
        </div>
      </CheckedForm>
      <ActionNote
        problem={wrong === undefined ? actions.problem : null}
        onDismiss={actions.dismiss}
      />
    </Panel>
  )
}
