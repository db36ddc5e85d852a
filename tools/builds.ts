import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
const RELATIVE_IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"?]+)/g

/** What is built from the sources, and when it was built last from just these. */
interface Build {
  what: string
  config: string
  /** Every file in these folders, and what they import from elsewhere. */
  folders: string[]
  stamp: string
}

const pages: Build = {
  what: 'pages',
  config: 'display/vite.config.ts',
  folders: ['display'],
  stamp: 'display/dist/.stamp',
}
const server: Build = {
  what: 'server',
  config: 'tools/server.config.ts',
  folders: ['src', 'printers'],
  stamp: 'dist/server/.stamp',
}

const isCode = (file: string) => /\.tsx?$/.test(file)

const sources = ({ folders, config }: Build): string[] => {
  const inFolders = folders.flatMap((folder) =>
    globSync(`${folder}/**/*`, { cwd: root, exclude: (path) => path === 'display/dist' }),
  )
  const isFile = (file: string) => statSync(join(root, file)).isFile()
  const found = new Set(['package-lock.json', config, ...inFolders.filter(isFile)])
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

const fingerprint = (build: Build): string => {
  const hash = createHash('sha256')
  for (const file of sources(build)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Vite, from the installed packages, under this same Node. */
const vite = (config: string, ...args: string[]): [command: string, args: string[]] => [
  process.execPath,
  [join(root, 'node_modules/vite/bin/vite.js'), 'build', ...args, '--config', config],
]

/** Builds the pages again at every change, until it is told to stop. */
export const watchPages = () =>
  spawn(...vite(pages.config, '--watch'), { cwd: root, stdio: 'inherit' })

/** @throws when the build fails */
const buildOnce = async (build: Build): Promise<void> => {
  const stamp = join(root, build.stamp)
  const wanted = fingerprint(build)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const child = spawn(...vite(build.config, '--logLevel', 'warn'), { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The ${build.what} could not be built; the lines above say why.`)
  writeFileSync(stamp, wanted)
}

/**
 * Builds the pages, unless they are already built from just these files.
 * @throws when the build fails
 */
export const buildPages = (): Promise<void> => buildOnce(pages)

/** As `buildPages`, for the pages and the server. */
export const buildAll = async (): Promise<void> => {
  await Promise.all([buildOnce(pages), buildOnce(server)])
}
