import { weekdayOf } from '../../src/centres/opening.ts'
import type { Estimate } from '../../src/live/events.ts'
import type { CentreInfo } from './centre.ts'
import { dateIn, dateName, localeOf } from './days.ts'
import { clockTime, isolate, type Language, type SharedKey, sharedIn } from './i18n.ts'

type Closed = Pick<CentreInfo, 'opensAt' | 'dayEndsAt' | 'timeZone' | 'hours' | 'holidays'>

const DAY_MS = 86_400_000

/** When a closed centre opens next, as it is said at `now`; nothing where that is not known. */
export const opensNext = (
  { opensAt, timeZone }: Pick<Closed, 'opensAt' | 'timeZone'>,
  language: Language,
  now: Date,
): string => {
  if (opensAt === null) return ''
  const shared = sharedIn(language)
  const time = isolate(clockTime(opensAt, timeZone))
  const date = dateIn(timeZone, new Date(opensAt))
  if (date === dateIn(timeZone, now)) return shared('opensToday', { time })
  if (date === dateIn(timeZone, new Date(now.getTime() + DAY_MS)))
    return shared('opensTomorrow', { time })
  return shared('opensOn', { day: isolate(dateName(date, localeOf(language))), time })
}

const closedKey = ({ opensAt, timeZone, hours, holidays }: Closed, now: Date): SharedKey => {
  const today = dateIn(timeZone, now)
  if (holidays[today] === null) return 'closedOnHoliday'
  if (opensAt === null || dateIn(timeZone, new Date(opensAt)) === today) return 'closedNow'
  return holidays[today] || hours[weekdayOf(today)] ? 'closedForToday' : 'closedToday'
}

/** That a centre is closed, as far as it is: for the moment, for the rest of the day, or all of it. */
export const closedWords = (centre: Closed, language: Language, now: Date): string =>
  sharedIn(language)(closedKey(centre, now))

/**
 * Whether a closed centre does not open any more before the numbers of its day are over, so that one
 * taken now is of use to nobody but whoever is still in the building. Before the doors open in the
 * morning it is different: that number is called today.
 */
export const isOverForToday = ({
  open,
  opensAt,
  dayEndsAt,
}: Pick<CentreInfo, 'open' | 'opensAt' | 'dayEndsAt'>): boolean =>
  !open && opensAt !== null && Date.parse(opensAt) >= Date.parse(dayEndsAt)

/** What whoever has a number, or is about to take one, is told while the centre is closed. */
export const closedSentences = (centre: Closed, language: Language, now: Date): string[] => {
  const shared = sharedIn(language)
  const opens = opensNext(centre, language, now)
  const isOver = isOverForToday({ ...centre, open: false })
  return [
    `${closedWords(centre, language, now)}.`,
    opens && `${opens}.`,
    shared(isOver ? 'countsToday' : 'callsWhenOpen'),
  ].filter(Boolean)
}

/** The same in one line. */
export const closedSentence = (...of: Parameters<typeof closedSentences>): string =>
  closedSentences(...of).join(' ')

const MIN_MS = 60_000

/**
 * What the doors have to do with a wait: that they are closed, or close before it is likely to be
 * over; nothing where neither is so.
 */
export const doorsSentence = (
  centre: Closed & Pick<CentreInfo, 'open' | 'closesAt'>,
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
