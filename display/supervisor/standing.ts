import type { CentreView } from '../../src/live/events.ts'

/** How a service stands against its target. */
export type Standing = 'nobody' | 'onTime' | 'near' | 'late'

/** From this share of the target on there is still time to do something. */
const NEAR_SHARE = 0.75
const MIN_MS = 60_000

/** Whole minutes that somebody has waited; null when nobody does. */
export const minutesSince = (since: string | null, now: Date): number | null =>
  since === null ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / MIN_MS))

/** @param longestMin the longest wait there is now; null when nobody waits */
export const standingOf = (longestMin: number | null, targetMin: number): Standing => {
  if (longestMin === null) return 'nobody'
  if (longestMin > targetMin) return 'late'
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
export const alertsOf = ({ services, counters }: CentreView, now: Date): Alert[] =>
  services
    .flatMap(({ service, waiting, longestSince, targetMin }) => {
      const longestMin = minutesSince(longestSince, now)
      if (longestMin === null) return []
      const calling = counters.filter(
        (one) => one.state === 'open' && one.services.includes(service),
      ).length
      const isBroken = standingOf(longestMin, targetMin) === 'late' || calling === 0
      return isBroken ? [{ service, waiting, longestMin, targetMin, counters: calling }] : []
    })
    .sort((a, b) => b.longestMin - b.targetMin - (a.longestMin - a.targetMin))
