import { newRequestId } from '../shared/api.ts'
import { remembered } from '../shared/i18n.ts'

/** What this station calls itself in the custody log: made up once, and kept. */
export const stationName = (): string => {
  const known = remembered.get('post-station')
  if (known) return known
  const made = `post-${newRequestId().slice(0, 6)}`
  remembered.set('post-station', made)
  return made
}
