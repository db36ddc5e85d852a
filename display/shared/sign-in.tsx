import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from './api.ts'
import { Button, LanguageSwitch, Mark, Panel } from './components.tsx'
import { useNow } from './hooks.ts'
import { isolate } from './i18n.ts'
import { type Ended, signIn } from './session.ts'
import { watchTime } from './span.ts'
import { SIX_DIGITS_PATTERN } from './staff-digits.ts'
import { useFading } from './staff-fading.ts'
import { CheckedForm, Field, useFormCheck } from './staff-field.tsx'
import { StaffNote } from './staff-note.tsx'
import { useStaffTexts } from './staff-texts.ts'

/** Seconds left until a locked account may try again; it counts down by itself. */
const useLock = (problem: Problem | undefined): number => {
  const now = useNow(1_000)
  const [until, setUntil] = useState(0)
  useEffect(() => {
    // The lock outlives its sentence, which goes when the page's language is switched.
    if (problem) setUntil(Date.now() + (problem.retryAfterSec ?? 0) * 1_000)
  }, [problem])
  return Math.max(0, Math.ceil((until - now.getTime()) / 1_000))
}

const Trouble = ({ problem, lockedSec }: { problem: Problem; lockedSec: number }) => {
  const text = useStaffTexts()
  if (problem.code === 'bad_credentials')
    return <StaffNote problem={problem} remedy={text('badCredentialsRemedy')} />
  if (problem.status !== 429) return <StaffNote problem={problem} />
  return (
    <StaffNote problem={problem} remedy={text('lockedRemedy')}>
      {lockedSec > 0 && (
        <p class="sign-in__lock">
          {text('lockedFor', { time: isolate(watchTime(lockedSec * 1_000)) })}
        </p>
      )}
    </StaffNote>
  )
}

/** The door of the staff pages. */
export const SignIn = ({ why }: { why: Ended | null }) => {
  const text = useStaffTexts()
  const password = useRef<HTMLInputElement>(null)
  const username = useRef<HTMLInputElement>(null)
  useEffect(() => username.current?.focus(), [])
  const [byCode, setByCode] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  const form = useFormCheck()
  const lockedSec = useLock(problem)
  useFading(problem, () => setProblem(undefined))

  const submit = async (filled: HTMLFormElement): Promise<void> => {
    if (isBusy || lockedSec > 0) return
    const given = new FormData(filled)
    setBusy(true)
    const username = String(given.get('username')).trim()
    const wrong = await signIn(
      byCode
        ? { username, code: String(given.get('code')) }
        : { username, password: String(given.get('password')) },
    )
    setBusy(false)
    setProblem(wrong)
    if (wrong?.code === 'bad_credentials') password.current?.select()
  }

  return (
    <div class="sign-in">
      <header class="page-head">
        <Mark />
        <LanguageSwitch />
      </header>
      <main class="sign-in__main">
        <Panel class="sign-in__panel">
          <h1>{text('signInTitle')}</h1>
          {why && !problem && (
            <p class="note">{text(why === 'moved' ? 'sessionMoved' : 'sessionEnded')}</p>
          )}
          <CheckedForm check={form} onFilled={(form) => void submit(form)}>
            <Field
              label={text('username')}
              name="username"
              dir="ltr"
              autoComplete="username"
              autoCapitalize="none"
              spellcheck={false}
              required
              isWrong={form.isWrong('username')}
              ref={username}
            />
            {byCode && (
              <Field
                label={text('moveCode')}
                hint={text('moveCodeHint')}
                name="code"
                dir="ltr"
                inputMode="numeric"
                autoComplete="one-time-code"
                pattern={SIX_DIGITS_PATTERN}
                maxLength={12}
                required
                wrong={text('moveCodeWrong')}
                isWrong={form.isWrong('code')}
              />
            )}
            {!byCode && (
              <Field
                label={text('password')}
                name="password"
                isSecret
                dir="ltr"
                autoComplete="current-password"
                required
                isWrong={form.isWrong('password')}
                ref={password}
              />
            )}
            {problem && <Trouble problem={problem} lockedSec={lockedSec} />}
            <Button type="submit" look="primary" large busy={isBusy} disabled={lockedSec > 0}>
              {text(byCode ? 'moveHere' : 'signIn')}
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                setProblem(undefined)
                setByCode(!byCode)
              }}
            >
              {text(byCode ? 'withPassword' : 'withCode')}
            </Button>
          </CheckedForm>
        </Panel>
      </main>
    </div>
  )
}
