import type { PlaceKind } from '../centres/centre.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Card, CardState } from './card.ts'

/** `closing`: what was not seen is being missed, a slice at a time. `abandoned`: nothing is missed. */
export type StocktakeState = 'open' | 'paused' | 'closing' | 'closed' | 'abandoned'

/** What a scan makes of a card. */
export type Seen = 'found' | 'misplaced' | 'unknown'
/** What a stocktake ends in, card by card; what has to be done something about comes first. */
export const outcomes = ['misplaced', 'missing', 'unknown', 'found'] as const
export type Outcome = (typeof outcomes)[number]

export interface Finding {
  outcome: Seen
  /** How the card stands; null for one that is not known here. */
  state: CardState | null
  /** Where it belongs: null where no slot is its own, so that it should not lie on a shelf. */
  belongs: string | null
}

/**
 * What it means that a card lies in a slot. A fetched card keeps its slot, so there it is found. One
 * that has no slot (with its owner, expected, missing, …) is misplaced wherever it lies: the normal
 * scan puts it right, where that is allowed. A card of another centre is as good as unknown.
 */
export const judge = (
  card: Card | undefined,
  { centreId, slot }: { centreId: string; slot: string },
): Finding => {
  if (!card || card.centreId !== centreId) return { outcome: 'unknown', state: null, belongs: null }
  const { state, place } = card
  return { outcome: place === slot ? 'found' : 'misplaced', state, belongs: place }
}

/** Whether a place is another one or lies in it. */
export const isWithin = (code: string, place: string): boolean =>
  code === place || code.startsWith(`${place}-`)

/** The slot of a stocktake that a scanned label names, or why cards are not scanned there. */
export const slotIn = (
  stocktake: { place: string },
  found: { code: string; kind: PlaceKind } | Refusal | null,
  scanned: string,
): string | Refusal => {
  if (!found) return refuse('unknown_place', { place: scanned })
  if ('refused' in found) return found
  const { code, kind } = found
  if (kind !== 'slot') return refuse('not_a_slot', { place: code })
  if (!isWithin(code, stocktake.place))
    return refuse('outside_stocktake', { place: code, within: stocktake.place })
  return code
}

/**
 * Whether a card lay on the shelves of a stocktake when that began: the first step that it went
 * through since says where from, and without one it lies where it lay. One that was out for a
 * visitor then was not on its shelf.
 */
export const layThere = (
  { place }: { place: string },
  card: Pick<Card, 'state' | 'place'> | undefined,
  firstStep: { action: string; fromPlace: string | null } | undefined,
): boolean => {
  if (firstStep?.action === 'put_back') return false
  const from = firstStep ? firstStep.fromPlace : card?.state === 'shelved' ? card.place : null
  return from !== null && isWithin(from, place)
}

/** A place and those that hold it: `B-03-12` lies in `B-03` and in `B`. */
export const withHolders = (code: string): string[] => {
  const parts = code.split('-')
  return parts.map((_, at) => parts.slice(0, at + 1).join('-'))
}

export type StocktakeCommand = 'scan' | 'pause' | 'resume' | 'close' | 'miss' | 'end' | 'abandon'

/** The state that a command leads to; said again, it stays. What has ended is not gone on with. */
export const advance = (
  state: StocktakeState,
  command: StocktakeCommand,
): StocktakeState | Refusal => {
  const isLive = state === 'open' || state === 'paused'
  const ended = refuse('stocktake_closed', { state })
  switch (command) {
    case 'scan':
      if (state === 'paused') return refuse('stocktake_paused')
      return state === 'open' ? state : ended
    case 'pause':
      return isLive ? 'paused' : ended
    case 'resume':
      return isLive ? 'open' : ended
    case 'close':
      return isLive || state === 'closing' ? 'closing' : ended
    case 'miss':
      return state === 'closing' ? state : ended
    case 'end':
      return state === 'closing' ? 'closed' : ended
    case 'abandon':
      return isLive ? 'abandoned' : ended
  }
  return command satisfies never
}

/** Where a list is gone on with: after this card of this slot. */
export type Cursor = Record<'slot' | 'serial', string>

/** Before the first. */
export const FROM_START: Cursor = { slot: '', serial: '' }

export const cursorText = ({ slot, serial }: Cursor): string => `${slot}~${serial}`

export const readCursor = (text: string | undefined): Cursor => {
  const [slot = '', serial = ''] = (text ?? '').split('~')
  return { slot, serial }
}
