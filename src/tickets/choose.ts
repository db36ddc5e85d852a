import type { TicketClass } from './ticket.ts'

/** Somebody who waits, as far as choosing needs to know. */
export interface Candidate {
  id: string
  number: string
  serviceId: string
  class: TicketClass
  waitingSince: number
  /** The centre's revision at which it began to wait: the earlier of two that tie. */
  revision: number
}

interface Scored {
  number: string
  class: TicketClass
  /** Points: rate of the class × minutes waited. */
  score: number
  waitedMin: number
}

/** Why this one: stored with the call and shown to staff. */
export interface CallReason extends Scored {
  policy: 'accumulating_priority'
  runnerUp: Scored | null
  /** Who had more points, and is called when their card has been fetched. */
  stillFetching?: string
}

/** One who waits for a card: whether it is being fetched, and since when, epoch milliseconds. */
export interface PickupCandidate extends Candidate {
  fetchingSince: number | null
}

const MIN_MS = 60_000

/** So long is a card fetched in peace; then its visitor is called all the same, and somebody asks. */
const FETCHING_MAX_MS = 20 * MIN_MS

/** A ticket's score at a time: its class's rate × minutes waited, never negative. */
export const scoreOf = (
  ticket: Pick<Candidate, 'class' | 'waitingSince'>,
  rates: Record<TicketClass, number>,
  now: number,
): number => (rates[ticket.class] * Math.max(0, now - ticket.waitingSince)) / MIN_MS

/**
 * Compares two who wait: negative when `a` is called before `b`. The highest score goes first,
 * ties to the longer wait, then to the one who came first.
 */
export const callOrder = (
  a: Candidate,
  b: Candidate,
  rates: Record<TicketClass, number>,
  now: number,
): number =>
  scoreOf(b, rates, now) - scoreOf(a, rates, now) ||
  a.waitingSince - b.waitingSince ||
  a.revision - b.revision

/**
 * Whether somebody's time has not come yet: an appointment's alone. Anybody else whose wait begins
 * in the future took their ticket by a clock that has been put back since, and waits all the same.
 */
const isStillToCome = ({ class: itsClass, waitingSince }: Candidate, now: number): boolean =>
  itsClass === 'appointment' && waitingSince > now

/**
 * Whom to call: accumulating priority (Kleinrock 1964; Stanford, Taylor, Ziedins 2014). Within a
 * class the rate is the same, so it is first come, first served; between classes a regular visitor
 * is overtaken but never starved, because their score grows as well.
 *
 * Only the first two of each service and class can matter, so the caller may pass just those.
 * Those who may not be called yet (an appointment still to come) are not candidates.
 */
export const choose = <C extends Candidate>(
  candidates: Iterable<C>,
  rates: Record<TicketClass, number>,
  now: number,
): { first: C; second: C | undefined } | undefined => {
  let first: C | undefined
  let second: C | undefined
  for (const one of candidates) {
    if (isStillToCome(one, now)) continue
    if (!first || callOrder(one, first, rates, now) < 0) {
      second = first
      first = one
    } else if (!second || callOrder(one, second, rates, now) < 0) {
      second = one
    }
  }
  return first && { first, second }
}

/**
 * A card is fetched before its visitor is called: as long as others' cards lie ready, nobody is called
 * to a counter to stand there and wait for theirs. Whoever is passed over loses no points by it.
 * @param pickups everybody a counter could call who waits for a card
 * @returns those who may be called, and those who are passed over
 */
export const fetchedFirst = (
  pickups: readonly PickupCandidate[],
  now: number,
): { ready: PickupCandidate[]; passedOver: PickupCandidate[] } => {
  const isFetching = ({ fetchingSince }: PickupCandidate) =>
    fetchingSince !== null && now - fetchingSince < FETCHING_MAX_MS
  const ready = pickups.filter((one) => !isFetching(one))
  return ready.some((one) => !isStillToCome(one, now))
    ? { ready, passedOver: pickups.filter(isFetching) }
    : { ready: [...pickups], passedOver: [] }
}

const tenth = (value: number) => Math.round(value * 10) / 10

/**
 * The reason of a choice in the words that are stored and shown; one decimal.
 * @param passedOver those whose cards are being fetched meanwhile
 */
export const reasonFor = (
  { first, second }: { first: Candidate; second: Candidate | undefined },
  passedOver: readonly Candidate[],
  rates: Record<TicketClass, number>,
  now: number,
): CallReason => {
  const before = choose(passedOver, rates, now)?.first
  const hadMore = before && callOrder(before, first, rates, now) < 0
  const scored = (one: Candidate): Scored => ({
    number: one.number,
    class: one.class,
    score: tenth(scoreOf(one, rates, now)),
    waitedMin: tenth(Math.max(0, now - one.waitingSince) / MIN_MS),
  })
  return {
    policy: 'accumulating_priority',
    ...scored(first),
    runnerUp: second ? scored(second) : null,
    ...(hadMore && { stillFetching: before.number }),
  }
}
