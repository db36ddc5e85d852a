import type { Estimate } from '../../src/live/events.ts'
import type { SharedKey, Translate } from './i18n.ts'

export const isKnown = ({ p50, p90 }: Estimate): boolean => p50 !== null || p90 !== null

/** An estimate as a range in words: honest about not knowing, never one false number. */
export const estimateSentence = (estimate: Estimate, shared: Translate<SharedKey>): string => {
  const { p50, p90 } = estimate
  if (p90 === null)
    return p50 === null ? shared('unknownWait') : shared('upToMinutes', { count: p50 })
  if (p50 === null || p50 === p90) return shared('upToMinutes', { count: p90 })
  return shared('rangeMinutes', { from: p50, to: p90 })
}

/** The same where its name stands beside it already. */
export const estimateBeside = (estimate: Estimate, shared: Translate<SharedKey>): string =>
  isKnown(estimate) ? estimateSentence(estimate, shared) : shared('unknownYet')
