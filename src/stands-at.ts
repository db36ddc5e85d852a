import type { Bilingual } from './language.ts'
import type { Refusal } from './refusal.ts'

/** One of many that are sent at once, where something is wrong with it: for the sentence. */
type Kind = 'service' | 'counter'

const words: Record<Kind, Bilingual> = {
  service: { ar: 'الخدمة', en: 'Service' },
  counter: { ar: 'النافذة', en: 'Counter' },
}

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

/** By what a person finds it again in what they sent: by its name, its code, or how far down it is. */
const nameOf = (one: object, kind: Kind, at: number): Bilingual => {
  const place = `#${at + 1}`
  if (kind === 'counter') {
    const label = asName(fieldOf(one, 'label')) ?? place
    return { ar: label, en: label }
  }
  const name = fieldOf(one, 'name')
  const code = asName(fieldOf(one, 'id')) ?? place
  return { ar: asName(fieldOf(name, 'ar')) ?? code, en: asName(fieldOf(name, 'en')) ?? code }
}

const kinds: Record<string, Kind> = { services: 'service', counters: 'counter' }

/**
 * Where in a body something stands that its schema does not allow.
 * @param path as a JSON pointer: `/services/2/prefix`
 */
export const standsAt = (body: unknown, path: string): Record<string, string> => {
  let value = body
  let list: string | undefined
  for (const part of path.split('/').slice(1)) {
    const kind = list === undefined ? undefined : kinds[list]
    value = fieldOf(value, part)
    if (kind && typeof value === 'object' && value !== null)
      return detailsOf(kind, nameOf(value, kind, Number(part)))
    list = part
  }
  return {}
}

/** What comes before the sentence of a refusal that stands at one of many; otherwise nothing. */
export const beginningAt = (
  { at, atAr, atEn }: Refusal['details'],
  language: keyof Bilingual,
): string => {
  const said = words[at === 'counter' ? 'counter' : 'service'][language]
  if (at === undefined) return ''
  return `${said} \u2068${language === 'ar' ? atAr : atEn}\u2069: `
}
