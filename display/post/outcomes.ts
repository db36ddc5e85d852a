import { useCallback, useRef, useState } from 'preact/hooks'
import type { Problem } from '../shared/api.ts'
import { soundBad, soundGood } from '../shared/sound.ts'
import { isSilent, useLanguageSwitch, useReturn } from '../shared/staff-fading.ts'
import type { PostText } from './texts.ts'

/** A sentence that is made when it is shown, in the language that the page has then. */
export type Words = (text: PostText) => string

/** What a scan came to, as large as a person in motion reads it. */
export interface Outcome {
  id: number
  /** `hold`: half a pair; `told`: an answer that changes nothing. */
  tone: 'good' | 'bad' | 'hold' | 'told'
  title: Words
  code: string
  details: Words[]
  /** The slot that is free in its stead: larger than what could not be done. */
  suggested?: string
  /** The scan that can be taken back. */
  scanId?: string
  /** The pick whose card it says to be in hand. */
  pick?: string
  /** Why it did not work; its sentence is in the language it was asked in. */
  problem?: Problem
  /** No longer true, so no longer large. */
  isOver?: boolean
}

const SHOWN_MAX = 5

const sound = ({ tone }: Pick<Outcome, 'tone'>): void => {
  if (tone === 'good') soundGood()
  if (tone === 'bad') soundBad()
}

/** The newest outcomes, newest first. */
export const useOutcomes = () => {
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const ordinal = useRef(0)
  const tell = useCallback((outcome: Omit<Outcome, 'id'>): number => {
    ordinal.current += 1
    const id = ordinal.current
    setOutcomes((before) => [{ ...outcome, id }, ...before].slice(0, SHOWN_MAX))
    sound(outcome)
    return id
  }, [])
  /** Says an outcome in other words, once more is known of it. */
  const amend = useCallback((id: number, change: Partial<Outcome>): void => {
    setOutcomes((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)))
  }, [])
  /** Says more of an outcome once it is known. */
  const addTo = useCallback((id: number, ...details: Words[]): void => {
    setOutcomes((before) =>
      before.map((one) =>
        one.id === id ? { ...one, details: [...one.details, ...details] } : one,
      ),
    )
  }, [])
  /** Takes an outcome's word back: it turned out to be another. */
  const correct = useCallback((id: number, outcome: Omit<Outcome, 'id'>): void => {
    setOutcomes((before) => before.map((one) => (one.id === id ? { ...outcome, id } : one)))
    sound(outcome)
  }, [])
  const forget = useCallback((isForgotten: (outcome: Outcome) => boolean): void => {
    setOutcomes((before) => before.filter((outcome) => !isForgotten(outcome)))
  }, [])
  /** Makes outcomes small: they were true, and are no longer. */
  const settle = useCallback((isSettled: (outcome: Outcome) => boolean): void => {
    setOutcomes((before) =>
      before.map((one) => (!one.isOver && isSettled(one) ? { ...one, isOver: true } : one)),
    )
  }, [])
  useReturn(() => settle(({ problem }) => problem !== undefined && isSilent(problem)))
  useLanguageSwitch(() => forget(({ problem }) => problem !== undefined))
  return { outcomes, tell, addTo, amend, correct, settle, forget }
}
