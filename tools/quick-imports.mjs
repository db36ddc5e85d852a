// For tests and scripts that run from the sources, each in a process of its own. Node reads a
// package's package.json again for every module of it and every import of it, and drizzle-orm's has
// 180 kB: to resolve it costs more than to load the whole server (2.3 s of processor beside 1.8 s,
// as measured once). Every specifier of it is resolved once here, and its own modules, which import
// one another by their files' names, by these. The built server needs none of this.
import { registerHooks } from 'node:module'

const PACKAGE = 'drizzle-orm'
const resolved = new Map()

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === PACKAGE || specifier.startsWith(`${PACKAGE}/`)) {
      // Said to be final: it is the same for whoever imports it.
      if (!resolved.has(specifier))
        resolved.set(specifier, { ...next(specifier, context), shortCircuit: true })
      return resolved.get(specifier)
    }
    const { parentURL = '' } = context
    if (specifier.startsWith('.') && parentURL.includes(`/node_modules/${PACKAGE}/`))
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    return next(specifier, context)
  },
})
