const END_MARK = /[.!?؟؛;…]["'”’»)\]]*$/
/** The number of a list is none: what it numbers comes behind it. */
const NUMBERED = /(?:^|\s)\d{1,2}\.$/
const endsSentence = (part: string): boolean => END_MARK.test(part) && !NUMBERED.test(part)
/** So much shorter than the others a part may be, that it ends with its sentence. */
const SHORTEST = 0.7

type Fits = (part: string) => boolean

/** A part as it is read, the mark that its sentence goes on included. */
const toBeContinued = (part: string): string => (endsSentence(part) ? part : `${part} …`)

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
      ends.findLast((at) => at >= even * SHORTEST && endsSentence(rest.slice(0, at))) ??
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

/** As `cut`, each part of whole sentences. @returns null where one of them does not fit alone */
const bySentences = (text: string, fits: Fits, even: number): string[] | null => {
  const parts: string[] = []
  let rest = text.trim()
  while (!fits(rest)) {
    const ends = possibleEnds(rest, fits).filter((at) => endsSentence(rest.slice(0, at)))
    const end = ends.find((at) => at >= even) ?? ends.at(-1)
    if (end === undefined) return null
    parts.push(rest.slice(0, end))
    rest = rest.slice(end).trim()
  }
  return [...parts, rest]
}

/**
 * A text in as many parts as it takes for each to fit, of much the same length. They are of whole
 * sentences where that takes one part more at most; otherwise each ends with a sentence where one
 * ends thereabouts, with a word and a mark that it goes on elsewhere.
 */
export const partsOf = (text: string, fits: Fits): string[] => {
  const full = cut(text, fits, Number.POSITIVE_INFINITY)
  if (full.length === 1) return full
  const even = text.length / full.length
  const whole = bySentences(text, fits, even)
  return whole && whole.length <= full.length + 1 ? whole : cut(text, fits, even)
}
