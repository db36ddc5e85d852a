import type { PlaceKind } from '../centres/centre.ts'
import { type Refusal, refuse } from '../refusal.ts'

export const cardStates = [
  'expected',
  'received',
  'shelved',
  'picked',
  'handed_over',
  'missing',
  'damaged',
  'wrong_centre',
  'expired',
] as const
export type CardState = (typeof cardStates)[number]

/** `open`: to be fetched; `picked`: fetched, waiting for its visitor. */
export type PickState = 'open' | 'picked' | 'not_found' | 'done' | 'cancelled'

/** What the custody log says was done. */
export type CustodyAction =
  | 'received'
  | 'shelved'
  | 'moved'
  | 'picked'
  | 'put_back'
  | 'handed_over'
  | 'missing'
  | 'found'
  /** Put in quarantine, as damaged or in doubt; and taken out of it, to a slot. */
  | 'quarantined'
  | 'released'
  | 'undone'
  /** Put in a box for another centre that is open still, or taken out for a list of cards to be ended. */
  | 'packed'
  | 'listed'
  | 'sent'
  | 'arrived'
  | 'returned'
  | 'destroyed'

/**
 * The states that each step leaves a card in. A place that is moved takes a fetched card along as it
 * is; a missing card may be announced anew, which is no step; a scan that is taken back leads
 * wherever the card stood before. One in an open box, or taken out for a list, keeps its state and its
 * slot: it may still be collected.
 */
export const statesAfter: Record<CustodyAction, readonly CardState[]> = {
  received: ['received'],
  shelved: ['shelved'],
  moved: ['shelved', 'picked', 'damaged'],
  picked: ['picked'],
  put_back: ['shelved'],
  handed_over: ['handed_over'],
  missing: ['missing', 'expected'],
  found: ['received', 'shelved'],
  quarantined: ['damaged'],
  released: ['shelved'],
  undone: ['expected', 'received', 'shelved', 'picked', 'damaged'],
  packed: ['received', 'shelved', 'damaged'],
  listed: ['shelved'],
  sent: ['wrong_centre'],
  arrived: ['received'],
  returned: ['expired'],
  destroyed: ['expired'],
}

interface Known {
  serial: string
  centreId: string
  /** Kept back: it may lie on a shelf, but is not ready. */
  blocked: boolean
  /**
   * When it first became ready in its centre, epoch milliseconds; its notice was written then. One
   * that is sent to another centre has it no more: there it becomes ready anew, its owner is told
   * where, and reminders and expiry count from then.
   */
  readyAt: number | null
  stateSince: number
}
/** Announced by a manifest, or here and not on a shelf yet. */
export type Awaited = Known & { state: 'expected' | 'received'; place: null }
/**
 * On a shelf; while it is picked its slot stays its own, until the handover. A damaged one lies in a
 * place of quarantine.
 */
export type Placed = Known & { state: 'shelved' | 'picked' | 'damaged'; place: string }
/** With its owner, or one of the exceptions. */
export type Away = Known & {
  state: 'handed_over' | 'missing' | 'wrong_centre' | 'expired'
  place: null
}
export type Card = Awaited | Placed | Away

/** The states in which a card has a place, and only they. */
export const placedStates = ['shelved', 'picked', 'damaged'] as const satisfies Placed['state'][]
export const isPlaced = (state: CardState): state is Placed['state'] =>
  placedStates.some((placed) => placed === state)

/** How a card stood before a scan, as far as the scan can be taken back. */
export type CardBefore = Pick<Card, 'state' | 'place' | 'stateSince' | 'readyAt'>

/** A place as shelving needs to know it. */
export interface Slot {
  code: string
  kind: PlaceKind
  capacity: number
  /** How many cards have it as their place, the card in hand not counted. */
  others: number
}

export type CardCommand =
  | { do: 'receive' }
  | { do: 'shelve'; slot: Slot }
  | { do: 'pick' }
  | { do: 'hand_over' }
  | { do: 'miss' }
  | { do: 'undo'; before: CardBefore; slot: Slot | null }
  | { do: 'expire'; how: 'returned' | 'destroyed' }
  /** Sealed in a box for another centre; come out of it there, in `centreId`; or not come. */
  | { do: 'send' }
  | { do: 'arrive'; centreId: string }
  | { do: 'not_arrive'; centreId: string }
  /** Its place is moved or renamed, or emptied into another one: the card goes along. */
  | { do: 'go_along'; place: string }

/** What whoever scanned should know, though the scan was good. */
export type CardWarning =
  | 'already_there'
  | 'was_expected'
  | 'was_missing'
  /** It was to be in a sealed box on its way to another centre, and had been left out. */
  | 'was_sent'
  | 'blocked'
  /** The label that was scanned names the place as it was called before. */
  | 'old_label'

export interface CardMove {
  /** null: nothing changed, nothing is logged. */
  action: CustodyAction | null
  card: Card
  /** Whether the notice is to be written now: true once in a card's life. */
  becomesReady: boolean
  warnings: CardWarning[]
}

const known = ({ serial, centreId, blocked, readyAt, stateSince }: Card): Known => ({
  serial,
  centreId,
  blocked,
  readyAt,
  stateSince,
})

const stay = (card: Card, warnings: CardWarning[] = []): CardMove => ({
  action: null,
  card,
  becomesReady: false,
  warnings,
})

const step = (action: CustodyAction, card: Card): CardMove => ({
  action,
  card,
  becomesReady: false,
  warnings: [],
})

const shelvingAction = {
  expected: 'shelved',
  received: 'shelved',
  shelved: 'moved',
  picked: 'put_back',
  missing: 'found',
  wrong_centre: 'found',
  damaged: 'released',
} as const

/** Nobody is told of a card in quarantine, nor given it; out of it, it becomes ready anew. */
const quarantine = (card: Card, { code }: Slot, now: number): CardMove =>
  step(card.state === 'damaged' ? 'moved' : 'quarantined', {
    ...known(card),
    state: 'damaged',
    place: code,
    stateSince: now,
    readyAt: null,
  })

const shelve = (card: Card, slot: Slot, now: number): CardMove | Refusal => {
  const { state } = card
  if (slot.kind !== 'slot' && slot.kind !== 'quarantine')
    return refuse('not_a_slot', { place: slot.code })
  if (state === 'handed_over' || state === 'expired') return refuse('card_not_movable', { state })
  const liesThere = state === 'shelved' || state === 'damaged'
  if (liesThere && card.place === slot.code) return stay(card, ['already_there'])
  if (slot.others >= slot.capacity) return refuse('place_full', { place: slot.code })
  if (slot.kind === 'quarantine') return quarantine(card, slot, now)
  const becomesReady = !card.blocked && card.readyAt === null
  const warnings: CardWarning[] = []
  if (state === 'expected') warnings.push('was_expected')
  if (state === 'missing') warnings.push('was_missing')
  if (state === 'wrong_centre') warnings.push('was_sent')
  if (card.blocked) warnings.push('blocked')
  return {
    action: shelvingAction[state],
    card: {
      ...known(card),
      state: 'shelved',
      place: slot.code,
      stateSince: now,
      readyAt: becomesReady ? now : card.readyAt,
    },
    becomesReady,
    warnings,
  }
}

/** Whether a card can go elsewhere: it is in hand, on its shelf or in quarantine, kept back or not. */
export const isPackable = ({ state }: Pick<Card, 'state'>): boolean =>
  state === 'received' || state === 'shelved' || state === 'damaged'

/**
 * Takes a scan back that was a slip of the hand: the card stands as it did before. Its notice may
 * have gone out meanwhile, and is not written again.
 */
const undo = (card: Card, before: CardBefore, slot: Slot | null): CardMove | Refusal => {
  const { state, place, stateSince } = before
  const was = { ...known(card), stateSince }
  if (state === 'expected' || state === 'received')
    return step('undone', { ...was, state, place: null })
  // A card that was found is found: only somebody who looks again can say that it is not.
  if (!isPlaced(state) || place === null) return refuse('scan_stays', { state })
  if (!slot || slot.others >= slot.capacity) return refuse('place_full', { place })
  // It may be called otherwise by now.
  return step('undone', { ...was, state, place: slot.code })
}

/**
 * The life of a card: what a scan makes of it, or why not. Pure; the caller stores the card, its
 * custody row and its notice in one transaction.
 * Rules: domain.md, "A card's life".
 */
export const decide = (card: Card, command: CardCommand, now: number): CardMove | Refusal => {
  const next = { ...known(card), stateSince: now }
  switch (command.do) {
    case 'receive':
      if (card.state === 'expected')
        return step('received', { ...next, state: 'received', place: null })
      if (card.state === 'missing')
        return step('found', { ...next, state: 'received', place: null })
      return refuse('card_not_expected', { state: card.state })
    case 'shelve':
      return shelve(card, command.slot, now)
    case 'pick':
      if (card.state !== 'shelved') return refuse('card_not_ready', { state: card.state })
      return step('picked', { ...next, state: 'picked', place: card.place })
    case 'hand_over':
      // A card straight from the shelf is as good: scanning it proves that it is there.
      if (card.state !== 'shelved' && card.state !== 'picked')
        return refuse('card_not_ready', { state: card.state })
      if (card.blocked) return refuse('card_not_ready', { state: 'blocked' })
      return step('handed_over', { ...next, state: 'handed_over', place: null })
    case 'miss':
      if (card.state === 'expected' || card.state === 'received' || isPlaced(card.state))
        return step('missing', { ...next, state: 'missing', place: null })
      return refuse('card_not_ready', { state: card.state })
    case 'undo':
      return undo(card, command.before, command.slot)
    case 'expire':
      // One that is kept back is kept, and one that was fetched has its visitor here.
      if (card.state !== 'shelved') return refuse('card_not_due', { state: card.state })
      if (card.blocked) return refuse('card_not_due', { state: 'blocked' })
      return step(command.how, { ...next, state: 'expired', place: null })
    case 'send':
      if (!isPackable(card)) return refuse('card_not_packable', { state: card.state })
      return step('sent', { ...next, state: 'wrong_centre', place: null, readyAt: null })
    case 'arrive':
      if (card.state !== 'wrong_centre') return refuse('card_not_expected', { state: card.state })
      return step('arrived', {
        ...next,
        centreId: command.centreId,
        state: 'received',
        place: null,
      })
    case 'not_arrive':
      if (card.state !== 'wrong_centre') return refuse('card_not_expected', { state: card.state })
      return step('missing', { ...next, centreId: command.centreId, state: 'missing', place: null })
    case 'go_along':
      if (!isPlaced(card.state)) return refuse('card_not_movable', { state: card.state })
      return step('moved', { ...known(card), state: card.state, place: command.place })
  }
  return command satisfies never
}

/** Ready means on a shelf, or just fetched from it, and not blocked. */
export const isReady = (card: Pick<Card, 'state' | 'blocked'>): boolean =>
  (card.state === 'shelved' || card.state === 'picked') && !card.blocked

/** What one who asks for their card is told before they wait. */
export type PickupAnswer =
  | (Pick<Placed, 'serial' | 'place' | 'centreId' | 'readyAt'> & {
      state: 'ready'
      section: string
    })
  | { state: 'not_here' | 'other_centre' | 'collected' | 'unknown'; centreId?: string }

/** How much a card has to say about "is my card ready?": the lowest is the answer. */
const rank = (card: Card, here: string): number => {
  const isHere = card.centreId === here
  if (isReady(card)) return isHere ? 0 : 1
  if (card.state === 'handed_over') return 4
  if (card.state === 'expired') return 5
  return isHere ? 2 : 3
}

/**
 * The answer about one citizen's cards to somebody in a centre: a card that is ready before one
 * that is on its way, before one already collected.
 */
export const pickupAnswer = (cards: readonly Card[], here: string): PickupAnswer => {
  const [best] = cards.toSorted((a, b) => rank(a, here) - rank(b, here))
  if (!best) return { state: 'unknown' }
  const { centreId, serial, place, readyAt } = best
  if (best.state === 'handed_over') return { state: 'collected', centreId }
  // Whoever was sent after a card in transit, to either centre, would not find it there.
  if (best.state === 'wrong_centre') return { state: 'not_here', centreId }
  if (centreId !== here) return { state: 'other_centre', centreId }
  if (isReady(best) && place !== null)
    return { state: 'ready', serial, place, section: sectionOf(place), centreId, readyAt }
  return { state: 'not_here', centreId }
}

/** The section a place's code begins with. */
export const sectionOf = (code: string): string => code.split('-', 1)[0] ?? code

/** Nine digits, leading zeros kept; no checksum is published. */
export const isCitizenId = (text: string): boolean => /^\d{9}$/.test(text)

/** Whether the first four digits are no YYMM: seen in real ids, so worth a warning, no more. */
export const hasOddBirthMonth = (citizenId: string): boolean => {
  const month = Number(citizenId.slice(2, 4))
  return month < 1 || month > 12
}

/** A serial or a place's code as scanned, in the one form it is kept in; null when it is neither. */
export const readCode = (scanned: string): string | null => {
  const code = scanned.trim().toUpperCase()
  return /^[A-Z0-9-]{1,32}$/.test(code) ? code : null
}
