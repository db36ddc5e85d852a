import { useCallback, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from './api.ts'
import { useFading } from './staff-fading.ts'

export interface Actions {
  /** The name of what is under way. */
  busy: string | null
  problem: Problem | null
  /** Starts nothing while another is under way: undefined then. */
  run: <T>(name: string, work: () => Promise<Answer<T>>) => Promise<Answer<T> | undefined>
  dismiss: () => void
}

/**
 * One action at a time: a second press, however quick, starts nothing; a failure stays to be read as
 * long as it is true.
 */
export const useActions = (): Actions => {
  // Two presses come before the next rendering, so the lock is no state.
  const lock = useRef(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = useCallback(
    async <T>(name: string, work: () => Promise<Answer<T>>): Promise<Answer<T> | undefined> => {
      if (lock.current) return undefined
      lock.current = true
      setBusy(name)
      setProblem(null)
      const answer = await work()
      lock.current = false
      setBusy(null)
      if (!answer.ok) setProblem(answer.problem)
      return answer
    },
    [],
  )
  const dismiss = useCallback(() => setProblem(null), [])
  useFading(problem, dismiss)
  return { busy, problem, run, dismiss }
}
