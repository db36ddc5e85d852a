import { useCallback, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from './api.ts'
import { isSilent, useFading } from './staff-fading.ts'
import { useStaffTexts } from './staff-texts.ts'

export interface Actions {
  /** The name of what is under way. */
  busy: string | null
  problem: Problem | null
  /** The answer was lost, and it is being found out whether it was done. */
  isUnsure: boolean
  /** Starts nothing while another is under way: undefined then. */
  run: <T>(
    name: string,
    work: () => Promise<Answer<T>>,
    settle?: () => Promise<Answer<T> | null>,
  ) => Promise<Answer<T> | undefined>
  dismiss: () => void
  /** Typed on: what was said of what was sent is not said of what is typed then. A silence stays. */
  retract: () => void
}

/**
 * One action at a time: a second press, however quick, starts nothing; a failure stays to be read as
 * long as it is true.
 */
export const useActions = (): Actions => {
  // Two presses come before the next rendering, so the lock is no state.
  const lock = useRef(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [isUnsure, setUnsure] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const text = useStaffTexts()
  const notDone = {
    ok: false as const,
    problem: { code: 'not_done', detail: text('notDone'), status: 0 },
  }
  const run = useCallback(
    async <T>(
      name: string,
      work: () => Promise<Answer<T>>,
      settle?: () => Promise<Answer<T> | null>,
    ): Promise<Answer<T> | undefined> => {
      if (lock.current) return undefined
      lock.current = true
      setBusy(name)
      setProblem(null)
      let answer = await work()
      if (!answer.ok && isSilent(answer.problem) && settle) {
        setUnsure(true)
        answer = (await settle()) ?? notDone
        setUnsure(false)
      }
      lock.current = false
      setBusy(null)
      if (!answer.ok) setProblem(answer.problem)
      return answer
    },
    [text],
  )
  const dismiss = useCallback(() => setProblem(null), [])
  const retract = useCallback(
    () => setProblem((said) => (said && isSilent(said) ? said : null)),
    [],
  )
  useFading(problem, dismiss)
  return { busy, problem, isUnsure, run, dismiss, retract }
}
