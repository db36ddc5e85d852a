import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './builds.ts'

/** `npm run db:generate -- <name>`: what the migration does, in a few words. */
const name = (process.argv[2] ?? 'change').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')

for (const engine of ['sqlite', 'postgres']) {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/drizzle-kit/bin.cjs'),
      'generate',
      '--config',
      `drizzle.${engine}.config.ts`,
      '--name',
      name,
    ],
    { cwd: root, stdio: 'inherit' },
  )
}
