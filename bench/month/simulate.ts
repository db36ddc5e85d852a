import { choose } from '../../src/tickets/choose.ts'
import { type Assumptions, SPREAD } from './assumptions.ts'

/** An owner and their luck: the same in both months. Shares are drawn evenly from 0 to 1. */
export interface Owner {
  id: string
  /** The day on which the card is put on the shelf; negative before the month. */
  cardDay: number
  /** The day on which they mean to come; before `cardDay` for one who was not told. */
  comesDay: number
  /** Minutes after the doors open. */
  comesMin: number
  isPriority: boolean
  /** Factors of what takes its time, around 1. */
  handover: number
  search: number
  /** Against the shares of cards that are misplaced, and of those that are found all the same. */
  misplaced: number
  found: number
}

export interface Month {
  visits: number
  /** Somebody came and went without their card. */
  inVain: number
  /** Minutes from the door to being served, of each visit that had a ticket. */
  waits: number[]
  /** Minutes from the door to the way out, of each visit. */
  stays: number[]
  /** Minutes of staff on the way to slots and in boxes. */
  searchedMin: number
  handedOver: number
  /** Never found again: a new card has to be made. */
  lost: number
  /** Minutes after closing until the last visitor was out, in all. */
  overtimeMin: number
}

/** A number from a normal distribution around 0 (Box and Muller). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** The owners of all cards, in the order of their cards. */
export const ownersOf = (a: Assumptions, random: () => number): Owner[] => {
  const spread = () => Math.exp(SPREAD * normal(random))
  const ownerOf = (at: number, cardDay: number): Owner => {
    const isEarly = random() < a.earlyShare
    const days = Math.floor(random() * a.withinDays)
    return {
      id: String(at),
      cardDay,
      comesDay: isEarly ? cardDay - 1 - (days % 5) : cardDay + days,
      // Two thirds come in the first half of the day.
      comesMin: (random() < 2 / 3 ? random() : 1 + random()) * (a.openMin / 2) * 0.95,
      isPriority: random() < a.priorityShare,
      handover: spread(),
      search: spread(),
      misplaced: random(),
      found: random(),
    }
  }
  const before = Array.from({ length: a.cardsBefore }, (_, at) =>
    ownerOf(at, -1 - Math.floor(random() * a.withinDays)),
  )
  const during = Array.from({ length: a.days * a.cardsADay }, (_, at) =>
    ownerOf(a.cardsBefore + at, Math.floor(at / a.cardsADay)),
  )
  return [...before, ...during]
}

/** What a visit leads to, and what it costs before and at the counter. */
interface Visit {
  owner: Owner
  /** When they stand in line, and from when they can be called: their card is fetched. */
  from: number
  callableAt: number
  atCounterMin: number
  outcome: 'handed_over' | 'come_again' | 'lost'
}

/** A day's line at the counters, by the rule that the real one is called by. */
const serve = (visits: readonly Visit[], counters: number, month: Month, openMin: number) => {
  const rates = { regular: 1, priority: 3, appointment: 2, express: 2 }
  const MIN_MS = 60_000
  const waiting = visits.map((visit, at) => ({
    id: visit.owner.id,
    number: visit.owner.id,
    serviceId: 'collect',
    class: visit.owner.isPriority ? ('priority' as const) : ('regular' as const),
    waitingSince: visit.from * MIN_MS,
    revision: at,
    visit,
  }))
  const freeAt = Array.from({ length: counters }, () => 0)
  let last = 0
  while (waiting.length > 0) {
    const counter = freeAt.indexOf(Math.min(...freeAt))
    const soonest = Math.min(...waiting.map(({ visit }) => visit.callableAt))
    const now = Math.max(freeAt[counter] ?? 0, soonest)
    const here = waiting.filter(({ visit }) => visit.callableAt <= now)
    const chosen = choose(here, rates, now * MIN_MS)
    if (!chosen) throw new Error('somebody waits')
    const { visit } = chosen.first
    waiting.splice(waiting.indexOf(chosen.first), 1)
    const end = now + visit.atCounterMin
    freeAt[counter] = end
    last = Math.max(last, end)
    month.waits.push(now - visit.from)
    month.stays.push(end - visit.from)
  }
  month.overtimeMin += Math.max(0, last - openMin)
}

const emptyMonth = (): Month => ({
  visits: 0,
  inVain: 0,
  waits: [],
  stays: [],
  searchedMin: 0,
  handedOver: 0,
  lost: 0,
  overtimeMin: 0,
})

/** Where the boxes are searched while the visitor stands at the counter. */
const visitByHand = (owner: Owner, day: number, a: Assumptions, month: Month): Visit => {
  const { comesMin: from } = owner
  const seen = { owner, from, callableAt: from }
  if (owner.cardDay > day) {
    month.searchedMin += a.searchInVainMin
    return { ...seen, atCounterMin: 1 + a.searchInVainMin, outcome: 'come_again' }
  }
  const isMisplaced = owner.misplaced < a.misplacedByHand
  const isFound = !isMisplaced || owner.found < a.foundByHand
  const searchMin = isMisplaced ? a.searchInVainMin : a.searchMin * owner.search
  month.searchedMin += searchMin
  const handoverMin = isFound ? a.handoverMin * owner.handover : 1
  return {
    ...seen,
    atCounterMin: searchMin + handoverMin,
    outcome: isFound ? 'handed_over' : 'lost',
  }
}

/** Where the kiosk knows whether the card is there, and the post section in which slot. */
const visitKnown = (
  owner: Owner,
  a: Assumptions,
  month: Month,
  picker: { freeAt: number },
): Visit => {
  const { comesMin: from } = owner
  const isMisplaced = owner.misplaced < a.misplacedByScan
  const isFound = !isMisplaced || owner.found < a.foundByList
  const pickMin = a.pickMin + (isMisplaced ? a.listMin : 0)
  picker.freeAt = Math.max(picker.freeAt, from) + pickMin
  month.searchedMin += pickMin
  return {
    owner,
    from,
    // Fetched while they wait; one that is not found is told so at the counter.
    callableAt: picker.freeAt,
    atCounterMin: isFound ? a.handoverMin * owner.handover : 1,
    outcome: isFound ? 'handed_over' : 'lost',
  }
}

/**
 * One month of a post section: the same cards, owners, staff and rule of calling, with the slot of
 * each card known or not. Where slots are known one member of staff fetches cards for the others; by
 * hand each clerk searches while the visitor stands there.
 */
export const simulate = (owners: readonly Owner[], a: Assumptions, known: boolean): Month => {
  const month = emptyMonth()
  const coming = Map.groupBy(owners, ({ comesDay }) => comesDay)
  for (let day = 0; day < a.days; day++) {
    const today = (coming.get(day) ?? []).toSorted((one, other) => one.comesMin - other.comesMin)
    const picker = { freeAt: 0 }
    const visits: Visit[] = []
    for (const owner of today) {
      month.visits += 1
      if (known && owner.cardDay > day) {
        // The kiosk says so before there is a ticket; the message comes when it is there.
        month.inVain += 1
        month.stays.push(1)
        comeAgain(coming, owner)
        continue
      }
      const visit = known ? visitKnown(owner, a, month, picker) : visitByHand(owner, day, a, month)
      visits.push(visit)
      if (visit.outcome === 'handed_over') month.handedOver += 1
      else month.inVain += 1
      if (visit.outcome === 'lost') month.lost += 1
      if (visit.outcome === 'come_again') comeAgain(coming, owner)
    }
    serve(visits, known ? a.staff - 1 : a.staff, month, a.openMin)
  }
  return month
}

/** One who came too early comes once more, some days after the card is there. */
const comeAgain = (coming: Map<number, Owner[]>, owner: Owner): void => {
  const day = owner.cardDay + 1 + Math.floor(owner.found * 4)
  coming.set(day, [...(coming.get(day) ?? []), owner])
}
