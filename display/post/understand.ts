import type { CardState } from '../../src/cards/card.ts'
import { type OtherThanCard, readsAs } from '../../src/cards/place-code.ts'
import type { PostView } from '../../src/live/events.ts'

/** By what a centre's places are told from its cards, besides their shape. */
export interface Codes {
  sections: ReadonlySet<string>
  /** The places of quarantine: a card is put there as into a slot. */
  quarantine: ReadonlySet<string>
}

/** The first half of a pair of scans, waiting for the other. */
export interface Held {
  kind: 'place' | 'card'
  code: string
  /** Milliseconds on a clock that moves evenly. */
  atMs: number
}

/** What a scan means, where the page stands. */
export type Meaning =
  | { do: 'hold'; held: Held }
  | { do: 'shelve'; place: string; serial: string }
  | { do: 'fetch'; pick: string; number: string; serial: string; counter: string | null }
  | { do: 'receive'; manifest: string; serial: string }
  | { do: 'ticket'; number: string }
  | { do: 'refuse'; why: 'not_a_slot' | 'not_in_delivery'; code: string }

export interface Bench {
  held: Held | null
  picks: PostView['picks']
  codes: Codes
  /** The delivery that is being scanned in. */
  receiving: string | null
  nowMs: number
}

/** A pair is made by one hand: what was scanned longer ago belongs to something else. */
export const HELD_MAX_MS = 60_000

/** What a code is, of those that are no card's. */
export const codeKind = (code: string, codes: Codes): OtherThanCard | 'quarantine' | null =>
  codes.quarantine.has(code) ? 'quarantine' : readsAs(code, codes.sections)

/** Whether a card in this state can be put on a shelf; the server decides in the same way. */
export const mayBeShelved = (state: CardState): boolean =>
  state === 'expected' ||
  state === 'received' ||
  state === 'shelved' ||
  state === 'picked' ||
  state === 'missing' ||
  state === 'wrong_centre' ||
  state === 'damaged'

export const heldNow = ({ held, nowMs }: Pick<Bench, 'held' | 'nowMs'>): Held | null =>
  held && nowMs - held.atMs <= HELD_MAX_MS ? held : null

/**
 * What is meant by a scan anywhere on the page. A place and a card, in either order, shelve; the
 * card of an open pick alone says that it is fetched, unless it is in quarantine; a ticket's number
 * asks for its card; while a delivery is scanned in, cards only.
 */
export const understand = (code: string, bench: Bench): Meaning => {
  const { picks, codes, receiving, nowMs } = bench
  const held = heldNow(bench)
  const kind = codeKind(code, codes)
  if (receiving !== null && kind !== null) return { do: 'refuse', why: 'not_in_delivery', code }
  if (kind === 'ticket') return { do: 'ticket', number: code }
  if (kind === 'above') return { do: 'refuse', why: 'not_a_slot', code }
  if (kind !== null) {
    if (held?.kind === 'card') return { do: 'shelve', place: code, serial: held.code }
    return { do: 'hold', held: { kind: 'place', code, atMs: nowMs } }
  }
  if (receiving !== null) return { do: 'receive', manifest: receiving, serial: code }
  if (held?.kind === 'place') return { do: 'shelve', place: held.code, serial: code }
  const pick = picks.find(
    ({ serial, state, place }) =>
      serial === code && state === 'open' && !codes.quarantine.has(place),
  )
  if (pick) {
    const { id, number, serial, counter } = pick
    return { do: 'fetch', pick: id, number, serial, counter }
  }
  return { do: 'hold', held: { kind: 'card', code, atMs: nowMs } }
}
