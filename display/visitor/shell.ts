/**
 * The page of a ticket as it comes from the server, the same for all tickets, with the scripts,
 * styles and fonts it needs: kept by the service worker for when there is no way to the server. What
 * is answered by the API is never kept here.
 */
const STORE = 'dawr-shell'
/** Its name here and its address: no ticket's, whose own address never becomes a key. */
const SHELL = '/t/shell'

const assetsIn = (text: string): string[] => [
  ...new Set(text.match(/\/assets\/[\w.-]+\.(?:js|css|svg|png|woff2|webmanifest)/g)),
]

/** Without those that say how the body was sent: it is kept as it was read. */
const headersOf = (response: Response): Headers => {
  const headers = new Headers(response.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return headers
}

const isPage = (response: Response): boolean =>
  response.ok &&
  response.type === 'basic' &&
  !response.redirected &&
  (response.headers.get('content-type') ?? '').startsWith('text/html')

/**
 * Keeps the page of this release once all that it names is there, each file under the hash of what
 * is in it; what only earlier releases had goes.
 * @returns whether another one stood here before
 */
export const keepShell = async (response: Response): Promise<boolean> => {
  if (!isPage(response)) return false
  const html = await response.text()
  const store = await caches.open(STORE)
  const before = await (await store.match(SHELL))?.text()
  if (before === html) return false
  const kept = async (path: string): Promise<Response | undefined> => {
    if (!(await store.match(path))) await store.add(path)
    return store.match(path)
  }
  const named = assetsIn(html)
  const files = await Promise.all(named.map(kept))
  const sheets = files.filter((_, at) => named[at]?.endsWith('.css'))
  const inSheets = await Promise.all(
    sheets.map(async (sheet) => assetsIn((await sheet?.text()) ?? '')),
  )
  const fonts = inSheets.flat()
  await Promise.all(fonts.map(kept))
  await store.put(SHELL, new Response(html, { headers: headersOf(response) }))
  const needed = new Set([SHELL, ...named, ...fonts])
  for (const key of await store.keys())
    if (!needed.has(new URL(key.url).pathname)) await store.delete(key)
  return before !== undefined
}

/** Keeps it before any page was opened through the worker. */
export const fetchShell = async (): Promise<void> => {
  await keepShell(await fetch(SHELL, { cache: 'no-cache' }))
}

const keptAt = (path: string): Promise<Response | undefined> =>
  // A store that cannot be read is as good as an empty one.
  caches.match(path, { cacheName: STORE, ignoreVary: true }).catch(() => undefined)
export const keptShell = (): Promise<Response | undefined> => keptAt(SHELL)

/** A file of the page, whose name says what is in it; from the server where it is not kept. */
export const assetFor = async (request: Request): Promise<Response> =>
  (await keptAt(new URL(request.url).pathname)) ?? fetch(request)
