import type { Bilingual, Language } from '../language.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { NoticeKind } from './notice.ts'

/** What can be put into a message, by the name that it has in a text of each language: `{number}`. */
export const placeholders = {
  number: { ar: 'الرقم', en: 'number' },
  service: { ar: 'الخدمة', en: 'service' },
  centre: { ar: 'المركز', en: 'centre' },
  link: { ar: 'الرابط', en: 'link' },
  ahead: { ar: 'أمامك', en: 'ahead' },
  counter: { ar: 'النافذة', en: 'counter' },
  hours: { ar: 'الدوام', en: 'hours' },
  code: { ar: 'الرمز', en: 'code' },
} as const satisfies Record<string, Bilingual>
export type Placeholder = keyof typeof placeholders
const names = Object.keys(placeholders) as Placeholder[]

/** What stands for the placeholders of one message; '' where there is nothing to say. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>

/** Without what is needed a message would be of no use; the rest it may say or not. */
const allowed: Record<NoticeKind, { needed: Placeholder[]; more: Placeholder[] }> = {
  ticket_issued: { needed: ['number', 'link'], more: ['service', 'centre'] },
  nearly_turn: { needed: ['number'], more: ['ahead', 'centre', 'link'] },
  pick_not_found: { needed: ['number'], more: [] },
  card_ready: { needed: ['centre', 'code'], more: ['hours'] },
  card_reminder_7: { needed: ['centre', 'code'], more: ['hours'] },
  card_reminder_30: { needed: ['centre', 'code'], more: ['hours'] },
  push_nearly: { needed: ['number'], more: ['ahead'] },
  push_called: { needed: ['number', 'counter'], more: [] },
}

/**
 * What is said where a centre has no words of its own. Arabic is sent as UCS-2 with 70 units to the
 * SMS, so it is kept short: reminders say `الرمز` alone, for with the longest weekday they would not
 * fit one otherwise. A link is longer than an SMS of Arabic by itself, so only the message that
 * brings it has one; it stands on its own line, where no Arabic beside it turns its parts round.
 * The first line of what goes to a browser is its heading.
 */
export const usualTexts: Record<NoticeKind, Bilingual> = {
  ticket_issued: {
    ar: 'رقمك {الرقم}: {الخدمة}، {المركز}\n{الرابط}',
    en: 'Your number is {number}: {service}, {centre}\n{link}',
  },
  nearly_turn: {
    ar: 'اقترب دورك {الرقم}، {أمامك}\nانتظر في القاعة: {المركز}',
    en: 'Your turn is near, {number}: {ahead}\nPlease wait in the hall: {centre}',
  },
  pick_not_found: {
    ar: '{الرقم}: لم نجد بطاقتك في مكانها، ونبحث عنها الآن. رقمك محفوظ',
    en: '{number}: your card is not in its place. We are searching for it now, and your number is kept.',
  },
  card_ready: {
    ar: 'بطاقتك جاهزة: {المركز}\n{الدوام}\nرمز الاستلام {الرمز}',
    en: 'Your ID card is ready: {centre}\nOpen {hours}\nPickup code {code}',
  },
  card_reminder_7: {
    ar: 'بطاقتك بانتظارك: {المركز}\n{الدوام}\nالرمز {الرمز}',
    en: 'Your ID card is waiting for you: {centre}\nOpen {hours}\nPickup code {code}',
  },
  card_reminder_30: {
    ar: 'تذكير أخير ببطاقتك: {المركز}\n{الدوام}\nالرمز {الرمز}',
    en: 'Last reminder, your ID card is waiting for you: {centre}\nOpen {hours}\nPickup code {code}',
  },
  push_nearly: {
    ar: 'اقترب دورك {الرقم}\n{أمامك}',
    en: 'Your turn is near, {number}\n{ahead}',
  },
  push_called: {
    ar: 'حان دورك {الرقم}\nتوجّه الآن إلى النافذة {النافذة}',
    en: 'It is your turn, {number}\nPlease go to counter {counter}',
  },
}

/** A message that is longer than this is none. */
export const TEXT_MAX = 320

/** As it is written in a text: `{number}`. */
export const written = (placeholder: Placeholder, language: Language): string =>
  `{${placeholders[placeholder][language]}}`

/** What may stand in a text; what is needed comes first. */
export const placeholdersOf = (kind: NoticeKind): Placeholder[] => [
  ...allowed[kind].needed,
  ...allowed[kind].more,
]

/** Everything between braces, and every brace that has no other. */
const BRACED = /\{([^{}\n]*)\}|[{}]/g

const placeholderAt = (braced: string, language: Language): Placeholder | undefined =>
  names.find((name) => written(name, language) === braced)

/**
 * A text with what stands for its placeholders. A line in which one of them has nothing to say is
 * left out, so that `Open {hours}` is not said of a centre without any.
 */
export const fill = (text: string, language: Language, values: Values): string =>
  text
    .split('\n')
    .flatMap((line) => {
      let isSaid = true
      const filled = line.replace(BRACED, (braced) => {
        const name = placeholderAt(braced, language)
        const value = name === undefined ? braced : (values[name] ?? braced)
        if (value === '') isSaid = false
        return value
      })
      return isSaid ? [filled] : []
    })
    .join('\n')

/** Why a text cannot be that of a message; null: it can. `field` names its language. */
export const textObjection = (
  kind: NoticeKind,
  language: Language,
  text: string,
): Refusal | null => {
  const may = placeholdersOf(kind)
  const found = [...text.matchAll(BRACED)].map(([braced]) => braced)
  const unknown = found.find((braced) => {
    const name = placeholderAt(braced, language)
    return name === undefined || !may.includes(name)
  })
  const field = language
  if (unknown !== undefined) {
    const known = may.map((name) => written(name, language)).join(' ')
    return refuse('unknown_placeholder', { placeholder: unknown, known, field })
  }
  const { needed } = allowed[kind]
  const missing = needed.find((name) => !found.includes(written(name, language)))
  if (missing)
    return refuse('missing_placeholder', { placeholder: written(missing, language), field })
  const hours = written('hours', language)
  const beside = text.split('\n').filter((line) => line.includes(hours))
  const lost = needed.find((name) => beside.some((line) => line.includes(written(name, language))))
  if (lost) return refuse('hours_beside', { hours, placeholder: written(lost, language), field })
  return null
}
