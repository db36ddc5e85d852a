import type { Span, SpanKind, TicketState } from '../tickets/ticket.ts'

const DAY_MS = 24 * 60 * 60_000
const MIN_SEC = 60

/**
 * Lengths of time that are told apart, in seconds, each up to and including: by the minute where a
 * service has its target, coarse where nothing is left to be said but that it was long.
 */
const LENGTHS_SEC = [
  15,
  30,
  ...[1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 180, 240].map(
    (minutes) => minutes * MIN_SEC,
  ),
]
/** The longest length that is told apart; what is longer is known to be longer, and no more. */
export const LONGEST_SEC = 240 * MIN_SEC
/** What is longer than all of them. */
const LONGER_SEC = 1_000_000

/** The most days that one report covers: a year, its leap day included. */
export const REPORT_DAYS_MAX = 366

/**
 * What is counted of visits by the hour in which it happened: tickets issued and how they ended, and
 * each stretch, by its length, when it is over. A stretch of waiting counts as `waiting` when a call
 * ended it, and as `uncalled` when its visitor left, was parked from the line, or the day was closed.
 */
export type VisitKind = 'issued' | 'served' | 'no_show' | 'left' | 'uncalled' | SpanKind

/** A count, of any hours and services; `upToSec` says how long a stretch took, else it is 0. */
export interface VisitCount {
  kind: VisitKind
  upToSec: number
  count: number
}

/** One thing to be counted. */
export interface VisitStep {
  serviceId: string
  kind: VisitKind
  upToSec: number
}

/** Within how many seconds a stretch was over, of those lengths that are told apart. */
export const secondsFor = (ms: number): number =>
  LENGTHS_SEC.find((seconds) => ms <= seconds * 1000) ?? LONGER_SEC

export const issuedStep = (serviceId: string): VisitStep => ({
  serviceId,
  kind: 'issued',
  upToSec: 0,
})

type Stretch = Omit<Span, 'counterId' | 'staffId'>

/** What is counted of a stretch that is over. */
export const stretchStep = ({ serviceId, kind, fromAt, toAt }: Stretch): VisitStep => ({
  serviceId,
  kind,
  upToSec: secondsFor(toAt - fromAt),
})

/** What is counted of a move: the stretch that it ended, and the ticket if that ended with it. */
export const stepsOfMove = (
  span: Stretch | null,
  { state, serviceId }: { state: TicketState; serviceId: string },
): VisitStep[] => {
  const steps: VisitStep[] = []
  if (span) {
    const isUncalled = span.kind === 'waiting' && state !== 'called'
    steps.push({ ...stretchStep(span), ...(isUncalled && { kind: 'uncalled' }) })
  }
  if (state === 'served' || state === 'no_show' || state === 'left')
    steps.push({ serviceId, kind: state, upToSec: 0 })
  return steps
}

/**
 * The end of the length into which a share of counted things falls, from the shortest on; null when
 * there is nothing counted.
 */
export const lengthAt = (
  counts: readonly { upTo: number; count: number }[],
  share: number,
): number | null => {
  const total = counts.reduce((sum, one) => sum + one.count, 0)
  let passed = 0
  for (const { upTo, count } of counts.toSorted((a, b) => a.upTo - b.upTo)) {
    passed += count
    if (count > 0 && passed >= share * total) return upTo
  }
  return null
}

/** How long stretches took: over within `p50Sec` for half of them; null: longer, or none. */
export interface Lengths {
  count: number
  p50Sec: number | null
  p90Sec: number | null
}

const lengthsOf = (counts: readonly VisitCount[], kind: SpanKind): Lengths => {
  const some = counts
    .filter((one) => one.kind === kind)
    .map(({ upToSec, count }) => ({ upTo: upToSec, count }))
  const within = (share: number): number | null => {
    const seconds = lengthAt(some, share)
    return seconds === LONGER_SEC ? null : seconds
  }
  return {
    count: some.reduce((sum, one) => sum + one.count, 0),
    p50Sec: within(0.5),
    p90Sec: within(0.9),
  }
}

const countOf = (counts: readonly VisitCount[], kind: VisitKind): number =>
  counts.reduce((sum, one) => (one.kind === kind ? sum + one.count : sum), 0)

/** What happened to visitors, in figures. */
export interface VisitFigures {
  issued: number
  called: number
  served: number
  noShow: number
  left: number
  waiting: Lengths
  walking: Lengths
  serving: Lengths
  wrapUp: Lengths
}

export const figuresOf = (counts: readonly VisitCount[]): VisitFigures => {
  const waiting = lengthsOf(counts, 'waiting')
  return {
    issued: countOf(counts, 'issued'),
    // Each call ends a stretch of waiting.
    called: waiting.count,
    served: countOf(counts, 'served'),
    noShow: countOf(counts, 'no_show'),
    left: countOf(counts, 'left'),
    waiting,
    walking: lengthsOf(counts, 'walking'),
    serving: lengthsOf(counts, 'serving'),
    wrapUp: lengthsOf(counts, 'wrap_up'),
  }
}

/**
 * The share, from 0 to 1, of those called who surely waited no longer than a service's target; null
 * when nobody was called. A target between two lengths is held to the shorter one.
 */
export const withinTarget = (counts: readonly VisitCount[], targetMin: number): number | null => {
  const waits = counts.filter(({ kind }) => kind === 'waiting')
  const called = countOf(waits, 'waiting')
  if (called === 0) return null
  const inTime = waits.filter(({ upToSec }) => upToSec <= targetMin * MIN_SEC)
  return Math.round((countOf(inTime, 'waiting') / called) * 1000) / 1000
}

/** Counts by what of them is asked for, in the order in which it first comes. */
export const grouped = <K, C extends VisitCount>(
  counts: readonly C[],
  keyOf: (one: C) => K,
): Map<K, C[]> => Map.groupBy(counts, keyOf)

/** `2026-11-24` so many days later, by the calendar alone. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(Date.parse(day)).getUTCDay() || 7

/** Days from one to another, both included; none when they are the wrong way round. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1)

/** How many days are read at once: so long that others wait behind it is not noticed. */
const SLICE_DAYS = 31

/** A range in slices, each from a day to another, both included. */
export const slicesOf = (from: string, to: string): { from: string; to: string }[] => {
  const days = daysBetween(from, to)
  return Array.from({ length: Math.ceil(days / SLICE_DAYS) }, (_, at) => ({
    from: dayAfter(from, at * SLICE_DAYS),
    to: dayAfter(from, Math.min(days, (at + 1) * SLICE_DAYS) - 1),
  }))
}

/** Where an hour stands in a business day that ends so many minutes after midnight. */
export const hourPlace = (hour: number, dayEndsAtMin: number): number =>
  (hour - Math.floor(dayEndsAtMin / 60) + 24) % 24
