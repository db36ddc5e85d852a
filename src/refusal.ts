import type { RefusalCode } from './errors.ts'

/** A "no" with its reason: a value, not an exception. Its code is also the key of its sentences. */
export interface Refusal {
  refused: RefusalCode
  /** Facts for the sentence and the client: numbers and codes, never personal data. */
  details: Record<string, string | number>
}

export const refuse = (
  code: RefusalCode,
  details: Record<string, string | number> = {},
): Refusal => ({ refused: code, details })

export const isRefusal = (result: unknown): result is Refusal =>
  typeof result === 'object' && result !== null && 'refused' in result
