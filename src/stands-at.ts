import type { Bilingual } from './language.ts'
import type { Refusal } from './refusal.ts'
import { dayWords } from './words.ts'

/** One of many that are sent at once, where something is wrong with it: for the sentence. */
type Kind = 'service' | 'counter' | 'place' | 'message' | 'notice' | 'day' | 'line'

const words: Record<Kind, Bilingual> = {
  service: { ar: 'الخدمة', en: 'Service' },
  counter: { ar: 'النافذة', en: 'Counter' },
  place: { ar: 'المكان', en: 'Place' },
  message: { ar: 'الرسالة', en: 'Message' },
  notice: { ar: 'الإعلان', en: 'Notice' },
  day: { ar: 'اليوم', en: 'Day' },
  line: { ar: 'السطر', en: 'Line' },
}

const isKind = (at: unknown): at is Kind => typeof at === 'string' && Object.hasOwn(words, at)

/** The details of a refusal that say at which of many it stands. */
const detailsOf = (at: Kind, { ar, en }: Bilingual): Record<string, string> => ({
  at,
  atAr: ar,
  atEn: en,
})

/** The refusal, with the one of many at which it stands. */
export const refusedAt = (kind: Kind, name: Bilingual, refusal: Refusal): Refusal => ({
  ...refusal,
  details: { ...refusal.details, ...detailsOf(kind, name) },
})

const NAME_MAX = 60

const asName = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= NAME_MAX
    ? value.trim()
    : undefined

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined

/** One of those that stand in lists of their own in what sets a centre up. */
type Listed = Exclude<Kind, 'line'>

/** The field by which one of a list is known; a notice has none, and is the first, the second … */
const keys: Partial<Record<Listed, string>> = {
  service: 'id',
  counter: 'label',
  place: 'code',
  message: 'kind',
}

/** By what a person finds it again in what they sent: by its name, its code, or how far down it is. */
const nameOf = (one: object, kind: Listed, at: string): Bilingual => {
  if (kind === 'day') return dayWords[at] ?? { ar: at, en: at }
  const code = asName(fieldOf(one, keys[kind] ?? '')) ?? `#${Number(at) + 1}`
  if (kind !== 'service') return { ar: code, en: code }
  const name = fieldOf(one, 'name')
  return { ar: asName(fieldOf(name, 'ar')) ?? code, en: asName(fieldOf(name, 'en')) ?? code }
}

const kinds: Record<string, Listed> = {
  services: 'service',
  counters: 'counter',
  places: 'place',
  messages: 'message',
  hallNotices: 'notice',
  hours: 'day',
  holidays: 'day',
}

const SAID_MAX = 40

/** What was sent, where it is short enough to be said again. */
const saidAs = (value: unknown): { said?: string } =>
  (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) &&
  `${value}`.length <= SAID_MAX
    ? { said: `${value}` }
    : {}

/**
 * Where in a body something stands that its schema does not allow, and what it is. Nothing for what
 * is not one of many that set a centre up: other values may be somebody's own.
 * @param path as a JSON pointer: `/services/2/prefix`
 */
export const standsAt = (body: unknown, path: string): Record<string, string> => {
  let value = body
  let list: string | undefined
  let at: Record<string, string> | undefined
  for (const part of path.split('/').slice(1)) {
    const kind = list === undefined ? undefined : kinds[list]
    value = fieldOf(value, part)
    if (!at && kind && typeof value === 'object' && value !== null)
      at = detailsOf(kind, nameOf(value, kind, part))
    list = part
  }
  return at ? { ...at, ...saidAs(value) } : {}
}

/** What comes before the sentence of a refusal that stands at one of many; otherwise nothing. */
export const beginningAt = (
  { at, atAr, atEn }: Refusal['details'],
  language: keyof Bilingual,
): string => {
  if (at === undefined) return ''
  const said = words[isKind(at) ? at : 'service'][language]
  return `${said} \u2068${language === 'ar' ? atAr : atEn}\u2069: `
}
