import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Owner } from '../test/servers.ts'

/** Where Linux keeps its control groups for processors (version 1); writing there takes root. */
const GROUPS = '/sys/fs/cgroup/cpu'
/** Short, so that whoever waits for one that is out of its share does not wait long. */
const PERIOD_US = 10_000

/**
 * Holds each of some processes to a share of a core, as machines of their own would that are so much
 * smaller. What they have is theirs: none takes it from another.
 * @param share of one core
 * @returns false where this machine does not allow it
 */
export const holdToShare = (owner: Owner, pids: readonly number[], share: number): boolean => {
  if (!existsSync(join(GROUPS, 'cpu.cfs_quota_us'))) return false
  try {
    for (const pid of pids) {
      const group = join(GROUPS, `dawr-bench-${pid}`)
      mkdirSync(group)
      const undo = () => {
        if (!existsSync(group)) return
        // A group goes when nobody is left in it.
        for (const one of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n'))
          if (one !== '') writeFileSync(join(GROUPS, 'cgroup.procs'), one)
        rmdirSync(group)
      }
      owner.teardown(undo)
      // A run that is broken off ends without its undos.
      process.once('exit', undo)
      writeFileSync(join(group, 'cpu.cfs_period_us'), `${PERIOD_US}`)
      writeFileSync(join(group, 'cpu.cfs_quota_us'), `${PERIOD_US * share}`)
      writeFileSync(join(group, 'cgroup.procs'), `${pid}`)
    }
  } catch {
    // Somebody who may not write there: the rows are left out.
    return false
  }
  return true
}
