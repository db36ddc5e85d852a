import type { PushPayload } from '../../src/notices/push.ts'
import { openKept, pathOf } from './kept.ts'
import { keptSecret } from './kept-tickets.ts'
import { assetFor, fetchShell, keepShell, keptShell } from './shell.ts'

/** What of a service worker is used here; the pages' types have none of it. */
interface Scope {
  registration: ServiceWorkerRegistration
  clients: {
    matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
    get(id: string): Promise<{ postMessage(message: unknown): void } | undefined>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install', listener: (event: Installing) => void): void
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void
  addEventListener(type: 'push', listener: (event: Push) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Click) => void): void
}
interface Installing {
  waitUntil(work: Promise<unknown>): void
}
interface Push extends Installing {
  data: { json(): PushPayload } | null
}
interface Click extends Installing {
  notification: Notification
}
interface Asked extends Installing {
  request: Request
  /** The page that is being opened. */
  resultingClientId: string
  respondWith(answer: Promise<Response>): void
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

/** Longer than a server needs, shorter than a visitor looks at a white page. */
const ANSWER_MS = 4_000

/** Nothing where the way to the server is closed, or ends before it. */
const fromServer = (request: Request): Promise<Response | undefined> =>
  // Expected: fetch's TypeError, no way to the server.
  fetch(request).then(
    (response) => (response.status >= 500 ? undefined : response),
    () => undefined,
  )

const inTime = <T>(work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work, new Promise<undefined>((late) => setTimeout(late, ANSWER_MS, undefined))])

/** Tells a page that was opened as it was kept that there is a newer release. */
const sayReleased = async (clientId: string): Promise<void> =>
  (await scope.clients.get(clientId))?.postMessage('released')

/**
 * The page of a ticket: the server's whenever it answers, and as it was kept when it does not. An
 * answer that comes too late for this page is kept for the next.
 */
const openPage = async (event: Asked): Promise<Response> => {
  const { request, resultingClientId } = event
  const asked = fromServer(request)
  const answer = await inTime(asked)
  if (answer) {
    // What cannot be kept of it now is kept when a page is next opened.
    event.waitUntil(keepShell(answer.clone()).catch(() => undefined))
    return answer
  }
  const kept = await keptShell()
  if (!kept) return (await asked) ?? Response.error()
  const keepLate = async (): Promise<void> => {
    const late = await asked
    if (late && (await keepShell(late))) await sayReleased(resultingClientId)
  }
  event.waitUntil(keepLate().catch(() => undefined))
  return kept
}

/** What is kept too long of tickets whose pages nobody opens any more. */
const forgetOld = () => Promise.all([openKept('dawr-tickets'), openKept('dawr-views')])

scope.addEventListener('install', (event) => {
  void scope.skipWaiting()
  // Notifications do not wait for it.
  event.waitUntil(fetchShell().catch(() => undefined))
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') {
    event.waitUntil(forgetOld())
    event.respondWith(openPage(event))
  } else if (pathname.startsWith('/assets/')) event.respondWith(assetFor(request))
  // Everything else goes to the server as if there were no worker.
})
scope.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(show(event.data.json()))
})
scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.ticket))
})
