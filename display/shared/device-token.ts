import { remembered } from './i18n.ts'

/**
 * The token this device was paired with: from the fragment on the first opening, then from
 * localStorage. It is taken out of the address at once, so that nobody reads it off the screen.
 * Kept by kind and centre, so that one browser can be tried with several screens.
 */
export const deviceToken = (kind: 'kiosk' | 'lobby', centre: string): string | null => {
  const key = `dawr-device-${kind}-${centre}`
  const given = decodeURIComponent(location.hash.slice(1))
  if (given === '') return remembered.get(key)
  remembered.set(key, given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}
