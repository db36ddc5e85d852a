import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './builds.ts'

/**
 * `npm run licences`: the licence of every package in the lockfile. What Apache-2.0 cannot ship with
 * ends it with an error; a test asks the same.
 */

/** Licences that ask for no more than to be named, or, like MPL-2.0, for their own files alone. */
const fine = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'WTFPL',
  'Zlib',
])

export interface Licensed {
  name: string
  version: string
  /** An SPDX expression; null: none was found. */
  licence: string | null
  /** Only for building and testing. */
  isDev: boolean
}

interface Locked {
  version?: string
  license?: string
  dev?: boolean
}

/** An SPDX expression without nesting, as packages have them: one of several, or all of them. */
export const isFine = (licence: string): boolean => {
  const bare = licence.replace(/^\(|\)$/g, '')
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isFine)
  return bare.split(' AND ').every((one) => fine.has(one))
}

/** What a package says itself, where the lockfile does not: an old field, or the text beside it. */
const ownLicence = (folder: string): string | null => {
  if (!existsSync(join(folder, 'package.json'))) return null
  const own: { license?: string; licenses?: { type: string }[] } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const said = own.license ?? own.licenses?.[0]?.type
  if (said) return said
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  const isMit = file && /^\s*(The )?MIT License/i.test(readFileSync(join(folder, file), 'utf8'))
  return isMit ? 'MIT' : null
}

/** A package for one platform that is not installed here has the licence of its others. */
const familyOf = (path: string): string =>
  path.replace(/-(android|darwin|freebsd|linux|win32)(-.*)?$/, '')

/** Every package of the lockfile with its licence. */
export const licences = (): Licensed[] => {
  const lock: { packages: Record<string, Locked> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
  const known = new Map<string, string>()
  for (const [path, { license }] of packages) {
    const licence = license ?? ownLicence(join(root, path))
    if (licence) known.set(path, licence).set(familyOf(path), licence)
  }
  return packages.map(([path, { version = '', dev = false }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
    licence: known.get(path) ?? known.get(familyOf(path)) ?? null,
    isDev: dev,
  }))
}

if (import.meta.filename === process.argv[1]) {
  const all = licences()
  for (const { name, version, licence, isDev } of all)
    console.log(`${licence ?? 'none found'}\t${name}@${version}${isDev ? '\tdevelopment' : ''}`)
  const wrong = all.filter(({ licence }) => !licence || !isFine(licence))
  for (const { name, licence } of wrong)
    console.error(`Cannot be shipped with: ${name} (${licence})`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
