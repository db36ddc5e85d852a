import { fetchCentres } from '../shared/centre.ts'
import { useLoaded } from '../shared/hooks.ts'
import { useLanguage } from '../shared/i18n.ts'

/** What a centre is called, in the page's language; its id while that is not known. */
export const useCentreNames = () => {
  const language = useLanguage()
  const centres = useLoaded('centres', fetchCentres)
  return {
    centres: centres.value,
    nameOf: (id: string): string =>
      centres.value?.find((centre) => centre.id === id)?.name[language] ?? id,
  }
}
