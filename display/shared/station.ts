import { newRequestId } from './api.ts'
import { remembered } from './i18n.ts'

/** What this browser calls itself in the custody log: made up once, and kept. */
export const stationName = (): string => {
  const known = remembered.get('station')
  if (known) return known
  const made = `station-${newRequestId().slice(0, 6)}`
  remembered.set('station', made)
  return made
}
