/** How many of the last characters somebody looks at who fetches a card. */
const TAIL = 3

/**
 * Serials are what is printed on a card, so they are what a hand picks by; of its owner the system
 * keeps no name. Two look alike when a tired eye takes one for the other: they end in the same three
 * characters, or differ in one character, or in two that stand side by side the other way round.
 */
export const lookAlike = (a: string, b: string): boolean => {
  if (a === b || a.slice(-TAIL) === b.slice(-TAIL)) return true
  if (a.length !== b.length) return false
  const differing = [...a].flatMap((one, at) => (one === b[at] ? [] : [at]))
  const [first = 0, second] = differing
  if (differing.length === 1) return true
  return (
    differing.length === 2 &&
    second === first + 1 &&
    a[first] === b[second] &&
    a[second] === b[first]
  )
}

/** The slots right beside one, in its drawer, whether or not they are there. */
export const beside = (slot: string): string[] => {
  const at = slot.lastIndexOf('-') + 1
  const number = slot.slice(at)
  return [Number(number) - 1, Number(number) + 1]
    .filter((one) => one > 0)
    .map((one) => slot.slice(0, at) + String(one).padStart(number.length, '0'))
}

/**
 * Of free slots, the nearest first, the first one for a card that nothing beside looks like; where
 * there is none, the nearest: a card is better beside its like than nowhere.
 */
export const spread = (
  serial: string,
  nearestFirst: readonly string[],
  lying: readonly { slot: string; serial: string }[],
): string | null => {
  const isApart = (slot: string) => {
    const near = new Set([slot, ...beside(slot)])
    return !lying.some((one) => near.has(one.slot) && lookAlike(one.serial, serial))
  }
  return nearestFirst.find(isApart) ?? nearestFirst[0] ?? null
}
