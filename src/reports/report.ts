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
 * each stretch, by its length, when it is over (`waiting 300`: within 300 seconds). A stretch of waiting
 * counts as `waiting` when a call ended it, and as `uncalled` when its visitor left, was parked from
 * the line, or the day was closed.
 */
export type CountKey =
  | 'issued'
  | 'served'
  | 'no_show'
  | 'left'
  | `${SpanKind | 'uncalled'} ${number}`

/** How often each of them happened, in an hour or in many. */
export type Tally = Partial<Record<CountKey, number>>

/** One thing to be counted. */
export interface VisitStep {
  serviceId: string
  key: CountKey
}

/** The counts of one service in one hour. */
export interface VisitHour {
  day: string
  hour: number
  serviceId: string
  counts: Tally
}

/** Within how many seconds a stretch was over, of those lengths that are told apart. */
export const secondsFor = (ms: number): number =>
  LENGTHS_SEC.find((seconds) => ms <= seconds * 1000) ?? LONGER_SEC

type Stretch = Omit<Span, 'counterId' | 'staffId'>

/** What is counted of a stretch that is over. */
export const stretchStep = ({ serviceId, kind, fromAt, toAt }: Stretch): VisitStep => ({
  serviceId,
  key: `${kind} ${secondsFor(toAt - fromAt)}`,
})

/** What is counted of a move: the stretch that it ended, and the ticket if that ended with it. */
export const stepsOfMove = (
  span: Stretch | null,
  { state, serviceId }: { state: TicketState; serviceId: string },
): VisitStep[] => {
  const steps: VisitStep[] = []
  if (span?.kind === 'waiting' && state !== 'called')
    steps.push({
      serviceId: span.serviceId,
      key: `uncalled ${secondsFor(span.toAt - span.fromAt)}`,
    })
  else if (span) steps.push(stretchStep(span))
  if (state === 'served' || state === 'no_show' || state === 'left')
    steps.push({ serviceId, key: state })
  return steps
}

const isKey = (key: string): key is CountKey => key !== ''

/** Adds what happened to what is known. */
export const addTally = (into: Tally, more: Tally): void => {
  for (const [key, count = 0] of Object.entries(more))
    if (isKey(key)) into[key] = (into[key] ?? 0) + count
}

/** The hours put together by what of them is asked for, in the order in which it first comes. */
export const tallyBy = <K>(
  hours: readonly VisitHour[],
  keyOf: (hour: VisitHour) => K,
  into = new Map<K, Tally>(),
): Map<K, Tally> => {
  for (const hour of hours) {
    const key = keyOf(hour)
    const known = into.get(key)
    if (known) addTally(known, hour.counts)
    else into.set(key, { ...hour.counts })
  }
  return into
}

export const tallyOf = (all: Iterable<Tally>): Tally => {
  const total: Tally = {}
  for (const one of all) addTally(total, one)
  return total
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

/** The lengths of one kind of stretch, and how often each was counted. */
const stretches = (tally: Tally, kind: SpanKind): { upTo: number; count: number }[] =>
  Object.entries(tally)
    .filter(([key]) => key.startsWith(`${kind} `))
    .map(([key, count = 0]) => ({ upTo: Number(key.slice(kind.length)), count }))

const countOf = (counts: readonly { count: number }[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0)

const lengthsOf = (tally: Tally, kind: SpanKind): Lengths => {
  const some = stretches(tally, kind)
  const within = (share: number): number | null => {
    const seconds = lengthAt(some, share)
    return seconds === LONGER_SEC ? null : seconds
  }
  return { count: countOf(some), p50Sec: within(0.5), p90Sec: within(0.9) }
}

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

export const figuresOf = (tally: Tally): VisitFigures => {
  const waiting = lengthsOf(tally, 'waiting')
  return {
    issued: tally.issued ?? 0,
    // Each call ends a stretch of waiting.
    called: waiting.count,
    served: tally.served ?? 0,
    noShow: tally.no_show ?? 0,
    left: tally.left ?? 0,
    waiting,
    walking: lengthsOf(tally, 'walking'),
    serving: lengthsOf(tally, 'serving'),
    wrapUp: lengthsOf(tally, 'wrap_up'),
  }
}

/**
 * The share, from 0 to 1, of those called who surely waited no longer than a service's target; null
 * when nobody was called. A target between two lengths is held to the shorter one.
 */
export const withinTarget = (tally: Tally, targetMin: number): number | null => {
  const waits = stretches(tally, 'waiting')
  const called = countOf(waits)
  if (called === 0) return null
  const inTime = waits.filter(({ upTo }) => upTo <= targetMin * MIN_SEC)
  return Math.round((countOf(inTime) / called) * 1000) / 1000
}

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

/** Every hour from the first to the last of some, in the order of the business day. */
export const hoursThrough = (some: Iterable<number>, dayEndsAtMin: number): number[] => {
  const places = [...some].map((hour) => hourPlace(hour, dayEndsAtMin))
  const [first, last] = [Math.min(...places), Math.max(...places)]
  return Array.from({ length: 24 }, (_, at) => (at + Math.floor(dayEndsAtMin / 60)) % 24).filter(
    (_, place) => place >= first && place <= last,
  )
}
