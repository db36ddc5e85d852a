import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from '../shared/api.ts'
import { Button } from '../shared/components.tsx'
import { type Actions, useActions } from '../shared/staff-actions.ts'
import { CheckedForm, useFormCheck } from '../shared/staff-field.tsx'
import { ActionNote } from '../shared/staff-note.tsx'
import { leftForms } from './left-forms.tsx'
import { Saved } from './parts.tsx'
import { useDraft } from './setup.ts'
import { useSetupTexts } from './setup-texts.ts'

/**
 * What is filled in, from when it is begun until it is saved.
 * @param stands how it stands on the server
 * @param name of a form that may be left and come back to (see `useDraft`)
 * @param title what it is called, where it is told that it failed after it was left
 */
export const useSetupForm = <T extends object>(stands: T, name: string, title: string) => {
  const { isWrong, ...check } = useFormCheck()
  const { run, ...rest } = useActions()
  const draft = useDraft(stands, name)
  /** @returns whether it was left, so that it is told beside the others */
  const tellLeft = (problem: Pick<Problem, 'code' | 'detail'>): boolean => {
    if (draft.isHere.current) return false
    leftForms.tell({ name, title, problem })
    return true
  }
  // What nobody dismissed may not have been read.
  const unread = useRef<Problem | null>(null)
  unread.current = draft.isChanged ? rest.problem : null
  useEffect(
    () => () => {
      if (unread.current) leftForms.tell({ name, title, problem: unread.current })
    },
    [],
  )
  const actions: Actions = {
    ...rest,
    run: async (what, work, settle) => {
      leftForms.forget(name)
      const answer = await run(what, work, settle)
      if (answer && !answer.ok) tellLeft(answer.problem)
      return answer
    },
  }
  const [isSaved, setSaved] = useState(false)
  const set: typeof draft.set = (field, value) => {
    actions.retract()
    draft.set(field, value)
  }
  return {
    ...draft,
    set,
    isWrong,
    check: { isWrong, ...check },
    actions,
    problem: actions.problem,
    isSaved,
    setSaved,
    tellLeft,
    /**
     * Sends it.
     * @param settle finds out whether it was done, where the answer was lost; null: it was not
     * @returns what was answered; undefined: refused, and still to be mended
     */
    send: async <R,>(
      ask: () => Promise<Answer<R>>,
      settle: () => Promise<Answer<R> | null>,
    ): Promise<{ value: R } | undefined> => {
      const saved = draft.sending()
      const answer = await actions.run('save', ask, settle)
      if (!answer?.ok) return undefined
      saved()
      setSaved(true)
      return answer
    },
  }
}
type Form = Omit<ReturnType<typeof useSetupForm<object>>, 'now' | 'set'>

/** The form itself. */
export const SetupForm = (props: {
  form: Form
  class?: string
  onFilled: () => void
  children: ComponentChildren
}) => {
  const { form } = props
  return (
    <CheckedForm
      check={form.check}
      {...(props.class !== undefined && { class: props.class })}
      onFilled={props.onFilled}
    >
      {props.children}
    </CheckedForm>
  )
}

/** The end of a form: what went wrong, what somebody else did meanwhile, the buttons, and that it was saved. */
export const SaveBar = (props: {
  form: Form
  /** What went wrong is said at its field. */
  isAtField?: boolean
  isNew?: boolean
  children?: ComponentChildren
}) => {
  const text = useSetupTexts()
  const { form, isNew } = props
  const { actions } = form
  return (
    <div class="save-bar">
      <ActionNote
        problem={props.isAtField ? null : actions.problem}
        isUnsure={actions.isUnsure}
        onDismiss={actions.dismiss}
      />
      {form.isOutdated && (
        <p class="note" role="status">
          {text('outdated')}
        </p>
      )}
      <div class="save-bar__buttons">
        <Button
          type="submit"
          look="primary"
          busy={actions.busy !== null}
          disabled={!form.isChanged && !isNew}
        >
          {text(isNew ? 'add' : 'save')}
        </Button>
        {form.isChanged && <Button onClick={form.restart}>{text('discard')}</Button>}
        {props.children}
        {form.isSaved && <Saved onGone={() => form.setSaved(false)} />}
      </div>
    </div>
  )
}
