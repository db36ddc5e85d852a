import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../shared/api.ts'
import { Button } from '../shared/components.tsx'
import { isolate } from '../shared/i18n.ts'
import { useLanguageSwitch } from '../shared/staff-fading.ts'
import { StaffNote } from '../shared/staff-note.tsx'
import { useStaffTexts } from '../shared/staff-texts.ts'
import { useSetupTexts } from './setup-texts.ts'

/** What a form has to say that was left while it was being sent. */
interface Left {
  /** Of the form (see `useDraft`). */
  name: string
  /** What the form is called on the page. */
  title: string
  problem: Pick<Problem, 'code' | 'detail'>
}

let left: readonly Left[] = []
const listeners = new Set<() => void>()
const become = (next: readonly Left[]): void => {
  left = next
  for (const listener of listeners) listener()
}

export const leftForms = {
  tell: (one: Left): void => become([...left.filter(({ name }) => name !== one.name), one]),
  /** It was read, or the form is sent anew. */
  forget: (name: string): void => {
    if (left.some((one) => one.name === name)) become(left.filter((one) => one.name !== name))
  },
}

/** What went wrong in forms of this centre that are not looked at any more, whatever else is. */
export const LeftForms = ({ centreId }: { centreId: string }) => {
  const text = useSetupTexts()
  const staff = useStaffTexts()
  const [shown, setShown] = useState(left)
  useEffect(() => {
    const listener = () => setShown(left)
    listeners.add(listener)
    listener()
    return () => {
      listeners.delete(listener)
    }
  }, [])
  useLanguageSwitch(() => become([]))
  return (
    <>
      {shown
        .filter(({ name }) => name.startsWith(`${centreId} `))
        .map(({ name, title, problem }) => {
          const detail = text('leftForm', { form: isolate(title), sentence: problem.detail })
          return (
            <StaffNote key={name} problem={{ ...problem, detail }}>
              <Button onClick={() => leftForms.forget(name)}>{staff('dismiss')}</Button>
            </StaffNote>
          )
        })}
    </>
  )
}
