import type { Language } from '../../src/language.ts'
import { western } from './digits.ts'

/** The names of the clips that are said in one breath, one after another. */
export type Phrase = readonly string[]

/** No ticket and no counter has a higher one, and what nobody can follow is not worth saying. */
const SPOKEN_MAX = 9_999
/** A longer run of letters is a word, and spelling it out tells nobody anything. */
const LETTERS_MAX = 3
const PARTS_MAX = 4

const clip = String

const splitAt = (value: number, step: number): [whole: number, rest: number] => [
  value - (value % step),
  value % step,
]

/** "one thousand one hundred and fourteen": British, as the Gulf's announcements have it. */
const below100InEnglish = (value: number): string[] => {
  if (value === 0) return []
  if (value < 20) return [clip(value)]
  const [tens, ones] = splitAt(value, 10)
  return ones === 0 ? [clip(tens)] : [clip(tens), clip(ones)]
}

const inEnglish = (value: number): string[] => {
  if (value === 0) return ['0']
  const [thousands, rest] = splitAt(value, 1_000)
  const [hundreds, last] = splitAt(rest, 100)
  const said: string[] = []
  // "and" stands once, before the part below a hundred, and is said in one breath with its hundred.
  if (thousands > 0)
    said.push(clip(thousands / 1_000), hundreds === 0 && last > 0 ? 'thousand-and' : 'thousand')
  if (hundreds > 0) said.push(clip(hundreds / 100), last > 0 ? 'hundred-and' : 'hundred')
  return [...said, ...below100InEnglish(last)]
}

/**
 * "ألف ومئة وأربعة عشر", "واحد وعشرون": the parts from the largest to the smallest, but ones before
 * tens, each after the first with its و, which is one word with it and so one clip.
 *
 * The number names a ticket and counts nothing, so it has the form of bare counting, which is also
 * the one that agrees with رقم, masculine: ثلاثة, أربعة عشر.
 */
const inArabic = (value: number): string[] => {
  if (value === 0) return ['0']
  const [thousands, rest] = splitAt(value, 1_000)
  const [hundreds, last] = splitAt(rest, 100)
  const [tens, ones] = last < 20 ? [0, last] : splitAt(last, 10)
  return [thousands, hundreds, ones, tens]
    .filter((part) => part > 0)
    .map((part, at) => (at === 0 ? clip(part) : `and-${part}`))
}

export const numberIn = { en: inEnglish, ar: inArabic } as const

export type Part = { letters: string[] } | { value: number }

/**
 * A number or a counter's label as the parts people say: letters by their names, digits as one
 * number without its leading zeros. Null for what cannot be said.
 */
export const partsOf = (label: string): Part[] | null => {
  const plain = western(label).trim()
  if (!/^[a-z\d]+([\s./-]+[a-z\d]+)*$/i.test(plain)) return null
  const runs = plain.match(/[a-z]+|\d+/gi) ?? []
  const parts = runs.map((run) => (/\d/.test(run) ? { value: Number(run) } : { letters: [...run] }))
  const isSayable = (part: Part): boolean =>
    'value' in part ? part.value <= SPOKEN_MAX : part.letters.length <= LETTERS_MAX
  return parts.length <= PARTS_MAX && parts.every(isSayable) ? parts : null
}

export const sayPart = (part: Part, language: Language): string[] =>
  'value' in part
    ? numberIn[language](part.value)
    : part.letters.map((letter) => `letter-${letter.toLowerCase()}`)
