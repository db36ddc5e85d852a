import { ECDH } from 'node:crypto'
import type { Language } from '../language.ts'

/** A browser that may be pushed to, as it says of itself (`PushSubscription.toJSON()`). */
export interface Subscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** What the service worker of the visitor's page is told; no secret, so that only that phone opens the ticket. */
export interface PushPayload {
  /** The notice's id: the same one twice is shown once. */
  id: string
  ticket: string
  language: Language
  title: string
  body: string
}

/** The push services of Chrome and its relatives, Firefox, Safari and Edge. */
const services = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

/**
 * Whether we post to an address that a browser has named: only to known push services, or anybody
 * could have our server ask addresses that only it can reach.
 * @param more hosts (also `*.example`: whatever ends so), or origins for another scheme or port
 */
export const isPushService = (endpoint: string, more: readonly string[]): boolean => {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, port, username, password, origin } = new URL(endpoint)
  if (username !== '' || password !== '') return false
  if (more.includes(origin)) return true
  const isHost = (one: string) =>
    one.startsWith('*.') ? hostname.endsWith(one.slice(1)) : hostname === one
  return protocol === 'https:' && port === '' && [...services, ...more].some(isHost)
}

/** Whether something can be sealed for a browser: its key must be a point on the curve. */
export const isSealable = ({ keys }: Subscription): boolean => {
  try {
    ECDH.convertKey(keys.p256dh, 'prime256v1', 'base64url')
    return true
  } catch {
    return false
  }
}

/** @param text what is told; its first line is the heading */
export const payloadOf = (
  { id, ticket, language }: Pick<PushPayload, 'id' | 'ticket' | 'language'>,
  text: string,
): string => {
  const [title = '', ...lines] = text.split('\n')
  const payload: PushPayload = { id, ticket, language, title, body: lines.join('\n') }
  return JSON.stringify(payload)
}
