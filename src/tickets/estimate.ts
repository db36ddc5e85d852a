import type { Estimate } from '../live/events.ts'
import { type Candidate, callOrder, choose } from './choose.ts'
import type { TicketClass } from './ticket.ts'

/** A counter that calls, as far as the play needs it. */
export interface PlayCounter {
  services: readonly string[]
  /** The service of the visitor at it and since when they are there; null: it is free. */
  busy: { serviceId: string; since: number } | null
}

export interface Play {
  now: number
  waiting: readonly Candidate[]
  counters: readonly PlayCounter[]
  rates: Record<TicketClass, number>
  /** Recent durations of each service, milliseconds; never empty (see `durationsOr`). */
  durations: ReadonlyMap<string, readonly number[]>
  /** The services a newcomer may ask for. */
  services: readonly string[]
}

export interface Outlook {
  /** For somebody who comes now, by service. */
  newcomers: ReadonlyMap<string, Estimate>
  tickets: ReadonlyMap<string, { ahead: number; estimate: Estimate }>
}

const UNKNOWN: Estimate = { p50: null, p90: null }
const RUNS_MAX = 40
const RUNS_MIN = 8
/** Bounds the play's work: runs × visitors. */
const STEPS_MAX = 12_000
/** So many steps, about a millisecond of them, are played in one go. */
const STEPS_IN_ONE_GO = 2000
const MIN_MS = 60_000
/** From call to the start of serving, where nothing is known: the visitor walks. */
const WALK_MS = 20_000

/** With no history a service takes its target, more or less: from a third of it to twice. */
export const durationsOr = (recent: readonly number[], targetMin: number): readonly number[] =>
  recent.length >= 5
    ? recent
    : [...recent, ...[0.35, 0.6, 0.8, 1, 1.3, 2].map((part) => part * targetMin * MIN_MS)]

/** A number from 0 to 1 out of two whole numbers, spread evenly: the play needs no true chance. */
const spread = (a: number, b: number): number => {
  let x = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39)
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}

const drawFrom = (durations: readonly number[], chance: number): number =>
  durations[Math.floor(chance * durations.length)] ?? MIN_MS

/** The rest of a serving that has lasted a while: a draw among the durations that are longer. */
const remaining = (durations: readonly number[], elapsedMs: number, chance: number): number => {
  const longer = durations.filter((one) => one > elapsedMs)
  // Longer than anything seen lately: nobody can say, so a minute is assumed.
  return longer.length === 0 ? MIN_MS : drawFrom(longer, chance) - elapsedMs
}

/** A line in the play: all of it wants the same service, and who came first is called first. */
interface Queue {
  serviceId: string
  line: readonly Candidate[]
  next: number
}

/** Who waits, by service and class, each line in its order. */
const linesOf = (waiting: readonly Candidate[]): Candidate[][] => {
  const byKey = Map.groupBy(waiting, (one) => `${one.serviceId} ${one.class}`)
  const lines = [...byKey.values()]
  for (const line of lines)
    line.sort((a, b) => a.waitingSince - b.waitingSince || a.revision - b.revision)
  return lines
}

const NEWCOMER = 'newcomer '

/**
 * One run, told when each who waits is called, in milliseconds from now. A hall is played tens of
 * thousands of steps a second, between everything else that is asked: so a step makes nothing but
 * the list of those it chooses among.
 */
const playOnce = (
  play: Play,
  lines: readonly Candidate[][],
  run: number,
  tell: (one: Candidate, waitMs: number) => void,
): void => {
  const { now, rates, durations } = play
  const durationsFor = (serviceId: string) => durations.get(serviceId) ?? [10 * MIN_MS]
  const queues = lines.flatMap((line): Queue[] => {
    const [first] = line
    return first ? [{ serviceId: first.serviceId, line, next: 0 }] : []
  })
  const free = play.counters.map((counter, index) => ({
    queues: queues.filter(({ serviceId }) => counter.services.includes(serviceId)),
    at:
      now +
      (counter.busy
        ? remaining(
            durationsFor(counter.busy.serviceId),
            Math.max(0, now - counter.busy.since),
            spread(run, index + 1_000_000),
          )
        : 0),
  }))
  let draws = 0
  while (free.length > 0) {
    const counter = free.reduce((soonest, one) => (one.at < soonest.at ? one : soonest))
    const heads: Candidate[] = []
    for (const { line, next } of counter.queues) {
      const head = line[next]
      if (head) heads.push(head)
    }
    const first = choose(heads, rates, counter.at)?.first
    const queue = first && counter.queues.find(({ line, next }) => line[next] === first)
    if (!queue) {
      // Nobody is left for this counter: it plays no further part.
      free.splice(free.indexOf(counter), 1)
      continue
    }
    queue.next++
    tell(first, counter.at - now)
    // A newcomer only looks at when it would be their turn; they take nobody's time.
    if (first.id.startsWith(NEWCOMER)) continue
    counter.at += WALK_MS + drawFrom(durationsFor(first.serviceId), spread(run, draws++))
  }
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0

const estimateOf = (waits: number[] | undefined): Estimate => {
  if (!waits) return UNKNOWN
  waits.sort((a, b) => a - b)
  const minutes = (part: number) => Math.ceil(quantile(waits, part) / MIN_MS)
  return { p50: minutes(0.5), p90: minutes(0.9) }
}

/**
 * How long the wait is: recent durations played through the open counters by the rule that chooses,
 * many times over; the range is half and nine tenths of the plays, in whole minutes. A service
 * that no open counter does has no estimate: honest, where "people ahead × average" would not be.
 * `ahead` counts those of the same service who are called before, as things stand.
 * A full hall takes several milliseconds, so it pauses for whoever has other things to do meanwhile.
 */
export function* estimate(play: Play): Generator<void, Outlook, void> {
  const { now, rates } = play
  const newcomers: Candidate[] = play.services.map((serviceId) => ({
    id: NEWCOMER + serviceId,
    number: '',
    serviceId,
    class: 'regular',
    waitingSince: now,
    revision: Number.MAX_SAFE_INTEGER,
  }))
  const lines = linesOf([...play.waiting, ...newcomers])
  const visitors = play.waiting.length + newcomers.length
  const runs = Math.max(RUNS_MIN, Math.min(RUNS_MAX, Math.floor(STEPS_MAX / (visitors + 1))))
  const waits = new Map<string, number[]>()
  const keep = ({ id }: Candidate, waitMs: number) => {
    const known = waits.get(id)
    if (known) known.push(waitMs)
    else waits.set(id, [waitMs])
  }
  let steps = 0
  for (let run = 0; run < runs; run++) {
    playOnce(play, lines, run, keep)
    steps += visitors
    if (steps < STEPS_IN_ONE_GO) continue
    steps = 0
    yield
  }
  const inOrder = [...play.waiting].sort((a, b) => callOrder(a, b, rates, now))
  const ahead = new Map<string, number>()
  const tickets = new Map<string, { ahead: number; estimate: Estimate }>()
  for (const one of inOrder) {
    const before = ahead.get(one.serviceId) ?? 0
    tickets.set(one.id, { ahead: before, estimate: estimateOf(waits.get(one.id)) })
    ahead.set(one.serviceId, before + 1)
  }
  return {
    newcomers: new Map(
      play.services.map((service) => [service, estimateOf(waits.get(NEWCOMER + service))]),
    ),
    tickets,
  }
}
