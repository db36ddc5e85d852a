import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
const STAMP = 'display/dist/.stamp'
const RELATIVE_IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"?]+)/g

const isCode = (file: string) => /\.tsx?$/.test(file)

/** Every file the pages are made of: those of display/, and what they import from elsewhere. */
const sources = (): string[] => {
  const inDisplay = globSync('display/**/*', {
    cwd: root,
    exclude: (path) => path === 'display/dist',
  })
  const isFile = (file: string) => statSync(join(root, file)).isFile()
  const found = new Set(['package-lock.json', ...inDisplay.filter(isFile)])
  // A set hands out what is added while it is walked, so this follows imports to their end.
  for (const file of found) {
    if (!isCode(file)) continue
    for (const [, target = ''] of readFileSync(join(root, file), 'utf8').matchAll(
      RELATIVE_IMPORT,
    )) {
      const imported = join(dirname(file), target)
      if (isCode(imported) && existsSync(join(root, imported))) found.add(imported)
    }
  }
  return [...found].sort()
}

const fingerprint = (): string => {
  const hash = createHash('sha256')
  for (const file of sources()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Vite, from the installed packages, under this same Node. */
export const vite = (...args: string[]): [command: string, args: string[]] => [
  process.execPath,
  [join(root, 'node_modules/vite/bin/vite.js'), ...args, '--config', 'display/vite.config.ts'],
]

/**
 * Builds the pages, unless they are already built from just these files.
 * @throws when the build fails
 */
export const buildPages = async (): Promise<void> => {
  const stamp = join(root, STAMP)
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const build = spawn(...vite('build', '--logLevel', 'warn'), { cwd: root, stdio: 'inherit' })
  const [code] = await once(build, 'exit')
  if (code !== 0) throw new Error('The pages could not be built; the lines above say why.')
  writeFileSync(stamp, wanted)
}
