import type { Language } from '../../src/language.ts'

/** What is said first comes first. */
export const languageChoices = {
  arabicFirst: ['ar', 'en'],
  englishFirst: ['en', 'ar'],
  arabicOnly: ['ar'],
  englishOnly: ['en'],
} as const satisfies Record<string, readonly Language[]>
export type LanguageChoice = keyof typeof languageChoices

/** How one screen sounds: each hall is another, and two screens in one may share the languages out. */
export interface SoundSettings {
  /** Percent. */
  chime: number
  voice: number
  languages: LanguageChoice
}

export const defaultSettings: SoundSettings = { chime: 80, voice: 80, languages: 'arabicFirst' }

const percentFrom = (kept: unknown, otherwise: number): number =>
  typeof kept === 'number' && kept >= 0 && kept <= 100 ? Math.round(kept) : otherwise

const isLanguageChoice = (kept: unknown): kept is LanguageChoice =>
  typeof kept === 'string' && Object.hasOwn(languageChoices, kept)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Expected: what another program, or an older page, left under this name.
    return null
  }
}

/** What was kept, with the default in the place of all that cannot be used. */
export const settingsFrom = (text: string | null): SoundSettings => {
  const kept = text === null ? null : parsed(text)
  if (typeof kept !== 'object' || kept === null) return defaultSettings
  const { chime, voice, languages }: Partial<Record<keyof SoundSettings, unknown>> = kept
  return {
    chime: percentFrom(chime, defaultSettings.chime),
    voice: percentFrom(voice, defaultSettings.voice),
    languages: isLanguageChoice(languages) ? languages : defaultSettings.languages,
  }
}

/** Half the slider sounds about half as loud: ears hear ratios, and a square is near enough. */
export const gainOf = (percent: number): number => (percent / 100) ** 2
