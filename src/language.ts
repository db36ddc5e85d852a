export const languages = ['ar', 'en'] as const
export type Language = (typeof languages)[number]
/** One text in both languages; Arabic and English are equals everywhere. */
export type Bilingual = Record<Language, string>

/** The first of our languages in an Accept-Language header, by its own order; Arabic otherwise. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const tag = range.trim().slice(0, 2).toLowerCase()
    if (tag === 'ar' || tag === 'en') return tag
  }
  return 'ar'
}
