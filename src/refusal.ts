import type { RefusalCode } from './errors.ts'

/** A "no" with its reason: a value, not an exception. Its code is also the key of its sentences. */
export interface Refusal {
  refused: RefusalCode
  /** Facts for the sentence and the client: numbers and codes, never personal data. */
  details: Record<string, string | number>
  /** Where more than one thing is wrong with what was sent: all of them, this one among them. */
  faults?: readonly Refusal[]
}

/** So many faults are told at once. */
export const FAULTS_MAX = 20

export const refuse = (
  code: RefusalCode,
  details: Record<string, string | number> = {},
): Refusal => ({ refused: code, details })

/** One refusal of several faults, told as the first of them. @returns undefined where there is none */
export const refuseAll = (faults: readonly Refusal[]): Refusal | undefined => {
  const [first] = faults
  return first && faults.length > 1 ? { ...first, faults: faults.slice(0, FAULTS_MAX) } : first
}

export const isRefusal = (result: unknown): result is Refusal =>
  typeof result === 'object' && result !== null && 'refused' in result
