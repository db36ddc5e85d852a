import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, isPassing, type Problem } from './api.ts'
import { useLanguageChange, useShared } from './i18n.ts'
import { type Connection, live, type Refused, type ViewKind, type Views } from './live.ts'

/** The state of the live connection; renders again when it changes. */
export const useConnection = (): Connection => {
  const [connection, setConnection] = useState(live.connection())
  useEffect(() => {
    setConnection(live.connection())
    return live.onConnection(() => setConnection(live.connection()))
  }, [])
  return connection
}

const LOST_SHOWN_AFTER_MS = 1_500

/** Whether the connection has been lost for longer than a blink. */
export const useAway = (): boolean => {
  const { state } = useConnection()
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    setAway(false)
    if (state !== 'lost') return undefined
    const timer = setTimeout(() => setAway(true), LOST_SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [state])
  return isAway
}

/** One live view: undefined until the first arrives. An empty id watches nothing. */
export const useView = <K extends ViewKind>(
  kind: K,
  id: string,
  secret?: string,
): { view: Views[K] | undefined; refused: Refused | undefined } => {
  const [view, setView] = useState<Views[K] | undefined>(undefined)
  const [refused, setRefused] = useState<Refused | undefined>(undefined)
  useEffect(() => {
    setView(undefined)
    setRefused(undefined)
    if (id === '') return undefined
    return live.watch(kind, id, {
      onView: (next) => setView(next),
      onRefused: setRefused,
      ...(secret !== undefined && { secret }),
    })
  }, [kind, id, secret])
  return { view, refused }
}

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
