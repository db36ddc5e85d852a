import type { Asker } from './front-door.ts'
import type { Visitor } from './visitors.ts'

/** A visitor with a ticket, as the morning itself knows them. */
export interface Guest {
  visitor: Visitor
  id: string
  number: string
  secret: string
  estimate: { p50: number | null; p90: number | null }
  /** Minutes of the morning. */
  issuedMin: number
  firstCalledMin: number | null
  /** The state that the ticket must have by what was done to it. */
  state: string
  /** Counters that have called them and not let go. */
  at: Set<string>
  /** On the way out of the door: a call may come at the same moment. */
  isLeaving: boolean
  /** Given up, but about to come back. */
  comesBack: boolean
}

/** What happened, counted. */
export interface Tally {
  issued: number
  calls: number
  recalls: number
  served: number
  noShows: number
  returned: number
  parked: number
  transferred: number
  left: number
  handedOver: number
  delivered: number
  /** Everything that was not as it must be, one sentence each. */
  faults: string[]
}

export interface Day {
  url: string
  kiosk: Asker
  guests: Map<string, Guest>
  tally: Tally
  /** Minutes of the morning now. */
  nowMin(): number
  /** Resolves after so many minutes of the morning. */
  pass(minutes: number): Promise<void>
  /** Whether somebody is still to come or to be served. */
  isOver(): boolean
}

export const newTally = (): Tally => ({
  issued: 0,
  calls: 0,
  recalls: 0,
  served: 0,
  noShows: 0,
  returned: 0,
  parked: 0,
  transferred: 0,
  left: 0,
  handedOver: 0,
  delivered: 0,
  faults: [],
})

export const ENDED = new Set(['served', 'no_show', 'left'])
