import { useEffect, useState } from 'preact/hooks'
import { type Problem, untilAnswered } from './api.ts'
import { Button, Dialog } from './components.tsx'
import { useNow } from './hooks.ts'
import { isolate, useShared } from './i18n.ts'
import { serverTime } from './server-clock.ts'
import { askStaff, type Member, post } from './session.ts'
import { watchTime } from './span.ts'
import { isSilent } from './staff-fading.ts'
import { CheckedForm, Field, useFormCheck } from './staff-field.tsx'
import { StaffNote } from './staff-note.tsx'
import { useStaffTexts } from './staff-texts.ts'

const LOOK_MS = 2_000

/** The code with which this session goes on elsewhere; once it has, this page is told by its look. */
const MoveCode = () => {
  const text = useStaffTexts()
  const [given, setGiven] = useState<{ code: string; until: string } | undefined>()
  const [problem, setProblem] = useState<Problem | undefined>()
  const now = useNow(1_000)
  const ask = async (): Promise<void> => {
    const code = () => post<{ code: string; until: string }>('/api/session/code')
    let answer = await code()
    if (!answer.ok && isSilent(answer.problem)) {
      // Said meanwhile; a code more does no harm, for only the newest opens anything.
      setProblem(answer.problem)
      answer = await untilAnswered(code)
    }
    setGiven(answer.ok ? answer.value : undefined)
    setProblem(answer.ok ? undefined : answer.problem)
  }
  useEffect(() => void ask(), [])
  useEffect(() => {
    const timer = setInterval(() => void askStaff('/api/session'), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const leftMs = given ? Date.parse(given.until) - serverTime(now).getTime() : 0
  return (
    <div class="form">
      <p>{text('moveHint')}</p>
      {given && leftMs > 0 && (
        <p class="move-code" role="status">
          <bdi dir="ltr">{`${given.code.slice(0, 3)} ${given.code.slice(3)}`}</bdi>
        </p>
      )}
      {given && leftMs > 0 && (
        <p class="quiet">{text('moveLeft', { time: isolate(watchTime(leftMs)) })}</p>
      )}
      {given && leftMs <= 0 && (
        <>
          <p class="note">{text('moveOver')}</p>
          <Button onClick={() => void ask()}>{text('moveAgain')}</Button>
        </>
      )}
      {problem && <StaffNote problem={problem} />}
    </div>
  )
}

/** A new password of one's own. */
const NewPassword = ({ username, onDone }: { username: string; onDone: () => void }) => {
  const text = useStaffTexts()
  const form = useFormCheck()
  const [isBusy, setBusy] = useState(false)
  const [isUnlike, setUnlike] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  const submit = async (filled: HTMLFormElement): Promise<void> => {
    const given = new FormData(filled)
    const newPassword = String(given.get('new-password'))
    setUnlike(newPassword !== String(given.get('again')))
    if (isBusy || newPassword !== String(given.get('again'))) return
    setBusy(true)
    const password = String(given.get('old-password'))
    const answer = await post<null>('/api/session/password', { password, newPassword })
    setBusy(false)
    if (answer.ok) return onDone()
    const isWrong = answer.problem.code === 'bad_credentials'
    setProblem(isWrong ? { ...answer.problem, detail: text('passwordWrong') } : answer.problem)
  }
  const field = (
    label: string,
    name: string,
    autoComplete: 'current-password' | 'new-password',
  ) => (
    <Field
      label={label}
      name={name}
      isSecret
      dir="ltr"
      maxLength={200}
      autoComplete={autoComplete}
      required
      isWrong={form.isWrong(name)}
    />
  )
  return (
    <CheckedForm check={form} onFilled={(filled) => void submit(filled)}>
      <input type="hidden" autoComplete="username" value={username} />
      <p class="quiet">{text('passwordHint')}</p>
      {field(text('oldPassword'), 'old-password', 'current-password')}
      {field(text('newPassword'), 'new-password', 'new-password')}
      {field(text('passwordAgain'), 'again', 'new-password')}
      {isUnlike && <StaffNote problem={{ code: 'unlike', detail: text('passwordUnlike') }} />}
      {!isUnlike && problem && <StaffNote problem={problem} />}
      <Button type="submit" look="primary" busy={isBusy}>
        {text('passwordChange')}
      </Button>
    </CheckedForm>
  )
}

/** What members of staff do with their own session, from the head of every page. */
export const Account = ({
  member,
  onSaid,
}: {
  member: Member
  onSaid: (words: string) => void
}) => {
  const text = useStaffTexts()
  const shared = useShared()
  const [asking, setAsking] = useState<'account' | 'move' | 'password' | null>(null)
  const close = (): void => setAsking(null)
  const titles = { account: 'account', move: 'moveTitle', password: 'passwordTitle' } as const
  return (
    <>
      <Button look="quiet" class="staff-head__name" onClick={() => setAsking('account')}>
        {text('signedInAs', { name: isolate(member.name) })}
      </Button>
      {asking && (
        <Dialog
          title={text(titles[asking])}
          onClose={close}
          actions={<Button onClick={close}>{shared('close')}</Button>}
        >
          {asking === 'account' && (
            <div class="choices">
              <Button onClick={() => setAsking('move')}>{text('moveTitle')}</Button>
              <Button onClick={() => setAsking('password')}>{text('passwordTitle')}</Button>
            </div>
          )}
          {asking === 'move' && <MoveCode />}
          {asking === 'password' && (
            <NewPassword
              username={member.username}
              onDone={() => {
                close()
                onSaid(text('passwordChanged'))
              }}
            />
          )}
        </Dialog>
      )}
    </>
  )
}
