import type { IssuedTicket } from '../shared/centre.ts'
import { remembered } from '../shared/i18n.ts'

/** A ticket taken with this phone, so that a second scan leads back to it. */
export interface OwnTicket {
  id: string
  secret: string
  number: string
  takenAt: number
}

/** Longer than any business day. */
const KEPT_MS = 14 * 60 * 60_000
const keyOf = (centre: string): string => `dawr-ticket-${centre}`

export const pageOf = ({ id, secret }: Pick<OwnTicket, 'id' | 'secret'>): string =>
  `/t/${encodeURIComponent(id)}#${encodeURIComponent(secret)}`

export const keepOwnTicket = (centre: string, { id, secret, number }: IssuedTicket): void =>
  remembered.set(
    keyOf(centre),
    JSON.stringify({ id, secret, number, takenAt: Date.now() } satisfies OwnTicket),
  )

/** The one taken today in this centre, if any. */
export const ownTicket = (centre: string): OwnTicket | undefined => {
  const kept = remembered.get(keyOf(centre))
  if (kept === null) return undefined
  try {
    const { id, secret, number, takenAt }: Partial<Record<keyof OwnTicket, unknown>> =
      JSON.parse(kept)
    const isWhole =
      typeof id === 'string' &&
      typeof secret === 'string' &&
      typeof number === 'string' &&
      typeof takenAt === 'number'
    return isWhole && Date.now() - takenAt < KEPT_MS ? { id, secret, number, takenAt } : undefined
  } catch {
    // Expected: what is stored is not ours or was cut off; then there is no ticket to show.
    return undefined
  }
}
