import type { Problem } from './api.ts'
import { Button, ProblemNote } from './components.tsx'
import { useStaffTexts } from './staff-texts.ts'

/** Why an action did not work, until it is read. After a silence nobody knows whether it did. */
export const ActionNote = (props: { problem: Problem | null; onDismiss: () => void }) => {
  const text = useStaffTexts()
  const { problem, onDismiss } = props
  if (!problem) return null
  const isUnsure = problem.code === 'timed_out' || problem.code === 'unreachable'
  return (
    <ProblemNote problem={problem} {...(isUnsure && { remedy: text('unsure') })}>
      <Button onClick={onDismiss}>{text('dismiss')}</Button>
    </ProblemNote>
  )
}
