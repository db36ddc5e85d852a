import type { CentreSettings } from '../centres/centre.ts'
import { type Calendar, workingDayAfter, workingDaysBefore } from '../centres/hours.ts'
import { unsetSettings } from '../centres/limits.ts'
import type { Card } from './card.ts'

/** What becomes of cards that nobody collected: back to whoever made them, or destroyed here. */
export const disposalKinds = ['return', 'destroy'] as const
export type DisposalKind = (typeof disposalKinds)[number]

export const disposalStates = ['open', 'confirming', 'closed'] as const
export type DisposalState = (typeof disposalStates)[number]

/**
 * What became of a card on a list. All but `expired` dropped out of it: its owner came for it, a
 * visitor waits for it, nobody scanned it, or it is not to be ended any more for another reason.
 */
export const disposalOutcomes = [
  'expired',
  'collected',
  'wanted',
  'not_scanned',
  'not_due',
] as const
export type DisposalOutcome = (typeof disposalOutcomes)[number]

/** What the custody log says was done. */
export const disposalAction = { return: 'returned', destroy: 'destroyed' } as const

/** A centre, as far as it says for how long its cards are kept. */
export type Keeper = Calendar & { settings: Pick<CentreSettings, 'cardExpiresAfterDays'> }

const daysKept = ({ settings }: Keeper): number =>
  settings.cardExpiresAfterDays ?? unsetSettings.cardExpiresAfterDays

/** A card that became ready before this moment (epoch milliseconds) is past its time at `now`. */
export const dueBefore = (centre: Keeper, now: number): number =>
  workingDaysBefore(centre, now, daysKept(centre))

/** The last day (`2026-11-28`) on which a card is kept that became ready then: due the day after. */
export const keptUntil = (centre: Keeper, readyAt: number): string =>
  workingDayAfter(centre, readyAt, daysKept(centre))

/** Whether a card may go on a list: on its shelf, not kept back, and past its time. */
export const isDue = (
  { state, blocked, readyAt }: Pick<Card, 'state' | 'blocked' | 'readyAt'>,
  before: number,
): boolean => state === 'shelved' && !blocked && readyAt !== null && readyAt < before
