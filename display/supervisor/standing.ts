import type { CentreView } from '../../src/live/events.ts'

/** How a service stands against its target. */
export type Standing = 'nobody' | 'uncalled' | 'onTime' | 'filling' | 'near' | 'late'

/** From this share of the target on there is still time to do something. */
const NEAR_SHARE = 0.75
const MIN_MS = 60_000

/** Minutes that somebody has waited, to the millisecond: what is held to a target. */
export const waitedMin = (since: string, now: Date): number =>
  Math.max(0, (now.getTime() - Date.parse(since)) / MIN_MS)

/** The same in whole minutes, as it is shown; null when nobody waits. */
export const minutesSince = (since: string | null, now: Date): number | null =>
  since === null ? null : Math.floor(waitedMin(since, now))

type Counters = Pick<CentreView, 'counters'>

/** Open counters that call for a service. */
export const callingFor = ({ counters }: Counters, service: string): number =>
  counters.filter(({ state, services }) => state === 'open' && services.includes(service)).length

/** How the counters stand that serve a service: what can be done for those who wait for it. */
export interface Serving {
  /** They call for it. */
  open: number
  /** Of the open ones, those without a visitor. */
  free: number
  paused: number
  /** They could be opened for it. */
  closed: number
}

export const servingFor = (view: Counters, service: string): Serving => {
  const serving = view.counters.filter(({ serves }) => serves.includes(service))
  const inState = (state: string): number => serving.filter((one) => one.state === state).length
  return {
    open: callingFor(view, service),
    free: serving.filter(({ freeSince }) => freeSince !== null).length,
    paused: inState('paused'),
    closed: inState('closed'),
  }
}

/** Whether somebody has waited longer than they should. */
export const isLate = (longestMin: number, targetMin: number): boolean => longestMin > targetMin

/**
 * @param longestMin the longest wait there is now; null when nobody waits
 * @param calling open counters that call for it: without one no target will be met
 * @param expectedMin how long who comes now is likely to wait; null where it is not known
 */
export const standingOf = (
  longestMin: number | null,
  targetMin: number,
  calling: number,
  expectedMin: number | null = null,
): Standing => {
  if (longestMin === null) return 'nobody'
  if (calling === 0) return 'uncalled'
  if (isLate(longestMin, targetMin)) return 'late'
  if (longestMin >= targetMin * NEAR_SHARE) return 'near'
  return expectedMin !== null && isLate(expectedMin, targetMin) ? 'filling' : 'onTime'
}

/** How a service of a view stands. */
export const standingIn = (
  view: CentreView,
  { service, longestSince, targetMin, estimate }: CentreView['services'][number],
  now: Date,
): Standing => {
  const longestMin = longestSince === null ? null : waitedMin(longestSince, now)
  return standingOf(longestMin, targetMin, callingFor(view, service), estimate.p50)
}

/** Services whose queues have grown so long that their targets will not be met, while they still are. */
export const fillingIn = (view: CentreView, now: Date): string[] =>
  view.services
    .filter((one) => standingIn(view, one, now) === 'filling')
    .map(({ service }) => service)

/** A service that needs somebody to do something. */
export interface Alert {
  service: string
  waiting: number
  longestMin: number
  targetMin: number
  counters: Serving
}

/** Services over their target, and those that nobody calls for; the longest wait first. */
export const alertsOf = (view: CentreView, now: Date): Alert[] =>
  view.services
    .flatMap((one) => {
      const { service, waiting, longestSince, targetMin } = one
      const longestMin = minutesSince(longestSince, now)
      const standing = standingIn(view, one, now)
      const isBroken = standing === 'late' || standing === 'uncalled'
      return longestMin !== null && isBroken
        ? [{ service, waiting, longestMin, targetMin, counters: servingFor(view, service) }]
        : []
    })
    .sort((a, b) => b.longestMin - b.targetMin - (a.longestMin - a.targetMin))
