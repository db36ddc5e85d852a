import type { Operation, Rules } from './explain.ts'

/** What is done at the shelves of a post section. */
export type ShelfInput =
  | { do: 'scan'; serial: string; place: string }
  | { do: 'where'; serial: string }
  | { do: 'lying'; place: string }

export interface ShelfOutput {
  /** `ok`, `already_there`, or the code of the refusal. */
  said: string
  /** Where the card is. */
  place?: string | null
  /** The cards that lie there. */
  serials?: readonly string[]
}

export type ShelfOperation = Operation<ShelfInput, ShelfOutput>

/** Where each card is; null: in hand. */
export type ShelfState = ReadonlyMap<string, string | null>

const lyingAt = (state: ShelfState, place: string): string[] =>
  [...state].flatMap(([serial, at]) => (at === place ? [serial] : [])).sort()

/** The rules of domain.md, "A card's life", in words: one place for a card, one card in a slot. */
const made = (
  state: ShelfState,
  slots: ReadonlySet<string>,
  input: ShelfInput,
): { must: ShelfOutput; next: ShelfState } => {
  if (input.do === 'lying')
    return { must: { said: 'ok', serials: lyingAt(state, input.place) }, next: state }
  const place = state.get(input.serial)
  if (input.do === 'where')
    return place === undefined
      ? { must: { said: 'unknown_card' }, next: state }
      : { must: { said: 'ok', place }, next: state }
  if (!slots.has(input.place)) return { must: { said: 'unknown_place' }, next: state }
  if (place === undefined) return { must: { said: 'unknown_card' }, next: state }
  if (place === input.place) return { must: { said: 'already_there', place }, next: state }
  if (lyingAt(state, input.place).length > 0) return { must: { said: 'place_full' }, next: state }
  return {
    must: { said: 'ok', place: input.place },
    next: new Map([...state, [input.serial, input.place]]),
  }
}

const agrees = (output: ShelfOutput, must: ShelfOutput): boolean =>
  output.said === must.said &&
  output.place === must.place &&
  `${output.serials?.toSorted()}` === `${must.serials}`

/** The rules of shelves whose cards are all in hand at the start; each slot holds one. */
export const shelfRules = (
  serials: readonly string[],
  slots: ReadonlySet<string>,
): Rules<ShelfState, ShelfOperation> => ({
  start: new Map(serials.map((serial) => [serial, null])),
  after: (state, { input, output }) => {
    const { must, next } = made(state, slots, input)
    return output === null || agrees(output, must) ? [next] : []
  },
  key: (state) => [...state.values()].join(),
})

/** What the rules would have answered in a state, for people. */
export const shelfShouldSay =
  (slots: ReadonlySet<string>) =>
  (state: ShelfState, { input }: ShelfOperation): string =>
    JSON.stringify(made(state, slots, input).must)
