/** Runs in a visitor's page: what its browser keeps for when there is no way to the server. */
{
  const keysOf = async (store) => (await (await caches.open(store)).keys()).map(({ url }) => url)
  const has = async (store, path) => (await caches.open(store)).match(path)
  globalThis.keptHere = {
    views: async () => (await keysOf('dawr-views')).length,
    isShellWith: async (part) => {
      const shell = await has('dawr-shell', '/t/shell')
      return shell !== undefined && (await shell.text()).includes(part)
    },
    isFile: async (path) => (await has('dawr-shell', path)) !== undefined,
    addFile: async (path) => (await caches.open('dawr-shell')).put(path, new Response('')),
    isWhole: async () => {
      const view = await has('dawr-views', location.pathname)
      const worker = await navigator.serviceWorker.ready
      return Boolean(view && worker.active) && globalThis.keptHere.isShellWith('</html>')
    },
    everything: async () => {
      const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
      for (const name of await caches.keys()) {
        for (const url of await keysOf(name)) {
          const kept = await has(name, url)
          found.push(url, kept.url, JSON.stringify([...kept.headers]), await kept.text())
        }
      }
      return found.join('\n')
    },
  }
}
