import { useState } from 'preact/hooks'
import type { MemberView } from '../../src/staff/member.view.ts'
import { roles } from '../../src/staff/staff.ts'
import { newRequestId, untilAnswered } from '../shared/api.ts'
import { Button, Dialog, Question } from '../shared/components.tsx'
import { useDuration } from '../shared/durations.ts'
import { isolate, useLanguage } from '../shared/i18n.ts'
import { type Member, post } from '../shared/session.ts'
import { Field, Wrong } from '../shared/staff-field.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { holds, lookFor } from './look-again.ts'
import { Check, Checks } from './parts.tsx'
import { pathOf, put, type Setup, wrongIn } from './setup.ts'
import { SaveBar, SetupForm, useSetupForm } from './setup-form.tsx'
import { useSetupTexts } from './setup-texts.ts'

type WithPassword = MemberView & { password: string }
/** Without a password where the answer was lost that said it. */
type NewMember = MemberView & { password?: string }

/** A password that is shown once: it can be read, copied and written down, and then it is gone. */
const PasswordDialog = (props: { member: NewMember; onClose: () => void }) => {
  const text = useSetupTexts()
  const staff = useStaffTexts()
  const { username, password } = props.member
  return (
    <Dialog
      title={text('passwordTitle', { name: isolate(username) })}
      // A press beside it must not lose what is shown only once.
      onClose={() => undefined}
      actions={
        <Button look="primary" onClick={props.onClose}>
          {password === undefined ? staff('dismiss') : text('noted')}
        </Button>
      }
    >
      <p class="note">{text(password === undefined ? 'passwordLost' : 'passwordHint')}</p>
      {password !== undefined && (
        <p class="secret" dir="ltr">
          {password}
        </p>
      )}
    </Dialog>
  )
}

const filledFrom = ({ id: _, lockedMin: __, ...rest }: MemberView) => rest

/** Somebody new, or somebody who is there. */
export const MemberForm = (props: {
  setup: Setup
  me: Member
  member: MemberView
  onSaved: (id: string) => void
}) => {
  const { setup, me, member, onSaved } = props
  const text = useSetupTexts()
  const duration = useDuration()
  const language = useLanguage()
  const form = useSetupForm(
    filledFrom(member),
    `${setup.id} member ${member.id}`,
    member.id === '' ? text('newMember') : member.name,
  )
  const [asked, setAsked] = useState<'deactivate' | 'reset' | null>(null)
  const [secret, setSecret] = useState<NewMember | null>(null)
  const isNew = member.id === ''
  const path = `/api/staff/${encodeURIComponent(member.id)}`
  const { now, set, isWrong, actions } = form
  const nameWrong = wrongIn(form.problem, 'username', 'username_taken')
  const rolesWrong = now.roles.length === 0
  const show = (one: NewMember): void => {
    const unseen = { code: 'password_unseen', detail: text('passwordUnseen') }
    if (!form.tellLeft(unseen)) setSecret(one)
  }
  const save = async (): Promise<void> => {
    const { username, active, ...rest } = now
    if (isNew) {
      const body = { username: username.trim(), ...rest }
      const answer = await actions.run<NewMember>(
        'save',
        () => post<WithPassword>('/api/staff', body),
        lookFor(pathOf(setup.id, 'staff'), (all: MemberView[]) =>
          all.find((one) => holds(one, body)),
        ),
      )
      if (!answer?.ok) return
      form.restart()
      show(answer.value)
      return
    }
    const body = { ...rest, active }
    const answer = await form.send(
      () => put<MemberView>(path, body),
      lookFor(pathOf(setup.id, 'staff'), (all: MemberView[]) =>
        all.find((one) => one.id === member.id && holds(one, body)),
      ),
    )
    if (answer) onSaved(member.id)
  }
  const filled = (): void => {
    if (rolesWrong) return
    if (!isNew && member.active && !now.active) setAsked('deactivate')
    else void save()
  }
  const reset = async (): Promise<void> => {
    setAsked(null)
    // Only the answer says the password: the same request is told it again.
    const press = { requestId: newRequestId() }
    const ask = () => post<WithPassword>(`${path}/password`, press)
    const answer = await actions.run('reset', ask, () => untilAnswered(ask))
    if (answer?.ok) show(answer.value)
  }
  const unlock = async (): Promise<void> => {
    const answer = await actions.run('unlock', () => post(`${path}/unlock`))
    if (answer?.ok) onSaved(member.id)
  }
  return (
    <section class="setup__side">
      <h2 class="setup__title">{isNew ? text('newMember') : <bdi>{member.name}</bdi>}</h2>
      <SetupForm form={form} onFilled={filled}>
        <div class="form__row">
          <Field
            label={text('memberName')}
            name="name"
            dir="auto"
            value={now.name}
            maxLength={80}
            required
            isWrong={isWrong('name')}
            onInput={(event) => set('name', event.currentTarget.value)}
          />
          {isNew && (
            <Field
              label={text('username')}
              name="username"
              dir="ltr"
              autoCapitalize="none"
              autoComplete="off"
              spellcheck={false}
              value={now.username}
              maxLength={64}
              required
              pattern="\s*[\w.@\-]{2,64}\s*"
              begun="\s*[\w.@\-]*\s*"
              hint={text('usernameHint')}
              wrong={nameWrong ?? text('usernameHint')}
              isWrong={isWrong('username') || nameWrong !== undefined}
              onInput={(event) => set('username', event.currentTarget.value)}
            />
          )}
        </div>
        <div>
          <Checks
            legend={text('roles')}
            all={roles.map((role) => ({ id: role, label: text(role) }))}
            chosen={now.roles}
            onChange={(chosen) =>
              set(
                'roles',
                roles.filter((role) => chosen.includes(role)),
              )
            }
          />
          {rolesWrong && <Wrong>{text('oneRole')}</Wrong>}
        </div>
        <div>
          <Check
            label={text('universal')}
            hint={text('universalHint')}
            isOn={now.skills.includes('*')}
            onChange={(isOn) => set('skills', isOn ? ['*'] : [])}
          />
          {!now.skills.includes('*') && (
            <Checks
              legend={text('skills')}
              all={setup.services.map(({ id, name }) => ({ id, label: name[language] }))}
              chosen={now.skills}
              onChange={(chosen) => set('skills', chosen)}
            />
          )}
        </div>
        {me.centre === null && (
          <Check
            label={text('worksEverywhere')}
            hint={text('worksEverywhereHint')}
            isOn={now.centre === null}
            onChange={(isOn) => set('centre', isOn ? null : setup.id)}
          />
        )}
        {!isNew && (
          <Check
            label={text('mayWork')}
            hint={text('mayWorkHint')}
            isOn={now.active}
            onChange={(isOn) => set('active', isOn)}
          />
        )}
        <SaveBar form={form} isAtField={nameWrong !== undefined} isNew={isNew}>
          {!isNew && <Button onClick={() => setAsked('reset')}>{text('resetPassword')}</Button>}
          {member.lockedMin > 0 && (
            <Button onClick={() => void unlock()}>
              {text('unlock', { time: duration(member.lockedMin) })}
            </Button>
          )}
        </SaveBar>
      </SetupForm>
      {asked === 'deactivate' && (
        <Question
          isGrave
          title={text('deactivateTitle', { name: isolate(member.name) })}
          sentence={text('deactivateHint')}
          yes={text('deactivate')}
          onConfirm={() => {
            setAsked(null)
            void save()
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'reset' && (
        <Question
          isGrave
          title={text('resetTitle', { name: isolate(member.name) })}
          sentence={text('resetHint')}
          yes={text('resetPassword')}
          onConfirm={() => void reset()}
          onClose={() => setAsked(null)}
        />
      )}
      {secret && (
        <PasswordDialog
          member={secret}
          onClose={() => {
            setSecret(null)
            onSaved(secret.id)
          }}
        />
      )}
    </section>
  )
}
