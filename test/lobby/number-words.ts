/** Reads number words back, by tables of its own: what a listener makes of what they hear. */

const at = (words: string, first: number, step: number): [string, number][] =>
  words.split(' ').map((word, nth) => [word, first + step * nth])

const english = new Map([
  ...at('zero one two three four five six seven eight nine ten eleven twelve thirteen', 0, 1),
  ...at('fourteen fifteen sixteen seventeen eighteen nineteen', 14, 1),
  ...at('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10),
])

/** @throws for a word that is none of a number's */
export const fromEnglish = (words: string): number => {
  let thousands = 0
  let below = 0
  for (const word of words.split(' ')) {
    if (word === 'and') continue
    if (word === 'thousand') {
      thousands = below * 1_000
      below = 0
    } else if (word === 'hundred') below *= 100
    else {
      const value = english.get(word)
      if (value === undefined) throw new Error(`not a number: ${word}`)
      below += value
    }
  }
  return thousands + below
}

const arabic = new Map([
  ...at('صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة', 0, 1),
  ...at('عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون', 20, 10),
  ...at('ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة', 300, 100),
  ['أحد', 1],
  ['اثنا', 2],
  ['عشر', 10],
  ['مئة', 100],
  ['مئتان', 200],
  ['ألف', 1_000],
  ['ألفان', 2_000],
])

/**
 * @returns the value, and how many parts are joined by و to what stands before them
 * @throws for a word that is none of a number's
 */
export const fromArabic = (words: string): { value: number; joined: number } => {
  let value = 0
  let joined = 0
  for (const word of words.split(' ')) {
    if (word === 'آلاف') {
      value *= 1_000
      continue
    }
    const own = arabic.get(word)
    const behind = word.startsWith('و') ? arabic.get(word.slice(1)) : undefined
    if (own === undefined && behind === undefined) throw new Error(`not a number: ${word}`)
    if (own === undefined) joined += 1
    value += own ?? behind ?? 0
  }
  return { value, joined }
}
