import { useEffect, useState } from 'preact/hooks'
import type { DeviceKind } from '../../src/devices/device.ts'
import { ask } from './api.ts'
import { fragment } from './fragment.ts'
import { useLoaded } from './hooks.ts'
import { remembered } from './i18n.ts'

const ASKED_EVERY_MS = 15_000

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
  const given = fragment()
  if (given === '') return remembered.get(keyOf(kind, centre))
  keepDeviceToken(kind, centre, given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}

/**
 * Whether the token opens nothing: the device was taken out of service, or is another one. Asked
 * again and again, for a screen that runs for weeks is not opened anew; a token never comes back.
 */
export const useRefusedDevice = (
  kind: DeviceKind,
  centre: string,
  token: string | null,
): boolean => {
  const [isRefused, setRefused] = useState(false)
  const { value, problem } = useLoaded<{ kind: DeviceKind; centre: string } | null>(
    'device',
    async (signal) =>
      token === null
        ? { ok: true, status: 204, value: null }
        : ask('/api/device', { bearer: token, signal }),
    token === null || isRefused ? 0 : ASKED_EVERY_MS,
  )
  const isAnother = value ? value.kind !== kind || value.centre !== centre : false
  const isUnknown = problem?.status === 401 || problem?.status === 403
  useEffect(() => {
    if (isAnother || isUnknown) setRefused(true)
  }, [isAnother, isUnknown])
  return isRefused
}
