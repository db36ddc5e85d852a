import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'

const display = resolve(import.meta.dirname, '../../display')

/** What was laid on the clock of the sound card; times are the context's, in seconds. */
export interface Heard {
  /** The file of a clip by its address; null for a tone of the chime. */
  address: string | null
  atSec: number
  endSec: number
  /** When it had really been played to its end. */
  endedSec: number | null
}
interface Ears {
  heard: Heard[]
  /** How many tones and clips began, how many of them tones, and how many came to their end. */
  begun: number
  tones: number
  ended: number
  /** The browser lets it sound. */
  isOn: boolean
}
interface EarOptions {
  speed: number
  keep: boolean
}
declare global {
  var ears: Ears
  var earOptions: EarOptions
}

/**
 * Listens to a page from its next opening on.
 * @param speed how much faster than the real clock that of the sounds runs, for hours of calls
 * @param keep whether each sound is remembered, and not only counted
 */
export const lendEars = async (page: Page, { speed = 1, keep = true } = {}): Promise<void> => {
  await page.addInitScript(
    (options) => {
      globalThis.earOptions = options
    },
    { speed, keep },
  )
  await page.addInitScript({ path: resolve(import.meta.dirname, 'ears.js') })
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const clipByDigest = new Map(
  globSync('*/clips/*/*.ogg', { cwd: display }).map((path) => [
    digest(readFileSync(resolve(display, path))),
    path.replace(/^.*clips\/(.*)\.ogg$/, '$1'),
  ]),
)

const nameByAddress = new Map<string, string>()

/** Which clip the server gives out at an address, by its bytes: `ar/14`. */
export const clipAt = async (address: string): Promise<string> => {
  const known = nameByAddress.get(address)
  if (known !== undefined) return known
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const name = clipByDigest.get(digest(bytes)) ?? `${address}?`
  nameByAddress.set(address, name)
  return name
}
