import type { DeviceKind } from '../../src/devices/device.ts'
import { remembered } from './i18n.ts'

const keyOf = (kind: DeviceKind, centre: string): string => `dawr-device-${kind}-${centre}`

/** From now on this browser is that device. */
export const keepDeviceToken = (kind: DeviceKind, centre: string, token: string): void =>
  remembered.set(keyOf(kind, centre), token)

/**
 * The token this device was paired with: from the fragment on the first opening, then from
 * localStorage. It is taken out of the address at once, so that nobody reads it off the screen.
 * Kept by kind and centre, so that one browser can be tried with several screens.
 */
export const deviceToken = (kind: DeviceKind, centre: string): string | null => {
  const given = decodeURIComponent(location.hash.slice(1))
  if (given === '') return remembered.get(keyOf(kind, centre))
  keepDeviceToken(kind, centre, given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}
