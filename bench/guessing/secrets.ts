/** How many values a secret may have, measured on what the server's own code made. */

export interface Space {
  /** Equally likely values, as a power of two. */
  bits: number
  /** What was seen of it. */
  seen: string
}

const SAMPLES = 20_000

/** Distinct values that so many draws from so many would show, on average. */
const distinctOf = (draws: number, bits: number): number =>
  // Written so that it holds where 2^bits is beyond what a number can tell apart from one more.
  2 ** bits * -Math.expm1(-draws / 2 ** bits)

/**
 * Draws a secret many times: its length and letters, and whether values come twice more often than
 * chance has it.
 * @param bits what its generator puts in; checked against the letters it was seen to use
 */
export const measured = (draw: (at: number) => string, bits: number): Space => {
  const drawn = Array.from({ length: SAMPLES }, (_, at) => draw(at))
  const lengths = new Set(drawn.map((one) => one.length))
  const letters = new Set(drawn.join('')).size
  const longest = Math.max(...lengths)
  const roomBits = longest * Math.log2(letters)
  const distinct = new Set(drawn).size
  const expected = distinctOf(SAMPLES, bits)
  if (roomBits < bits - 0.1) throw new Error(`${letters} letters × ${longest} hold no ${bits} bits`)
  if (Math.abs(distinct - expected) > 5 * Math.sqrt(SAMPLES - expected + 1))
    throw new Error(`${distinct} of ${SAMPLES} are distinct, where ${expected} should be`)
  return { bits, seen: `${longest} of ${letters} letters, ${distinct} of ${SAMPLES} distinct` }
}

/** Out of a list that an attacker has, or can count up. */
export const listed = (values: number, seen: string): Space => ({ bits: Math.log2(values), seen })

/** The odds that so many guesses find one of the values that open. */
export const oddsOf = (guesses: number, { bits }: Space, open = 1): number => {
  const each = open / 2 ** bits
  return each >= 1 ? 1 : -Math.expm1(guesses * Math.log1p(-each))
}
