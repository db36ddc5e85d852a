const SENTENCE_END = /[.!?؟؛;…]["'”’»)\]]*$/
/** So much shorter than the others a part may be, that it ends with its sentence. */
const SHORTEST = 0.7

type Fits = (part: string) => boolean

/** A part as it is read, the mark that its sentence goes on included. */
const toBeContinued = (part: string): string => (SENTENCE_END.test(part) ? part : `${part} …`)

const whileTrue = (ends: readonly number[], holds: (end: number) => boolean): number[] => {
  const first = ends.findIndex((end) => !holds(end))
  return first < 0 ? [...ends] : ends.slice(0, first)
}

/** Where the first part of it may end: behind a word, or inside the first one where that is too long. */
const possibleEnds = (text: string, fits: Fits): number[] => {
  const isInside = (end: number) => fits(toBeContinued(text.slice(0, end)))
  const words = [...text.matchAll(/\S+/g)].map((word) => word.index + word[0].length)
  const ends = whileTrue(words, isInside)
  if (ends.length > 0) return ends
  let behind = 0
  const letters = Array.from(text, (letter) => {
    behind += letter.length
    return behind
  })
  const some = whileTrue(letters, isInside)
  // Where there is no room at all, it goes on all the same.
  return some.length > 0 ? some : words.slice(0, 1)
}

/** @param even how many letters a part has where all of them are of one length */
const cut = (text: string, fits: Fits, even: number): string[] => {
  const parts: string[] = []
  let rest = text.trim()
  while (!fits(rest)) {
    const ends = possibleEnds(rest, fits)
    const end =
      ends.findLast((at) => at >= even * SHORTEST && SENTENCE_END.test(rest.slice(0, at))) ??
      ends.find((at) => at >= even) ??
      ends.at(-1) ??
      rest.length
    const left = rest.slice(end).trim()
    if (left === '') break
    parts.push(toBeContinued(rest.slice(0, end)))
    rest = left
  }
  return [...parts, rest]
}

/**
 * A text in as many parts as it takes for each to fit, of much the same length: each ends with a
 * sentence where one ends thereabouts, with a word and a mark that it goes on elsewhere.
 */
export const partsOf = (text: string, fits: Fits): string[] => {
  const full = cut(text, fits, Number.POSITIVE_INFINITY)
  return full.length === 1 ? full : cut(text, fits, text.length / full.length)
}
