import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, isPassing, type Problem } from './api.ts'
import { useLanguageChange, useShared } from './i18n.ts'

/** What the browser's tab and its list of pages say. */
export const usePageTitle = (title: string): void => {
  const shared = useShared()
  const whole = `${title} · ${shared('product')}`
  useEffect(() => {
    document.title = whole
  }, [whole])
}

/** The time, moving on every `everyMs`. */
export const useNow = (everyMs: number): Date => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

export interface Loaded<T> {
  /** The newest that could be read; it stays while a later try fails. */
  value: T | undefined
  problem: Problem | undefined
  reload: () => void
}

const AGAIN_MS = 4_000

/**
 * Reads something and keeps it: again every `everyMs` (never, when 0), and by itself after a
 * failure that may pass. `key` names what is read; another key starts anew.
 */
export const useLoaded = <T>(
  key: string,
  read: (signal: AbortSignal) => Promise<Answer<T>>,
  everyMs = 0,
): Loaded<T> => {
  const [value, setValue] = useState<T | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [turn, setTurn] = useState(0)
  const latest = useRef(read)
  latest.current = read
  const keyShown = useRef(key)

  useEffect(() => {
    if (keyShown.current !== key) {
      keyShown.current = key
      setValue(undefined)
      setProblem(undefined)
    }
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = async (): Promise<void> => {
      const answer = await latest.current(stop.signal)
      if (stop.signal.aborted) return
      if (answer.ok) setValue(answer.value)
      setProblem(answer.ok ? undefined : answer.problem)
      const pauseMs = !answer.ok && isPassing(answer.problem) ? AGAIN_MS : everyMs
      if (pauseMs > 0) timer = setTimeout(() => void load(), pauseMs)
    }
    void load()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [key, everyMs, turn])

  const reload = useCallback(() => setTurn((count) => count + 1), [])
  useLanguageChange(() => {
    if (!problem) return
    setProblem(undefined)
    reload()
  })
  return { value, problem, reload }
}

/** Calls back when the page is looked at again after it was hidden or asleep. */
export const useWake = (onWake: () => void): void => {
  const latest = useRef(onWake)
  latest.current = onWake
  useEffect(() => {
    const listener = () => {
      if (document.visibilityState === 'visible') latest.current()
    }
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) latest.current()
    }
    document.addEventListener('visibilitychange', listener)
    addEventListener('pageshow', shown)
    return () => {
      document.removeEventListener('visibilitychange', listener)
      removeEventListener('pageshow', shown)
    }
  }, [])
}
