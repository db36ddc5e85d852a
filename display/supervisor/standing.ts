import type { CentreView } from '../../src/live/events.ts'

/** How a service stands against its target. */
export type Standing = 'nobody' | 'uncalled' | 'onTime' | 'near' | 'late'

/** From this share of the target on there is still time to do something. */
const NEAR_SHARE = 0.75
const MIN_MS = 60_000

/** Whole minutes that somebody has waited; null when nobody does. */
export const minutesSince = (since: string | null, now: Date): number | null =>
  since === null ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / MIN_MS))

/** Open counters that call for a service. */
export const callingFor = ({ counters }: Pick<CentreView, 'counters'>, service: string): number =>
  counters.filter(({ state, services }) => state === 'open' && services.includes(service)).length

/** Whether somebody has waited longer than they should. */
export const isLate = (longestMin: number, targetMin: number): boolean => longestMin > targetMin

/**
 * @param longestMin the longest wait there is now; null when nobody waits
 * @param calling open counters that call for it: without one no target will be met
 */
export const standingOf = (
  longestMin: number | null,
  targetMin: number,
  calling: number,
): Standing => {
  if (longestMin === null) return 'nobody'
  if (calling === 0) return 'uncalled'
  if (isLate(longestMin, targetMin)) return 'late'
  return longestMin >= targetMin * NEAR_SHARE ? 'near' : 'onTime'
}

/** A service that needs somebody to do something. */
export interface Alert {
  service: string
  waiting: number
  longestMin: number
  targetMin: number
  /** Open counters that call for it. */
  counters: number
}

/** Services over their target, and those that nobody calls for; the longest wait first. */
export const alertsOf = (view: CentreView, now: Date): Alert[] =>
  view.services
    .flatMap(({ service, waiting, longestSince, targetMin }) => {
      const longestMin = minutesSince(longestSince, now)
      if (longestMin === null) return []
      const counters = callingFor(view, service)
      const standing = standingOf(longestMin, targetMin, counters)
      const isBroken = standing === 'late' || standing === 'uncalled'
      return isBroken ? [{ service, waiting, longestMin, targetMin, counters }] : []
    })
    .sort((a, b) => b.longestMin - b.targetMin - (a.longestMin - a.targetMin))
