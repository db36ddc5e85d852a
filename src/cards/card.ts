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
