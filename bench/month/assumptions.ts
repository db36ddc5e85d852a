/**
 * What the month takes for granted. None of it was measured in a centre: whoever has better numbers
 * puts them on the command line, as `--searchMin 4`. Minutes, shares of one, cards and people.
 */
export const assumptions = {
  days: 26,
  openMin: 480,
  /** All at counters where they search themselves; else one of them fetches for the others. */
  staff: 3,
  /** New cards on each day, and those that lie there when the month begins. */
  cardsADay: 110,
  cardsBefore: 1200,
  /** Owners who come without having been told that their card is there, and before it is. */
  earlyShare: 0.2,
  /** Days after the card is there on which its owner comes, at most; all alike. */
  withinDays: 15,
  priorityShare: 0.08,
  /** Identity, old card, signature: the same with and without known places. */
  handoverMin: 3,
  /** By hand, through the boxes of a section: half of the searches take less. */
  searchMin: 5,
  /** Until one is sure that a card is in no box. */
  searchInVainMin: 15,
  /** There and back, to a slot that is known. */
  pickMin: 1.5,
  /** A card that is put into another place than it was meant for. */
  misplacedByHand: 0.01,
  /** The same where card and slot are scanned: they are scanned rightly and put beside it. */
  misplacedByScan: 0.001,
  /** Of the misplaced ones, those that a search by hand finds after all. */
  foundByHand: 0.5,
  /** The same with a search list: the neighbours, the last places, yesterday's drawer. */
  foundByList: 0.8,
  /** What a search list takes. */
  listMin: 6,
}
export type Assumptions = typeof assumptions

/** How much longer or shorter than the half of its kind something takes: log-normal, in natural logs. */
export const SPREAD = 0.6
