import { useEffect } from 'preact/hooks'
import type { TicketView } from '../../src/live/events.ts'
import type { CentreInfo } from '../shared/centre.ts'
import { dateIn } from '../shared/days.ts'
import { useConnection } from '../shared/live-hooks.ts'
import { keepFor, keptFor, openKept, pathOf } from './kept.ts'

/**
 * The last that was known of a ticket, for its page when it is opened without a way to the server.
 * It is sealed with the ticket's secret, which stays in the address: whoever has not got that reads
 * nothing of it, and the page of one ticket nothing of another.
 */
export interface KeptView {
  ticket: TicketView
  centre: CentreInfo | undefined
  /** When it was so, in milliseconds. */
  at: number
}

const KIND = 'dawr-views'
const AGAIN_MS = 15_000
/** The longest that any centre is open past midnight. */
const NIGHT_MS = 6 * 60 * 60_000
const IV_BYTES = 12
/** Plain http has neither of the two, nor a service worker to open the page. */
const canKeep = 'caches' in globalThis && 'subtle' in crypto
/** What another release kept may look different, and is not read: each is named by its hashes. */
const release = new TextEncoder().encode(import.meta.url)

const keyFrom = async (secret: string): Promise<CryptoKey> => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
const sealing = (iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: release,
})

const keep = async (secret: string, view: KeptView): Promise<void> => {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const plain = new TextEncoder().encode(JSON.stringify(view))
  const sealed = await crypto.subtle.encrypt(sealing(iv), await keyFrom(secret), plain)
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength)
  whole.set(iv)
  whole.set(new Uint8Array(sealed), IV_BYTES)
  await keepFor(KIND, view.ticket.id, whole)
}

const forget = async (ticketId: string): Promise<void> => {
  await (await openKept(KIND)).delete(pathOf(ticketId))
}

/** A browser that keeps nothing shows what it would show without this. */
const quietly = (work: Promise<void>): void => void work.catch(() => undefined)

export const forgetView = (ticketId: string): void => {
  if (canKeep) quietly(forget(ticketId))
}

const open = async (secret: string, sealed: ArrayBuffer): Promise<KeptView> => {
  const [iv, rest] = [sealed.slice(0, IV_BYTES), sealed.slice(IV_BYTES)]
  const plain = await crypto.subtle.decrypt(
    sealing(new Uint8Array(iv)),
    await keyFrom(secret),
    rest,
  )
  return JSON.parse(new TextDecoder().decode(plain))
}

/** Whether a ticket may still be alive: it ends with its centre's day, which may be past midnight. */
const isOfNow = ({ centre, at }: KeptView): boolean => {
  const now = new Date()
  if (!centre || now.getTime() - at < NIGHT_MS) return true
  return dateIn(centre.timeZone, new Date(at)) === dateIn(centre.timeZone, now)
}

/** The last that was known of a ticket that may still be alive. */
export const keptView = async (ticketId: string, secret: string): Promise<KeptView | undefined> => {
  if (!canKeep) return undefined
  try {
    const kept = await keptFor(KIND, ticketId)
    if (!kept) return undefined
    const view = await open(secret, await kept.arrayBuffer())
    if (isOfNow(view)) return view
    await forget(ticketId)
    return undefined
  } catch {
    // Expected: another secret or another release, or a browser that lets nothing be kept.
    return undefined
  }
}

/** Keeps what the server said for as long as it is so; once the visit is over, nothing of it. */
export const useViewKept = (
  secret: string,
  ticket: TicketView | undefined,
  centre: CentreInfo | undefined,
  isOver: boolean,
): void => {
  const isConnected = useConnection().state === 'connected'
  useEffect(() => {
    if (!canKeep || !ticket) return undefined
    if (isOver) {
      forgetView(ticket.id)
      return undefined
    }
    const keepNow = () => quietly(keep(secret, { ticket, centre, at: Date.now() }))
    keepNow()
    if (!isConnected) return undefined
    const timer = setInterval(keepNow, AGAIN_MS)
    return () => clearInterval(timer)
  }, [secret, ticket, centre, isOver, isConnected])
}
