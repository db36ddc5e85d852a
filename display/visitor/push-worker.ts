import type { PushPayload } from '../../src/notices/push.ts'
import { keptSecret, pathOf } from './kept-tickets.ts'

/** What of a service worker is used here; the pages' types have none of it. */
interface Scope {
  registration: ServiceWorkerRegistration
  clients: {
    matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install', listener: () => void): void
  addEventListener(type: 'push', listener: (event: Push) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Click) => void): void
}
interface Push {
  data: { json(): PushPayload } | null
  waitUntil(work: Promise<unknown>): void
}
interface Click {
  notification: Notification
  waitUntil(work: Promise<unknown>): void
}

const scope = self as unknown as Scope
const VIBRATION_MS = [400, 200, 400, 200, 800]

/** A recall takes the place of the call and alarms anew; the same told twice does not. */
const show = async ({ id, ticket, language, title, body }: PushPayload): Promise<void> => {
  const shown = await scope.registration.getNotifications({ tag: ticket })
  const isNew = !shown.some(({ data }) => data.id === id)
  const options = {
    body,
    lang: language,
    dir: language === 'ar' ? 'rtl' : 'ltr',
    tag: ticket,
    data: { id, ticket },
    ...(isNew ? { renotify: true, vibrate: VIBRATION_MS } : { silent: true }),
  } as const
  await scope.registration.showNotification(title, options)
}

/** Brings the ticket's page to the front, or opens it. */
const open = async (ticket: string): Promise<void> => {
  const path = pathOf(ticket)
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(({ url }) => new URL(url).pathname === path)
  if (page) await page.focus()
  else await scope.clients.openWindow(`${path}#${(await keptSecret(ticket)) ?? ''}`)
}

scope.addEventListener('install', () => void scope.skipWaiting())
scope.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(show(event.data.json()))
})
scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.ticket))
})
