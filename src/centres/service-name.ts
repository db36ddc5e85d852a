import type { Bilingual, Language } from '../language.ts'
import { type Refusal, refuse } from '../refusal.ts'

interface Named {
  id: string
  prefix: string
  name: Bilingual
}

/** As it looks to whoever chooses by it. */
const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

/** Why a service cannot have its name in a language, among those of its centre; null: it can. */
export const nameRefusal = (
  { id, name }: Omit<Named, 'prefix'>,
  all: readonly Named[],
  language: Language,
): Refusal | null => {
  const asked = plain(name[language])
  const holder = all.find((one) => one.id !== id && plain(one.name[language]) === asked)
  return asked !== '' && holder
    ? refuse('service_name_taken', { field: `name-${language}`, prefix: holder.prefix })
    : null
}
