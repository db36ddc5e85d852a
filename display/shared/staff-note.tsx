import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from './api.ts'
import { Button, ProblemNote } from './components.tsx'
import { isSilent } from './staff-fading.ts'
import { useStaffTexts } from './staff-texts.ts'

interface NoteProps {
  problem: Pick<Problem, 'code' | 'detail' | 'errors'>
  /** What to do, where the sentence itself does not say it. */
  remedy?: string
  onRetry?: () => void
  children?: ComponentChildren
}

/** A failure on a page of staff. A refusal's sentence says what to do; it is brought into sight. */
export const StaffNote = ({ problem, remedy, onRetry, children }: NoteProps) => {
  const text = useStaffTexts()
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [problem])
  const isFault = problem.code === 'bug' || problem.code === 'unreadable'
  const fallback = isSilent(problem) ? text('away') : isFault ? text('fault') : ''
  return (
    <div ref={note} class="staff-note">
      <ProblemNote problem={problem} remedy={remedy ?? fallback} onRetry={onRetry}>
        {children}
      </ProblemNote>
    </div>
  )
}

/** Why an action did not work, until it is read. After a silence nobody knows whether it did. */
export const ActionNote = (props: {
  problem: Problem | null
  /** What to do, where the sentence itself does not say it. */
  remedy?: string
  isUnsure?: boolean
  onDismiss: () => void
}) => {
  const text = useStaffTexts()
  const { problem, onDismiss } = props
  const remedy = problem && isSilent(problem) ? text('unsure') : props.remedy
  if (props.isUnsure)
    return (
      <p class="note" role="status">
        {text('asking')}
      </p>
    )
  if (!problem) return null
  return (
    <StaffNote problem={problem} {...(remedy !== undefined && { remedy })}>
      <Button onClick={onDismiss}>{text('dismiss')}</Button>
    </StaffNote>
  )
}
