/** How a service stands against its target. */
export type Standing = 'nobody' | 'onTime' | 'near' | 'late'

/** From this share of the target on there is still time to do something. */
const NEAR_SHARE = 0.75

/** @param longestMin the longest wait there is now; null when nobody waits */
export const standingOf = (longestMin: number | null, targetMin: number): Standing => {
  if (longestMin === null) return 'nobody'
  if (longestMin > targetMin) return 'late'
  return longestMin >= targetMin * NEAR_SHARE ? 'near' : 'onTime'
}
