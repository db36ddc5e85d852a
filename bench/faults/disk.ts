import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Owner } from '../../test/servers.ts'
import { CannotInflict, type Fault } from './run.ts'
import { startEmbedded } from './site.ts'

const execute = promisify(execFile)
const SIZE = '64m'
const FULL_MS = 6000
const FILL_EVERY_MS = 50

/** A small disk of its own. @throws CannotInflict where mounting is not allowed */
const mountDisk = async (owner: Owner): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'dawr-disk-'))
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder])
  } catch (error) {
    throw new CannotInflict('mounting a small disk takes root', { cause: error })
  }
  owner.teardown(async () => {
    await execute('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Takes every byte that is left. */
const fill = (folder: string, name: string) => {
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(join(folder, name), Buffer.alloc(bavail * bsize + bsize, 1))
  } catch {
    // Full is what was wanted: what could be written stays.
  }
}

/** The disk of SQLite, slips and SMS is full for a while, and then has room again. */
export const diskFull: Fault = {
  title: 'the disk of the one process full',
  start: async (owner) => startEmbedded(owner, { dataDir: await mountDisk(owner) }),
  inflict: async ({ site, ledger, over, find }) => {
    const names: string[] = []
    const until = performance.now() + FULL_MS
    while (performance.now() < until) {
      names.push(`fill-${names.length}`)
      fill(site.dataDir, names.at(-1) ?? '')
      await pause(FILL_EVERY_MS)
    }
    for (const name of names) rmSync(join(site.dataDir, name), { force: true })
    over()
    const refused = [...ledger.refusals].find(([why]) => why.startsWith('503 cannot_write'))
    if (!refused)
      find({ kind: 'wrong', sentence: 'nobody was told that it cannot be written: was it full?' })
    return `full for ${FULL_MS / 1000} s`
  },
}
