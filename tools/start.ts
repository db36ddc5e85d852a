import { buildPages } from './pages.ts'

await buildPages()
// In this same process, so that signals reach the server and its end is the end of `npm start`.
await import('../src/server.ts')
