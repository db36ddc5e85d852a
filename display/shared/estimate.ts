import { durationText, HOUR_MIN, rangeTexts, roundedEnd, shortRange } from '../../src/duration.ts'
import type { Estimate } from '../../src/live/events.ts'
import type { Language, SharedKey, Translate } from './i18n.ts'

export const isKnown = ({ p50, p90 }: Estimate): boolean => p50 !== null || p90 !== null

/** An estimate as a range in words: honest about not knowing, never one false number. */
export const estimateSentence = (
  { p50, p90 }: Estimate,
  shared: Translate<SharedKey>,
  language: Language,
): string => {
  const most = p90 ?? p50
  if (most === null) return shared('unknownWait')
  // Nobody says that they wait from nothing to something.
  if (p50 === 0 && most > 0) return shared('waitUpTo', { time: durationText(most, language) })
  if (p50 !== null && p90 !== null && p50 !== p90)
    return shared('waitRange', rangeTexts(p50, p90, language))
  return most === 0
    ? shared('waitUnderMinute')
    : shared('waitAbout', { time: durationText(most, language) })
}

/** The same where room is short: from 100 minutes on in whole hours. */
export const estimateBriefly = (
  estimate: Estimate,
  shared: Translate<SharedKey>,
  language: Language,
): string => {
  const { p50, p90 } = estimate
  const most = p90 ?? p50 ?? 0
  if (most < HOUR_MIN) return estimateSentence(estimate, shared, language)
  if (p50 === 0) return shared('waitUpTo', { time: durationText(roundedEnd(most), language) })
  const least = p50 ?? most
  const time =
    least === most
      ? durationText(roundedEnd(most), language)
      : shortRange(least, most, language, 'genitive')
  return shared('waitAbout', { time })
}

/** The same where its name stands beside it already. */
export const estimateBeside = (
  estimate: Estimate,
  shared: Translate<SharedKey>,
  language: Language,
): string =>
  isKnown(estimate) ? estimateSentence(estimate, shared, language) : shared('unknownYet')
