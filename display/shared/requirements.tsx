import type { ServiceInfo } from './centre.ts'
import { type Language, useLanguage } from './i18n.ts'

/** What a service asks for; in the other language where it was written in that one only. */
const requirementsOf = (
  { requirements }: Pick<ServiceInfo, 'requirements'>,
  language: Language,
): { words: string; language: Language } | null => {
  const other = language === 'ar' ? 'en' : 'ar'
  for (const one of [language, other] as const)
    if (requirements[one]) return { words: requirements[one], language: one }
  return null
}

export const hasRequirements = (service: Pick<ServiceInfo, 'requirements'>): boolean =>
  requirementsOf(service, 'ar') !== null

/** What to bring, marked as the language it is written in; nothing where nobody wrote any. */
export const Requirements = ({ service }: { service: Pick<ServiceInfo, 'requirements'> }) => {
  const own = useLanguage()
  const told = requirementsOf(service, own)
  if (!told) return null
  if (told.language === own) return <>{told.words}</>
  return (
    <span class="other-language" lang={told.language} dir={told.language === 'ar' ? 'rtl' : 'ltr'}>
      {told.words}
    </span>
  )
}
