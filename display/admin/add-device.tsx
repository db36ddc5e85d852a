import { useState } from 'preact/hooks'
import { deviceKinds } from '../../src/devices/device.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { Button, Dialog, Panel } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { post } from '../shared/session.ts'
import { useActions } from '../shared/staff-actions.ts'
import { isSilent } from '../shared/staff-fading.ts'
import { CheckedForm, Field, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import type { Device } from './device.ts'
import { useAdminTexts } from './texts.ts'

type Paired = Device & { token: string }

/** The address that pairs a device: its token stands in the fragment, which no server sees. */
const addressOf = (centreId: string, { kind, token }: Paired): string =>
  `${location.origin}/${kind}/${encodeURIComponent(centreId)}#${token}`

const TokenDialog = (props: { centre: CentreInfo; paired: Paired; onClose: () => void }) => {
  const text = useAdminTexts()
  const [isCopied, setCopied] = useState(false)
  const { paired } = props
  const address = addressOf(props.centre.id, paired)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
    } catch {
      // Expected: no clipboard without https or permission; the address stands there to be copied.
    }
  }
  return (
    <Dialog
      title={text('tokenTitle', { name: isolate(paired.name) })}
      // A press beside it must not lose what is shown only once.
      onClose={() => undefined}
      actions={
        <>
          <Button look="primary" onClick={() => void copy()}>
            {text(isCopied ? 'copied' : 'copy')}
          </Button>
          <Button onClick={props.onClose}>{text('kept')}</Button>
        </>
      }
    >
      <p class="note">{text('tokenHint')}</p>
      <dl class="token">
        <dt>{text('address')}</dt>
        <dd dir="ltr">{address}</dd>
        <dt>{text('token')}</dt>
        <dd dir="ltr">{paired.token}</dd>
      </dl>
    </Dialog>
  )
}

const printerExamples = {
  tcp: isolate('tcp://192.168.1.50:9100'),
  usb: isolate('usb:/dev/usb/lp0'),
  file: isolate('file:'),
}

/** What is said of every device: its name, and where its slips are printed. */
export const DeviceFields = ({ form }: { form: ReturnType<typeof useFormCheck> }) => {
  const text = useAdminTexts()
  return (
    <>
      <Field
        label={text('name')}
        name="name"
        dir="auto"
        required
        maxLength={80}
        isWrong={form.isWrong('name')}
      />
      <Field
        label={text('printer')}
        name="printer"
        dir="ltr"
        maxLength={200}
        hint={text('printerHint', printerExamples)}
      />
    </>
  )
}

/** The same, as it was filled in: without a printer none is named. */
export const deviceIn = (given: FormData): { name: string; printer?: string } => {
  const said = (field: string) => String(given.get(field)).trim()
  const printer = said('printer')
  return { name: said('name'), ...(printer !== '' && { printer }) }
}

/** One more kiosk or lobby screen, by an address that is opened on it. */
export const AddDevice = (props: { centre: CentreInfo; path: string; onAdded: () => void }) => {
  const text = useAdminTexts()
  const actions = useActions()
  const checked = useFormCheck()
  const [paired, setPaired] = useState<Paired | undefined>()
  const add = async (form: HTMLFormElement): Promise<void> => {
    const given = new FormData(form)
    const answer = await actions.run('add', () =>
      post<Paired>(props.path, {
        kind: String(given.get('kind')),
        ...deviceIn(given),
      }),
    )
    // Where the answer was lost, what was added is seen in the list.
    if (answer && !answer.ok && isSilent(answer.problem)) props.onAdded()
    if (!answer?.ok) return
    setPaired(answer.value)
    form.reset()
    props.onAdded()
  }
  return (
    <Panel title={text('add')}>
      <CheckedForm check={checked} onFilled={(form) => void add(form)}>
        <div class="form__row">
          <label class="field">
            <span class="field__label">{text('kind')}</span>
            <select class="field__input" name="kind">
              {deviceKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {text(kind)}
                </option>
              ))}
            </select>
          </label>
          <DeviceFields form={checked} />
          <Button type="submit" look="primary" busy={actions.busy !== null}>
            {text('addButton')}
          </Button>
        </div>
      </CheckedForm>
      <ActionNote problem={actions.problem} onDismiss={actions.dismiss} />
      {paired && (
        <TokenDialog centre={props.centre} paired={paired} onClose={() => setPaired(undefined)} />
      )}
    </Panel>
  )
}
