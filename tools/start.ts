import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildAll, root } from './builds.ts'

await buildAll()
// In this same process, so that signals reach the server and its end is the end of `npm start`.
await import(pathToFileURL(join(root, 'dist/server/server.js')).href)
