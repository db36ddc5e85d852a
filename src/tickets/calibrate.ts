import type { Estimate } from '../live/events.ts'

/** What was foretold when a ticket was issued, and how long it waited until its first call; minutes. */
export interface Kept {
  p50: number
  p90: number
  waited: number
}

/** By how much the ends of the range are stretched. */
export interface Calibration {
  p50: number
  p90: number
}

/** The newest waits that a centre is held to: those of an hour or two, as its day is now. */
export const KEPT_MAX = 120
/** Fewer say nothing of nine in ten. */
const KEPT_MIN = 20
const FACTOR = { min: 0.4, max: 4 }
/** Minutes that a short wait may be out without saying anything: nobody is called on the second. */
const GRACE_MIN = 2

export const AS_PLAYED: Calibration = { p50: 1, p90: 1 }

/** The factor that `part` of the waits kept to. Split conformal prediction: Vovk et al. 2005, ch. 4. */
const factorFor = (factors: number[], part: number): number => {
  factors.sort((a, b) => a - b)
  const at = Math.min(factors.length, Math.ceil(part * (factors.length + 1))) - 1
  return Math.min(FACTOR.max, Math.max(FACTOR.min, factors[at] ?? 1))
}

/**
 * What a centre's own record says of its estimates. A play knows the servings and nothing of breaks,
 * of staff who open later, of families and of whoever overtakes; the waits that came of it know all
 * of that. So half of them were no longer than the p50 that is told, and nine in ten than the p90.
 */
export const calibrationFrom = (record: readonly Kept[]): Calibration => {
  if (record.length < KEPT_MIN) return AS_PLAYED
  const out = (waited: number, told: number) => (waited + GRACE_MIN) / (told + GRACE_MIN)
  return {
    p50: factorFor(
      record.map(({ waited, p50 }) => out(waited, p50)),
      0.5,
    ),
    p90: factorFor(
      record.map(({ waited, p90 }) => out(waited, p90)),
      0.9,
    ),
  }
}

/** A range as it is told: stretched by what the record says, in whole minutes. */
export const calibrated = ({ p50, p90 }: Estimate, by: Calibration): Estimate => {
  if (p50 === null || p90 === null) return { p50, p90 }
  const stretched = (minutes: number, factor: number) =>
    Math.max(0, Math.round((minutes + GRACE_MIN) * factor - GRACE_MIN))
  const half = stretched(p50, by.p50)
  return { p50: half, p90: Math.max(half, stretched(p90, by.p90)) }
}
