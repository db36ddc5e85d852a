import { type RefusalCode, refusals, statusOf } from './errors.ts'
import type { Bilingual, Language } from './language.ts'
import { numberText } from './number-text.ts'
import type { Refusal } from './refusal.ts'
import { beginningAt } from './stands-at.ts'
import { dayWords, fieldWords, stateWords } from './words.ts'

/** What is wrong with one field of a request, said by the keyword of its schema. */
const fieldSentences: Record<'required' | 'long' | 'unknown' | 'said' | 'other', Bilingual> = {
  required: { ar: 'هذا الحقل ناقص: {field}.', en: 'This is missing: {field}.' },
  long: { ar: 'هذا الحقل أطول من المسموح: {field}.', en: 'This is longer than allowed: {field}.' },
  // As it was written: a word of ours would name another field by the same name.
  unknown: { ar: 'هذا الحقل غير معروف هنا: {key}.', en: 'This is not known here: {key}.' },
  said: {
    ar: 'هذا الحقل غير صحيح: {field} (⁨{said}⁩).',
    en: 'This is not valid: {field} (⁨{said}⁩).',
  },
  other: { ar: 'هذا الحقل غير صحيح: {field}.', en: 'This is not valid: {field}.' },
}

const fieldSentence = ({ why, said }: Refusal['details']): Bilingual => {
  if (why === 'required') return fieldSentences.required
  if (why === 'maxLength' || why === 'maxItems') return fieldSentences.long
  if (why === 'additionalProperties') return fieldSentences.unknown
  return said === undefined ? fieldSentences.other : fieldSentences.said
}

const wordsOf: Record<string, Record<string, Bilingual>> = {
  state: stateWords,
  field: fieldWords,
  day: dayWords,
}

const wordFor = (name: string, value: string | number | undefined, language: Language): string =>
  wordsOf[name]?.[String(value)]?.[language] ??
  (typeof value === 'number' ? numberText(value) : (value ?? ''))

/** The sentence of a refusal in one language. */
export const sentenceOf = ({ refused, details }: Refusal, language: Language): string => {
  const ofField = refused === 'malformed' && details.field !== undefined
  const said = ofField ? fieldSentence(details) : refusals[refused]
  const sentence = said[language]
    .replace(/\[(.*?\{(\w+)\}.*?)\]/g, (_, part: string, name: string) =>
      details[name] === undefined ? '' : part,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) =>
      name === 'key' ? `${details.field}` : wordFor(name, details[name], language),
    )
  return beginningAt(details, language) + sentence
}

/** RFC 9457 problem details: what a refusal looks like from outside. */
export interface Problem {
  type: string
  title: string
  status: number
  code: RefusalCode
  detail: string
  details?: Record<string, string | number>
  /** All that is wrong with what was sent, where it is more than one thing. */
  errors?: Fault[]
}
type Fault = Pick<Problem, 'code' | 'detail' | 'details'>

const faultOf = (refusal: Refusal, language: Language): Fault => ({
  code: refusal.refused,
  detail: sentenceOf(refusal, language),
  ...(Object.keys(refusal.details).length > 0 && { details: refusal.details }),
})

export const problemOf = (refusal: Refusal, language: Language): Problem => ({
  type: 'about:blank',
  title: refusal.refused,
  status: statusOf(refusal.refused),
  ...faultOf(refusal, language),
  ...(refusal.faults && { errors: refusal.faults.map((one) => faultOf(one, language)) }),
})
