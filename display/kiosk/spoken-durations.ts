import { HOUR_MIN } from '../../src/duration.ts'
import type { Language } from '../../src/language.ts'
import { type Phrase, sayPart } from '../shared/spoken-numbers.ts'

/** How minutes are said: in the words of src/duration.ts, an hour and more of them in hours. */

/** Nobody waits for so long, and there are words for as many hours as minutes. */
const HOURS_MAX = 59

const arabicRules = new Intl.PluralRules('ar')

/** Arabic from 3 to 59 before what it counts: a feminine noun, in the genitive. */
const countIn = (value: number): Phrase => {
  const ones = value % 10
  if (value < 20 || ones === 0) return [`count-${value}`]
  return [`ones-${ones}`, `and-count-${value - ones}`]
}

/** So many of something after what was said before, with the و that joins it. */
const joined = ([first, ...rest]: Phrase): Phrase => [`and-${first}`, ...rest]

const countedIn = (value: number, unit: 'minute' | 'hour'): Phrase => {
  switch (arabicRules.select(value)) {
    case 'one':
      return [`${unit}-one`]
    case 'two':
      return [`${unit}s-two`]
    case 'few':
      return [...countIn(value), `${unit}s-few`]
    default:
      return [...countIn(value), unit]
  }
}

const inArabic = (hours: number, rest: number): Phrase => {
  if (hours === 0) return countedIn(rest, 'minute')
  if (rest === 0) return countedIn(hours, 'hour')
  // One of something needs no number where more follows.
  const first = hours === 1 ? ['hour'] : countedIn(hours, 'hour')
  return [...first, ...joined(rest === 1 ? ['minute'] : countedIn(rest, 'minute'))]
}

const inEnglish = (hours: number, rest: number): Phrase => {
  const count = (value: number, unit: 'minute' | 'hour', more = ''): Phrase => [
    ...sayPart({ value }, 'en'),
    `${unit}${value === 1 ? '' : 's'}${more}`,
  ]
  if (hours === 0) return count(rest, 'minute')
  if (rest === 0) return count(hours, 'hour')
  return [...count(hours, 'hour', '-and'), ...count(rest, 'minute')]
}

/** @param minutes whole ones, from 1 on @returns null for more than can be said */
export const spokenDuration = (minutes: number, language: Language): Phrase | null => {
  const hours = Math.floor(minutes / HOUR_MIN)
  if (hours > HOURS_MAX) return null
  return (language === 'ar' ? inArabic : inEnglish)(hours, minutes % HOUR_MIN)
}

/**
 * From one to the other. Arabic has the noun with both ends, as its number has to agree with it;
 * English says it once where both are minutes.
 */
export const spokenRange = (from: number, to: number, language: Language): Phrase | null => {
  const least =
    language === 'en' && to < HOUR_MIN
      ? sayPart({ value: from }, language)
      : spokenDuration(from, language)
  const most = spokenDuration(to, language)
  return least && most && [...least, 'wait-to', ...most]
}
