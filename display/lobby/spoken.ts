import type { Language } from '../../src/language.ts'
import { type Part, type Phrase, partsOf, sayPart } from '../shared/spoken-numbers.ts'

export interface SpokenCall {
  number: string
  counter: string
}

/**
 * "النافذة رقم سبعة", not "النافذة السابعة": the ordinal would be the seventh window of a row, and
 * counters have gaps, twenty-ones and letters. Banks, service centres and airports (البوابة رقم …)
 * say رقم, after which the number needs no agreement with النافذة. Before letters, which are a
 * name already, there is none: "النافذة في آي بي، اثنان".
 */
const counterClip = (first: Part | undefined, language: Language): string =>
  language === 'ar' && first && 'value' in first ? 'counter-number' : 'counter'

/**
 * A call as the clips that say it, in phrases with a short pause between them: "Number A, fourteen.
 * counter seven." A counter that is called by words ("Information") has no clips for them: whoever
 * hears their number is sent to the screen, where the words stand.
 * @returns null where the number has no clips: then the chime sounds alone
 */
export const spoken = ({ number, counter }: SpokenCall, language: Language): Phrase[] | null => {
  const ticket = partsOf(number)
  const place = partsOf(counter)
  if (!ticket) return null
  const [prefix, ...rest] = ticket.map((part) => sayPart(part, language))
  return [
    ['number', ...(prefix ?? [])],
    ...rest,
    place
      ? [counterClip(place[0], language), ...place.flatMap((part) => sayPart(part, language))]
      : ['see-screen'],
  ]
}
