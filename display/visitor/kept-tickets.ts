/**
 * The secrets of the tickets whose calls this browser is told of, for the service worker that opens
 * their pages: it is told the ticket alone, for a secret goes through nobody's hands. In the cache,
 * which both can read.
 */
const STORE = 'dawr-tickets'
/** Longer than any business day: who never opened the page again leaves one behind. */
const KEPT_MS = 24 * 60 * 60_000
const KEPT_AT = 'kept-at'

export const pathOf = (ticketId: string): string => `/t/${encodeURIComponent(ticketId)}`

export const keepTicket = async (ticketId: string, secret: string): Promise<void> => {
  const store = await caches.open(STORE)
  for (const key of await store.keys()) {
    const keptAt = Number((await store.match(key))?.headers.get(KEPT_AT))
    if (Date.now() - keptAt > KEPT_MS) await store.delete(key)
  }
  const headers = { [KEPT_AT]: String(Date.now()) }
  await store.put(pathOf(ticketId), new Response(secret, { headers }))
}

export const keptSecret = async (ticketId: string): Promise<string | undefined> =>
  (await (await caches.open(STORE)).match(pathOf(ticketId)))?.text()

/** @returns whether any other is kept */
export const forgetTicket = async (ticketId: string): Promise<boolean> => {
  const store = await caches.open(STORE)
  await store.delete(pathOf(ticketId))
  return (await store.keys()).length > 0
}
