import type { CentreInfo } from './centre.ts'
import { dateIn, dateName, localeOf } from './days.ts'
import { isolate, type Language, sharedIn } from './i18n.ts'

/** The answer to `POST /api/card-status`. */
export interface CardStatus {
  state: 'ready' | 'not_here' | 'other_centre' | 'collected' | 'unknown'
  centre?: string
  section?: string
  /** The last day on which a ready card is kept, where its centre is: `2026-11-28`. */
  keptUntil?: string
}

/** Until when a card is kept, as it is said at `now`; nothing where that is not known. */
export const keptSentence = (
  { keptUntil }: Pick<CardStatus, 'keptUntil'>,
  { timeZone }: Pick<CentreInfo, 'timeZone'>,
  language: Language,
  now: Date,
): string => {
  if (keptUntil === undefined) return ''
  const shared = sharedIn(language)
  const today = dateIn(timeZone, now)
  if (keptUntil === today) return shared('keptUntilToday')
  const isThisYear = keptUntil.slice(0, 4) === today.slice(0, 4)
  const day = isolate(dateName(keptUntil, localeOf(language), isThisYear ? undefined : 'year'))
  return shared(keptUntil < today ? 'keptNoLonger' : 'keptUntil', { day })
}
