import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../src/error-code.ts'
import type { Rendering } from './device.ts'
import type { PrintOutcome } from './outcome.ts'

/**
 * A printer without paper: each slip is a numbered picture in a folder, `000123.png`, with the bytes
 * a printer would have been sent beside it, `000123.bin`. Numbers go on after a restart, and two
 * processes on one folder never write over one another.
 */
export interface FilePrinter {
  print(bytes: Rendering, png: () => Promise<Uint8Array>): Promise<PrintOutcome>
}

const DIGITS = 6
/** How many numbers in a row may be taken by others before something else must be wrong. */
const CLAIMS_MAX = 1_000

const nameOf = (number: number): string => String(number).padStart(DIGITS, '0')

const highestIn = async (folder: string): Promise<number> => {
  let highest = 0
  for (const entry of await readdir(folder)) {
    const number = /^(\d+)\.(?:png|bin)$/.exec(entry)?.[1]
    if (number) highest = Math.max(highest, Number(number))
  }
  return highest
}

/** Writes, and has the disk confirm it. */
const writeDurably = async (path: string, bytes: Uint8Array, flags: 'w' | 'wx'): Promise<void> => {
  const file = await open(path, flags)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename outlives a power cut only once its folder is on the disk too. */
const syncFolder = async (folder: string): Promise<void> => {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Creates a file that was not there; false when somebody has it already. */
const createNew = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  try {
    await writeDurably(path, bytes, 'wx')
    return true
  } catch (error) {
    // Expected is another process that took this number first.
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * The `.bin` claims the number, then the picture appears whole under its name: who sees a `.png`
 * finds both complete.
 */
const writeBoth = async (
  folder: string,
  after: number,
  bytes: Uint8Array,
  picture: Uint8Array,
): Promise<number> => {
  for (let number = after + 1; number <= after + CLAIMS_MAX; number++) {
    const path = join(folder, nameOf(number))
    if (!(await createNew(`${path}.bin`, bytes))) continue
    try {
      await writeDurably(`${path}.png.part`, picture, 'w')
      await rename(`${path}.png.part`, `${path}.png`)
      await syncFolder(folder)
      return number
    } catch (error) {
      // Expected is a full disk: half a slip must not stay behind.
      await rm(`${path}.png.part`, { force: true })
      await rm(`${path}.bin`, { force: true })
      throw error
    }
  }
  throw Object.assign(new Error(`No free number after ${nameOf(after)}.`), { code: 'EEXIST' })
}

/** Opens the folder at the first slip, so that a missing disk is an outcome and not a failed start. */
export const openFilePrinter = (folder: string): FilePrinter => {
  let newest: number | null = null
  const print = async (bytes: Rendering, png: () => Promise<Uint8Array>): Promise<PrintOutcome> => {
    const slip = await bytes
    const picture = await png()
    try {
      await mkdir(folder, { recursive: true })
      newest = await writeBoth(folder, newest ?? (await highestIn(folder)), slip, picture)
      return { ok: true, paper: 'ok' }
    } catch (error) {
      // Expected is what disks do: full, read-only, gone. Those errors carry a code.
      const detail = errorCode(error)
      if (detail === null) throw error
      return { ok: false, reason: 'cannot_write', mayHavePrinted: false, detail }
    }
  }
  return { print }
}
