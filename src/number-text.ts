/** Both languages have Western digits here, and so the same comma between thousands. */
const grouped = new Intl.NumberFormat('en-GB')

/**
 * `7,478`: a number as people read it, on pages and in refusals. Tables that are taken away keep
 * theirs bare.
 */
export const numberText = (value: number): string => grouped.format(value)
