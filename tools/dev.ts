import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildPages, root, watchPages } from './builds.ts'

// The server serves built pages only, so both are kept fresh: the pages by Vite, the server by
// Node, which starts it again at every change.
await buildPages()
const children = [
  watchPages(),
  spawn(process.execPath, ['--watch', '--watch-preserve-output', join('src', 'server.ts')], {
    cwd: root,
    stdio: 'inherit',
  }),
]
const endAll = (signal: NodeJS.Signals) => {
  for (const child of children) child.kill(signal)
}
process.on('SIGINT', endAll)
process.on('SIGTERM', endAll)
for (const child of children) child.once('exit', () => endAll('SIGTERM'))
