import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Owner } from '../../test/servers.ts'
import { findUntold, toldSoFar } from './met.ts'
import { openWriting } from './redis-writer.ts'
import { CannotInflict, type Fault } from './run.ts'
import { type Site, startCluster, startEmbedded } from './site.ts'

const execute = promisify(execFile)
const FULL_MS = 6000
const FILL_EVERY_MS = 50

/** A small disk of its own. @throws CannotInflict where mounting is not allowed */
const mountDisk = async (owner: Owner, size: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'dawr-disk-'))
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  } catch (error) {
    throw new CannotInflict('mounting a small disk takes root', { cause: error })
  }
  // PostgreSQL is another user and must come through here.
  chmodSync(folder, 0o755)
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

/** Keeps the disk of a site full for a while, whatever is let go of meanwhile, and empties it again. */
const keepFull = async ({ smallDisk }: Site): Promise<void> => {
  if (smallDisk === null) throw new Error('this site has no disk of its own')
  const names: string[] = []
  const until = performance.now() + FULL_MS
  while (performance.now() < until) {
    names.push(`fill-${names.length}`)
    fill(smallDisk, names.at(-1) ?? '')
    await pause(FILL_EVERY_MS)
  }
  for (const name of names) rmSync(join(smallDisk, name), { force: true })
}

const REMARK = `full for ${FULL_MS / 1000} s`

/** The disk of SQLite, slips and SMS is full for a while, and then has room again. */
export const diskFull: Fault = {
  title: 'the disk of the one process full',
  start: async (owner) => startEmbedded(owner, { dataDir: await mountDisk(owner, '64m') }),
  inflict: async (scene) => {
    const { site, over } = scene
    const told = toldSoFar(scene)
    await keepFull(site)
    over()
    findUntold(scene, told)
    return REMARK
  },
}

/** PostgreSQL refuses what needs room, or ends itself when its log has none, and is started again. */
export const postgresDiskFull: Fault = {
  title: 'the disk of PostgreSQL full',
  start: async (owner) =>
    startCluster(owner, { disks: { postgres: await mountDisk(owner, '256m') } }),
  inflict: async (scene) => {
    const { site, over } = scene
    const told = toldSoFar(scene)
    await keepFull(site)
    await site.postgres?.start()
    over()
    findUntold(scene, told)
    return REMARK
  },
}

/** Redis cannot keep its log, and ends itself; the hall goes on without it until it is started again. */
export const redisDiskFull: Fault = {
  title: 'the disk of Redis full',
  start: async (owner) => startCluster(owner, { disks: { redis: await mountDisk(owner, '32m') } }),
  inflict: async ({ site, ledger, over, find }) => {
    const before = ledger.acknowledged.length
    const writing = openWriting(site.redis?.url ?? '')
    await keepFull(site)
    writing.stop()
    const unwritten = writing.unwritten()
    const during = ledger.acknowledged.length - before
    await site.redis?.start()
    over()
    if (unwritten === 0 || during === 0)
      find({ kind: 'wrong', sentence: `${unwritten} writes refused, ${during} acknowledged` })
    return `${REMARK}, Redis took none of ${unwritten} writes, ${during} acknowledged meanwhile`
  },
}
