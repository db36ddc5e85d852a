import type { CentreInfo } from '../shared/centre.ts'
import type { Language } from '../shared/i18n.ts'

/** The name of a service in the page's language; its id while the centre does not know it yet. */
export const serviceName = (centre: CentreInfo, id: string, language: Language): string =>
  centre.services.find((service) => service.id === id)?.name[language] ?? id
