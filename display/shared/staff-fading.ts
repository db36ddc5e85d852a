import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from './api.ts'
import { useLanguage } from './i18n.ts'
import { useConnection } from './live-hooks.ts'
import { onAnswered } from './session.ts'

/** Whether nothing came back: then nobody knows whether it was done. */
export const isSilent = ({ code }: Pick<Problem, 'code'>): boolean =>
  code === 'unreachable' || code === 'timed_out'

/** Calls back when the server is there again: the connection came back, or it answered anything. */
export const useReturn = (onReturn: () => void): void => {
  const latest = useRef(onReturn)
  latest.current = onReturn
  const { state } = useConnection()
  useEffect(() => {
    if (state === 'connected') latest.current()
  }, [state])
  useEffect(() => onAnswered(() => latest.current()), [])
}

/** Calls back when the page's language was switched: what the server said is in the other one. */
export const useLanguageSwitch = (onSwitch: () => void): void => {
  const latest = useRef(onSwitch)
  latest.current = onSwitch
  const language = useLanguage()
  const shown = useRef(language)
  useEffect(() => {
    if (shown.current === language) return
    shown.current = language
    latest.current()
  }, [language])
}

/**
 * Takes a failure away once it says nothing any more: a silence when the server is there again (the
 * page shows then what was done), and any sentence when the page speaks another language.
 */
export const useFading = (problem: Problem | null | undefined, clear: () => void): void => {
  useReturn(() => {
    if (problem && isSilent(problem)) clear()
  })
  useLanguageSwitch(clear)
}
