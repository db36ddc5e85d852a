import type { HandoverException } from '../../src/cards/handover.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { useShared } from '../shared/i18n.ts'
import { SecondPersonFields, secondPersonIn } from '../shared/second-person.tsx'
import { CheckedForm, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { useHandoverTexts } from './handover-texts.ts'
import type { HandoverSteps } from './use-handover.ts'

const whyKeys: Record<HandoverException, `why_${HandoverException}`> = {
  no_document: 'why_no_document',
  not_authorised: 'why_not_authorised',
  no_receipt: 'why_no_receipt',
}
const isException = (word: string): word is HandoverException => Object.hasOwn(whyKeys, word)

/** What one person alone must not decide: the other one confirms it here, with their own password. */
export const SecondPerson = ({ steps }: { steps: HandoverSteps }) => {
  const text = useHandoverTexts()
  const shared = useShared()
  const form = useFormCheck()
  const confirm = (filled: HTMLFormElement): void => {
    void steps.handOver(secondPersonIn(filled))
  }
  return (
    <Dialog title={text('secondTitle')} onClose={() => steps.ask(undefined)}>
      <ul class="note dialog-hint">
        {(steps.asked ?? []).filter(isException).map((why) => (
          <li key={why}>{text(whyKeys[why])}</li>
        ))}
      </ul>
      <p class="quiet dialog-hint">{text('secondHint')}</p>
      <CheckedForm check={form} onFilled={confirm}>
        <SecondPersonFields form={form} />
        <ActionNote problem={steps.problem} isUnsure={steps.isUnsure} onDismiss={steps.dismiss} />
        <div class="dialog__actions">
          <Button type="submit" look="primary" busy={steps.busy !== null}>
            {text('confirm')}
          </Button>
          <Button onClick={() => steps.ask(undefined)}>{shared('cancel')}</Button>
        </div>
      </CheckedForm>
    </Dialog>
  )
}
