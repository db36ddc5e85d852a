import i18next from 'i18next'
import { createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Bilingual, Language } from '../../src/language.ts'
import { numberText } from '../../src/number-text.ts'
import { sharedTexts } from './texts.ts'

export type { Bilingual, Language }

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Table = Readonly<Record<string, string>>
/** A key as it is asked for: `ahead` for `ahead_zero` … `ahead_other`. */
type KeyOf<T extends Table> = {
  [K in keyof T & string]: K extends `${infer Base}_${PluralForm}` ? Base : K
}[keyof T & string]
/** Turns the English table into an error when a key of the Arabic one is missing in it. */
type SameKeys<A extends Table, E extends Table> = [
  Exclude<KeyOf<A>, KeyOf<E>> | Exclude<KeyOf<E>, KeyOf<A>>,
] extends [never]
  ? unknown
  : { missing: Exclude<KeyOf<A>, KeyOf<E>> | Exclude<KeyOf<E>, KeyOf<A>> }

export type Values = Readonly<Record<string, string | number>>
/** One sentence by its key; `count` chooses among the plural forms (six in Arabic). */
export type Translate<K extends string> = (key: K, values?: Values) => string

const STORAGE_KEY = 'dawr-language'
const DIRECTIONS = { ar: 'rtl', en: 'ltr' } as const

const isLanguage = (value: string | null): value is Language => value === 'ar' || value === 'en'

/** localStorage, for browsers that may forbid it: then a choice lasts as long as the page. */
export const remembered = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      // Expected: a SecurityError where storage is switched off.
      return null
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value)
    } catch {
      // Expected: a SecurityError where storage is switched off, or a full quota.
    }
  },
}

/** `?lang=` first, then the choice made before; null where nobody chose. */
const chosenLanguage = (): Language | null => {
  const asked = new URLSearchParams(location.search).get('lang')
  if (isLanguage(asked)) return asked
  const kept = remembered.get(STORAGE_KEY)
  return isLanguage(kept) ? kept : null
}

/** What the browser wishes for; Arabic otherwise. */
const browserLanguage = (): Language =>
  navigator.language.toLowerCase().startsWith('en') ? 'en' : 'ar'

let isChosen = chosenLanguage() !== null
let language = chosenLanguage() ?? browserLanguage()
const listeners = new Set<() => void>()

const applyToPage = (): void => {
  document.documentElement.lang = language
  document.documentElement.dir = DIRECTIONS[language]
}

const instance = i18next.createInstance()
// Without a backend everything is there at once: no promise to wait for.
void instance.init({
  initAsync: false,
  lng: language,
  fallbackLng: false,
  defaultNS: 'shared',
  resources: { ar: { shared: sharedTexts.ar }, en: { shared: sharedTexts.en } },
  // Preact escapes what it renders.
  interpolation: { escapeValue: false },
})
applyToPage()

export const currentLanguage = (): Language => language

/** Changes the page's language now. `keep: false` for a kiosk, where the next visitor is another. */
export const setLanguage = (next: Language, { keep = true } = {}): void => {
  isChosen = true
  if (keep) remembered.set(STORAGE_KEY, next)
  if (next === language) return
  language = next
  applyToPage()
  for (const listener of listeners) listener()
}

/** The language in which somebody asked for what the page shows: it is theirs until they choose. */
export const offerLanguage = (theirs: Language): void => {
  if (!isChosen) setLanguage(theirs, { keep: false })
}

/** For a part of a page that speaks one language whatever the page does. */
export const LanguageHere = createContext<Language | undefined>(undefined)

/** The page's language; the component renders again when it changes. */
export const useLanguage = (): Language => {
  const here = useContext(LanguageHere)
  const [current, setCurrent] = useState(language)
  useEffect(() => {
    const listener = () => setCurrent(language)
    listeners.add(listener)
    listener()
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return here ?? current
}

/** Calls back when the page's language changes: a sentence of the server does not change with it. */
export const useLanguageChange = (onChange: () => void): void => {
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => {
    const listener = () => latest.current()
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [])
}

/** Numbers as pages write them; the plural form is still chosen by the number itself. */
const written = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? numberText(value) : value,
    ]),
  )

const sentence = (inLanguage: Language, namespace: string, key: string, values?: Values): string =>
  instance.t(key, {
    lng: inLanguage,
    ns: namespace,
    ...(values && { replace: written(values) }),
    ...(typeof values?.count === 'number' && { count: values.count }),
  })

const translator =
  <K extends string>(namespace: string) =>
  (inLanguage: Language): Translate<K> =>
  (key, values) =>
    sentence(inLanguage, namespace, key, values)

/**
 * An app's own sentences, typed by their keys; both tables must have the same keys.
 * @returns `useTexts` (in the page's language, renders again when it changes) and `textsIn` for
 *   one given language, for screens that show both at once.
 */
export const defineTexts = <const A extends Table, const E extends Table>(
  namespace: string,
  tables: { ar: A; en: E & SameKeys<A, E> },
) => {
  instance.addResourceBundle('ar', namespace, tables.ar)
  instance.addResourceBundle('en', namespace, tables.en)
  const textsIn = translator<KeyOf<A>>(namespace)
  return { textsIn, useTexts: (): Translate<KeyOf<A>> => textsIn(useLanguage()) }
}

export type SharedKey = KeyOf<(typeof sharedTexts)['ar']>
export const sharedIn = translator<SharedKey>('shared')
export const useShared = (): Translate<SharedKey> => sharedIn(useLanguage())

/** Keeps a number or code whole inside a sentence of either direction (FSI … PDI). */
export const isolate = (text: string): string => `\u2068${text}\u2069`

export { localeOf } from './days.ts'

/** `14:05` in the given time zone (the browser's own without one). */
export const clockTime = (at: Date | string, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone && { timeZone }),
  }).format(typeof at === 'string' ? new Date(at) : at)
