import { useEffect, useState } from 'preact/hooks'
import type { DeviceKind } from '../../src/devices/device.ts'
import { ask } from './api.ts'
import { Waiting } from './components.tsx'
import { keepDeviceToken } from './device-token.ts'

interface Pairing {
  code: string
  token: string
  forSec: number
}

const LOOK_AGAIN_MS = 3_000
/** The server forgets a code a little later than the screen does. */
const SPARE_SEC = 10

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, LOOK_AGAIN_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })

/**
 * Shows code after code until one of them is typed; the token that came with it opens the doors of
 * the device from then on, and the page begins anew with it.
 */
export const usePairing = (kind: DeviceKind, centreId: string): string | undefined => {
  const [code, setCode] = useState<string | undefined>()
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const waitFor = async ({ token, forSec }: Pairing): Promise<boolean> => {
      const until = performance.now() + (forSec - SPARE_SEC) * 1000
      while (performance.now() < until && !signal.aborted) {
        await pause(signal)
        if ((await ask('/api/device', { bearer: token, signal })).ok) {
          keepDeviceToken(kind, centreId, token)
          return true
        }
      }
      return false
    }
    const pair = async (): Promise<void> => {
      while (!signal.aborted) {
        const path = `/api/centres/${encodeURIComponent(centreId)}/pairings`
        const asked = await ask<Pairing>(path, { method: 'POST', body: { kind }, signal })
        setCode(asked.ok ? asked.value.code : undefined)
        if (!asked.ok) await pause(signal)
        else if (await waitFor(asked.value)) return location.reload()
      }
    }
    void pair()
    return () => stop.abort()
  }, [kind, centreId])
  return code
}

/** The code by which an administrator makes this screen a device of its centre. */
export const PairingCode = ({ code }: { code: string | undefined }) =>
  code === undefined ? (
    <Waiting />
  ) : (
    <p class="pairing-code">
      <bdi dir="ltr">{`${code.slice(0, 3)} ${code.slice(3)}`}</bdi>
    </p>
  )
