// Runs one of the project's own scripts: `node tools/run.mjs tools/start.ts …`. Plain JavaScript
// with no imports of ours, because it must still start, and speak, on a Node that is too old.
import module from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
// From 22.18 on Node strips the types from .ts files by itself.
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Dawr needs Node 22.18 or newer (it is made for 24), but this is Node ${process.versions.node}. ` +
      'On Linux `npm ci` brings the right one: start it through npm, with `npm start`.',
  )
  process.exit(1)
}
// What was compiled, and stripped of its types, at one start is not compiled again at the next: a
// third of the time to get ready. Without a place to keep it, it just takes longer.
module.enableCompileCache(resolve('node_modules/.cache/node'))

const [node = '', , script = '', ...args] = process.argv
process.argv = [node, resolve(script), ...args]
await import(pathToFileURL(resolve(script)).href)
