import type { Estimate } from '../../src/live/events.ts'
import type { CentreInfo } from './centre.ts'
import { dateIn, dateName, localeOf } from './days.ts'
import { clockTime, isolate, type Language, sharedIn } from './i18n.ts'

type Closed = Pick<CentreInfo, 'opensAt' | 'timeZone'>

const DAY_MS = 86_400_000

/** When a closed centre opens next, as it is said at `now`; nothing where that is not known. */
export const opensNext = ({ opensAt, timeZone }: Closed, language: Language, now: Date): string => {
  if (opensAt === null) return ''
  const shared = sharedIn(language)
  const time = isolate(clockTime(opensAt, timeZone))
  const date = dateIn(timeZone, new Date(opensAt))
  if (date === dateIn(timeZone, now)) return shared('opensToday', { time })
  if (date === dateIn(timeZone, new Date(now.getTime() + DAY_MS)))
    return shared('opensTomorrow', { time })
  return shared('opensOn', { day: isolate(dateName(date, localeOf(language))), time })
}

/** What whoever has a number, or is about to take one, is told while the centre is closed. */
export const closedSentence = (centre: Closed, language: Language, now: Date): string => {
  const shared = sharedIn(language)
  const opens = opensNext(centre, language, now)
  return [shared('closedNow'), opens && `${opens}.`, shared('callsWhenOpen')]
    .filter(Boolean)
    .join(' ')
}

const MIN_MS = 60_000

/**
 * What the doors have to do with a wait: that they are closed, or close before it is likely to be
 * over; nothing where neither is so.
 */
export const doorsSentence = (
  centre: Pick<CentreInfo, 'open' | 'opensAt' | 'closesAt' | 'timeZone'>,
  { p50 }: Estimate,
  language: Language,
  now: Date,
): string | undefined => {
  if (!centre.open) return closedSentence(centre, language, now)
  const { closesAt, timeZone } = centre
  if (closesAt === null || p50 === null) return undefined
  if (now.getTime() + p50 * MIN_MS <= Date.parse(closesAt)) return undefined
  return sharedIn(language)('closesBefore', { time: isolate(clockTime(closesAt, timeZone)) })
}
