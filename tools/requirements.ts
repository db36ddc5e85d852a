import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { postgresPrograms } from '../test/servers.ts'

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))

/** What tests and figures run against, by the Debian package that brings it. */
const requirements: readonly {
  debian: string
  isHere: () => boolean
  isOptional?: true
  /** What figures and faults need as well; the others are for the pages. */
  isServer?: true
}[] = [
  { debian: 'redis-server', isHere: () => onPath('redis-server'), isServer: true },
  { debian: 'postgresql', isHere: () => postgresPrograms() !== null, isServer: true },
  { debian: 'chromium', isHere: () => onPath('chromium') },
  // The same without a window: the tests take a third longer where a system does not have it.
  {
    debian: 'chromium-headless-shell',
    isHere: () => onPath('chromium-headless-shell'),
    isOptional: true,
  },
  // The pages bring their own fonts; Chromium still wants some for what they do not cover.
  {
    debian: 'fonts-noto-core',
    isHere: () => globSync('/usr/share/fonts/**/*.{ttf,otf}').length > 0,
  },
]

const missing = (of: 'all' | 'servers') =>
  requirements.filter(({ isHere, isServer }) => !isHere() && (of === 'all' || isServer))
const named = (some: ReturnType<typeof missing>) => some.map(({ debian }) => debian).join(' ')

const aptGet = (...args: string[]) =>
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/**
 * Installs what is needed and this machine lacks, where it may.
 * @param of everything, as the tests need it, or the servers alone
 * @throws with a sentence that says what to install, where it may not or could not
 */
export const bringRequirements = (of: 'all' | 'servers' = 'all'): void => {
  const wanted = missing(of)
  if (wanted.length === 0) return
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing: ${named(wanted)}.`)
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...wanted.map(({ debian }) => debian))
  }
  const still = missing(of).filter(({ isOptional }) => !isOptional)
  if (still.length > 0)
    throw new Error(
      `Needed are ${named(still)} (the names of the Debian packages). ` +
        `Install with: sudo apt-get install ${named(still)}`,
    )
}
