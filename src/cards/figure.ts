import { lengthAt } from '../reports/report.ts'
import type { CustodyAction } from './card.ts'

const HOUR_MS = 60 * 60_000

/**
 * Lengths of time that are told apart, in hours, each up to and including: fine where a working day
 * is at stake, coarse where weeks are.
 */
const LENGTHS_H = [1, 2, 4, 8, ...[1, 2, 3, 7, 14, 30, 60, 90].map((days) => days * 24)]
/** What is longer than all of them, in hours: no card lies for a century. */
const LONGER_H = 1_000_000

/** Days on the shelf up to which cards are counted together; the last has no end. */
export const AGES_DAYS = [7, 30, 60, 90] as const

/**
 * What is counted by the day: each step of a card, how long two of its stretches took, and picks whose
 * card was not in its slot.
 */
export type Counted = CustodyAction | 'to_shelf' | 'to_handover' | 'not_found'

/** A count of one day; `upToHours` says how long a stretch took, and is 0 for a step. */
export interface DayCount {
  day: string
  kind: Counted
  upToHours: number
  count: number
}

/** Within how many hours a stretch was over, of those that are told apart. */
export const hoursFor = (ms: number): number =>
  LENGTHS_H.find((hours) => ms <= hours * HOUR_MS) ?? LONGER_H

/** How long a stretch took, of so many: within `p50Hours` for half of them; null: longer, or none. */
export interface Stretch {
  count: number
  p50Hours: number | null
  p90Hours: number | null
}

/** The lengths of a stretch over all days, as the upper end of what they fall into. */
export const stretchOf = (counts: readonly DayCount[], kind: Counted): Stretch => {
  const some = counts
    .filter((one) => one.kind === kind)
    .map(({ upToHours, count }) => ({ upTo: upToHours, count }))
  const count = some.reduce((sum, one) => sum + one.count, 0)
  const within = (share: number): number | null => {
    const hours = lengthAt(some, share)
    return hours === LONGER_H ? null : hours
  }
  return { count, p50Hours: within(0.5), p90Hours: within(0.9) }
}

const stepKinds = ['received', 'shelved', 'picked', 'handed_over', 'missing', 'found'] as const
export type StepCounts = Record<(typeof stepKinds)[number], number>

const nothing = (): StepCounts => ({
  received: 0,
  shelved: 0,
  picked: 0,
  handed_over: 0,
  missing: 0,
  found: 0,
})

const isStep = (kind: string): kind is keyof StepCounts =>
  (stepKinds as readonly string[]).includes(kind)

/** The steps by day, or by what else of a day is asked for; in its order, without gaps filled. */
export const stepsBy = (
  counts: readonly DayCount[],
  keyOf: (day: string) => string,
): { key: string; steps: StepCounts }[] => {
  const all = new Map<string, StepCounts>()
  for (const { day, kind, count } of counts) {
    if (!isStep(kind)) continue
    const key = keyOf(day)
    const steps = all.get(key) ?? nothing()
    steps[kind] += count
    all.set(key, steps)
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, steps]) => ({ key, steps }))
}

/** `2026-11` of `2026-11-24`. */
export const monthOf = (day: string): string => day.slice(0, 7)

/**
 * Searches that known slots spared: a card that was picked lay where the log said. One that did not
 * had to be searched for by hand, as every card had to be before. Cards that a plant never sent, or
 * that a stocktake misses, are missing as well, but nobody stood there and waited.
 */
export const searchesOf = (counts: readonly DayCount[]): { avoided: number; needed: number } => {
  const total = (kind: Counted) =>
    counts.reduce((sum, one) => (one.kind === kind ? sum + one.count : sum), 0)
  return { avoided: total('picked'), needed: total('not_found') }
}
