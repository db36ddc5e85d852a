/**
 * The socket contract of `/live`, for the server and for display/ alike. Every view is whole and
 * carries the centre's revision: a client keeps the newest and drops the rest. Times are ISO 8601
 * UTC. After each connect and reconnect a client says again what it watches.
 */

import type { PrintFailure } from '../../printers/outcome.ts'
import type { CardState, PickState } from '../cards/card.ts'
import type { CounterState } from '../counters/counter.ts'
import type { Bilingual, Language } from '../language.ts'
import type { PrintState } from '../prints/print.ts'
import type { CallReason } from '../tickets/choose.ts'
import type { SpanKind, TicketClass, TicketState } from '../tickets/ticket.ts'

/** Whole minutes: half the visitors wait at most p50, nine of ten at most p90; null: not known. */
export interface Estimate {
  p50: number | null
  p90: number | null
}

/** `GET /api/centres/:centre/board` and the socket's `board`. */
export interface BoardView {
  centre: string
  revision: number
  /** As in `GET /api/centres/:centre`: newer than there, the centre is read again. */
  setup: number
  /** The newest call of each ticket, newest first, at most seven. `id` is new with each recall. */
  calls: { id: string; number: string; counter: string; at: string; recall: boolean }[]
  waiting: { service: string; count: number; estimate: Estimate }[]
}

/** `GET /api/tickets/:id` and the socket's `ticket`: what a visitor may know of their ticket. */
export interface TicketView {
  id: string
  centre: string
  number: string
  service: string
  state: TicketState
  /** How many of the same service are called before; 0 when it no longer waits. */
  ahead: number
  estimate: Estimate
  /** The label of the counter that called it. */
  counter?: string
  issuedAt: string
  calledAt?: string
  language: Language
  /** It was ended by the centre's close of day, not by its visitor. */
  dayClosed?: true
  /** The card it is about is not in its place, and is searched for. */
  cardNotFound?: true
  /** Until when a no-show may come back. */
  returnUntil?: string
  /** Until when its visitor asked to be left out. */
  awayUntil?: string
  /** How often they may still ask for more time, where they may. */
  putOffsLeft?: number
  /** Its visitor has it on a phone: the kiosk that gave it out shows it no longer. */
  onPhone?: true
  /** The outcome of the newest slip, where one was asked for. */
  print?: PrintState
  /** Why the slip is not on paper yet, or will not be: a key of printers/outcome.ts. */
  printFailure?: PrintFailure
  revision: number
}

/** What a member of staff wrote on a visit, for those at the next counter. */
export interface TicketNote {
  id: string
  text: string
  by: { id: string; name: string }
  /** The label of the counter where it was written. */
  counter: string
  at: string
  /** When its author last corrected it. */
  editedAt?: string
}

/** A stretch of a visit that has ended: what for, where, from when to when. */
export interface VisitLine {
  kind: SpanKind
  service: string
  counter?: string
  from: string
  to: string
}

/** `GET /api/centres/:centre/tickets`: what staff are shown of a ticket of today. */
export interface StaffTicketView extends TicketView {
  notes: TicketNote[]
  /** The visit so far, in its order. */
  visit: VisitLine[]
}

/** The ticket at a counter, as staff see it: no name and no citizen id before the visitor is there. */
export interface CounterTicket {
  id: string
  number: string
  service: string
  class: TicketClass
  state: TicketState
  language: Language
  party: number
  issuedAt: string
  waitingSince: string
  calledAt?: string
  servingSince?: string
  recalls: number
  recallsLeft: number
  /** From when it may be marked as a no-show, and how many recalls that needs still. */
  noShow: { at: string; recalls: number }
  notes: TicketNote[]
  /** The visit so far, in its order. */
  visit: VisitLine[]
  /** Whole minutes in the line, without what passed at a counter or beside the line. */
  waitedMin: number
  reason?: CallReason
  /** The card to hand over, for a pickup ticket. */
  card?: { serial: string; state: CardState; place: string | null; pick: PickState | null }
}

/** `GET /api/counters/:counter` and the socket's `counter`. */
export interface CounterView {
  id: string
  centre: string
  label: string
  section: string | null
  state: CounterState
  staff: { id: string; name: string } | null
  pauseReason: string | null
  /** When it came into its state. */
  since: string
  /** When its member opened it: a pause changes nothing of that; null: it is closed. */
  openedAt: string | null
  capabilities: string[]
  /** What it calls for now. */
  services: string[]
  ticket: CounterTicket | null
  /** What the newest things done here were asked with: whose answer was lost, looks here. */
  requests: string[]
  /** How many wait that this counter could call. */
  waiting: number
  /** The same by service, where somebody waits. */
  queue: { service: string; count: number }[]
  parked: {
    id: string
    number: string
    service: string
    since: string
    /** Its visitor asked for more time, until then; it comes back by itself. */
    awayUntil?: string
    /** Parked because its card is not in its place, and is searched for. */
    cardNotFound?: true
    notes: TicketNote[]
  }[]
  revision: number
}

/** `GET /api/centres/:centre/live` and the socket's `centre`: the supervisor's view of now. */
export interface CentreView {
  centre: string
  counters: {
    id: string
    label: string
    state: CounterState
    staff: string | null
    pauseReason: string | null
    since: string
    /** When its member opened it: a pause changes nothing of that; null: it is closed. */
    openedAt: string | null
    /** Since when nobody stands at an open counter; null while somebody does, or it is not open. */
    freeSince: string | null
    /** What it calls for now. */
    services: string[]
    /** What it would call for if somebody went on, or opened it; an open one calls for them. */
    serves: string[]
    number: string | null
    ticketState: TicketState | null
    ticketSince: string | null
  }[]
  services: {
    service: string
    waiting: number
    /** Whole minutes of the longest wait there is now; null when nobody waits. */
    longestMin: number | null
    /** Since when that one waits: it goes on while no view comes. */
    longestSince: string | null
    targetMin: number
    servedToday: number
    estimate: Estimate
  }[]
  /** Devices whose printer does not print, by what they are called; the longest in trouble first. */
  printers: { device: string; name: string; failure: PrintFailure; since: string }[]
  revision: number
}

export interface PickView {
  id: string
  number: string
  serial: string
  place: string
  state: PickState
  createdAt: string
  /** Where the visitor is now. */
  counter: string | null
}

export interface IncidentView {
  id: string
  kind: string
  serial: string
  /** What was written when it happened. */
  note: string
  at: string
  state: 'open' | 'closed'
  /** Who looks into it: their id, and their name. */
  ownerId: string | null
  owner: string | null
  /** What they found, in their words. */
  remark: string | null
  /** The delivery its card came with; null: it is not known. */
  manifest: { id: string; origin: string; createdAt: string } | null
}

/** `GET /api/centres/:centre/post` and the socket's `post`. */
export interface PostView {
  centre: string
  /** Oldest first: what to fetch. */
  picks: PickView[]
  /** What is to be fetched, by the walks that fetch it, each the ids of its picks in their order. */
  walks: { section: string; picks: string[] }[]
  sections: { section: string; name: Bilingual; cards: number; capacity: number }[]
  /** Where damaged cards and doubtful ones are put, by code. */
  quarantine: { place: string; cards: number; capacity: number }[]
  manifests: { id: string; origin: string; expected: number; received: number; createdAt: string }[]
  /** The newest open ones; the others are asked for (`GET /api/centres/:centre/incidents`). */
  incidents: IncidentView[]
  /** How many are open, up to 1,000. */
  incidentCount: number
  revision: number
}

export type Watch =
  | { board: string }
  | { ticket: string; secret?: string }
  | { counter: string }
  | { centre: string }
  | { post: string }

/** What `watch` and `unwatch` acknowledge. */
export type WatchAnswer = { ok: true } | { ok: false; code: string; detail: string }

export interface ClientEvents {
  watch: (what: Watch, answer: (outcome: WatchAnswer) => void) => void
  unwatch: (what: Watch, answer: (outcome: WatchAnswer) => void) => void
}

export interface ServerEvents {
  board: (view: BoardView) => void
  ticket: (view: TicketView) => void
  counter: (view: CounterView) => void
  centre: (view: CentreView) => void
  post: (view: PostView) => void
}
