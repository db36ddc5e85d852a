/**
 * What this browser keeps of tickets, each under the address of its ticket's page. In caches, which
 * the pages and their service worker can both read.
 */
export type Kept = 'dawr-tickets' | 'dawr-views'

/** Longer than any business day: who never opened the page again leaves something behind. */
const KEPT_MS = 24 * 60 * 60_000
const KEPT_AT = 'kept-at'

export const pathOf = (ticketId: string): string => `/t/${encodeURIComponent(ticketId)}`

/** @returns one kind of it, without what was kept too long */
export const openKept = async (kind: Kept): Promise<Cache> => {
  const store = await caches.open(kind)
  for (const key of await store.keys()) {
    const keptAt = Number((await store.match(key))?.headers.get(KEPT_AT))
    if (Date.now() - keptAt > KEPT_MS) await store.delete(key)
  }
  return store
}

export const keepFor = async (
  kind: Kept,
  ticketId: string,
  what: string | Uint8Array<ArrayBuffer>,
): Promise<void> => {
  const headers = { [KEPT_AT]: String(Date.now()) }
  await (await openKept(kind)).put(pathOf(ticketId), new Response(what, { headers }))
}

export const keptFor = async (kind: Kept, ticketId: string): Promise<Response | undefined> =>
  (await openKept(kind)).match(pathOf(ticketId))
