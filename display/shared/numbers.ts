/** Both languages have Western digits here, and so the same comma between thousands. */
const grouped = new Intl.NumberFormat('en-GB')

/** `7,478`: a number as every page writes it. Sentences of the text tables write theirs by it too. */
export const numberText = (value: number): string => grouped.format(value)
