import { sameSecret, type Vault } from './crypto.ts'

/** How long one code of the lobby's QR stands; the one before it is still taken. */
const STRETCH_MS = 10 * 60_000

export interface JoinCode {
  code: string
  /** When the next code is shown, epoch milliseconds; this one opens for a stretch longer. */
  renewAt: number
}

export const joinCodeAt = (vault: Vault, centreId: string, now: number): JoinCode => {
  const stretch = Math.floor(now / STRETCH_MS)
  return { code: vault.joinCode(centreId, stretch), renewAt: (stretch + 1) * STRETCH_MS }
}

/** Whether a code was on the screen in this stretch or the last. */
export const joinCodeOpens = (
  vault: Vault,
  centreId: string,
  code: string,
  now: number,
): boolean => {
  const stretch = Math.floor(now / STRETCH_MS)
  return [stretch, stretch - 1].some((one) => sameSecret(vault.joinCode(centreId, one), code))
}
