import { useState } from 'preact/hooks'
import type { DisposalView, ListedCard } from '../../src/cards/disposal.view.ts'
import type { Problem } from '../shared/api.ts'
import { Button, Dialog } from '../shared/components.tsx'
import { useShared } from '../shared/i18n.ts'
import { SecondPersonFields, secondPersonIn } from '../shared/second-person.tsx'
import { askStaff, type Member } from '../shared/session.ts'
import { useFading } from '../shared/staff-fading.ts'
import { CheckedForm, useFormCheck } from '../shared/staff-field.tsx'
import { StaffNote } from '../shared/staff-note.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { useUncollectedTexts } from './uncollected-texts.ts'

const CONFIRM_MAX_MS = 60_000

/**
 * The second member of staff confirms. Whoever had no hand in the list just says so; otherwise
 * another one signs here, at the same workplace, and the first one stays signed in.
 */
export const SecondDialog = (props: {
  path: string
  shown: DisposalView & { cards: ListedCard[] }
  member: Member
  onDone: () => void
  onClose: () => void
}) => {
  const { path, shown, member, onDone, onClose } = props
  const text = useUncollectedTexts()
  const shared = useShared()
  const staff = useStaffTexts()
  const checked = useFormCheck()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  useFading(problem, () => setProblem(undefined))
  const { madeBy, scanned, listed, cards } = shown
  const hadAHand =
    madeBy === member.name || cards.some(({ scannedBy }) => scannedBy === member.name)
  const confirm = async (form: HTMLFormElement): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    const answer = await askStaff(`${path}/${hadAHand ? 'countersign' : 'confirm'}`, {
      method: 'POST',
      body: hadAHand ? secondPersonIn(form) : {},
      timeoutMs: CONFIRM_MAX_MS,
    })
    setBusy(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (answer.ok) onDone()
  }
  const left = listed - scanned
  return (
    <Dialog title={text('confirmTitle')} onClose={onClose}>
      <CheckedForm check={checked} onFilled={(form) => void confirm(form)}>
        <p>
          <strong>{text('confirmScanned', { count: scanned })}</strong> {text('noUndo')}
        </p>
        {left > 0 && <p>{text('stays', { count: left })}</p>}
        {hadAHand && (
          <>
            <p class="quiet">{text('secondHint')}</p>
            <SecondPersonFields form={checked} />
          </>
        )}
        {problem && (
          <StaffNote
            problem={problem}
            {...(problem.code === 'bad_credentials' && { remedy: staff('badCredentialsRemedy') })}
          />
        )}
        <div class="dialog__actions">
          <Button type="submit" look="primary" busy={isBusy}>
            {text('confirmNow')}
          </Button>
          <Button onClick={onClose}>{shared('cancel')}</Button>
        </div>
      </CheckedForm>
    </Dialog>
  )
}
