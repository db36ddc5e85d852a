import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { postgresPrograms } from '../test/servers.ts'

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))

/** What the tests run against, by the Debian package that brings it. */
const requirements: readonly { debian: string; isHere: () => boolean }[] = [
  { debian: 'redis-server', isHere: () => onPath('redis-server') },
  { debian: 'postgresql', isHere: () => postgresPrograms() !== null },
  { debian: 'chromium', isHere: () => onPath('chromium') },
  // The pages bring their own fonts; Chromium still wants some for what they do not cover.
  {
    debian: 'fonts-noto-core',
    isHere: () => globSync('/usr/share/fonts/**/*.{ttf,otf}').length > 0,
  },
]

const missing = (): string[] =>
  requirements.filter(({ isHere }) => !isHere()).map(({ debian }) => debian)

const aptGet = (...args: string[]) =>
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/**
 * Installs what the tests need and this machine lacks, where it may.
 * @throws with a sentence that says what to install, where it may not or could not
 */
export const bringRequirements = (): void => {
  const wanted = missing()
  if (wanted.length === 0) return
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing what the tests need: ${wanted.join(', ')}.`)
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...wanted)
  }
  const still = missing()
  if (still.length > 0)
    throw new Error(
      `The tests need ${still.join(', ')} (the names of the Debian packages). ` +
        `Install with: sudo apt-get install ${still.join(' ')}`,
    )
}
