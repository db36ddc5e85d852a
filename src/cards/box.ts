/** `sealed`: on its way, or being unpacked where it goes. */
export const boxStates = ['open', 'sealed', 'closed'] as const
export type BoxState = (typeof boxStates)[number]

/**
 * What became of a card in a box; `left`: it stayed, because it could not be sent any more when the box
 * was sealed, or because it was left out by mistake and turned up where it was sent from.
 */
export const boxOutcomes = ['left', 'received', 'missing'] as const
export type BoxOutcome = (typeof boxOutcomes)[number]

/** The most cards in one box: one command seals it, so that all of them leave together. */
export const BOX_MAX = 100
