import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, Scene } from './run.ts'
import { type Part, type Site, startCluster } from './site.ts'

/** Longer than the server lets anybody hold a lock without a word. */
const FROZEN_MS = 8000
/** Longer than a slip or a message is claimed for. */
const WORKER_FROZEN_MS = 65_000
const TRIES = 800

const signal = (part: Part, name: NodeJS.Signals) => part.process().child.kill(name)

/** A session of a process that holds a lock and says nothing, because that process is frozen. */
const heldBy = ({ name }: Part, lock: string) => `
  select count(*) as n from pg_stat_activity a join pg_locks l on l.pid = a.pid
  where a.application_name = '${name}' and a.state like 'idle in transaction%' and l.granted and ${lock}
    and a.state_change < clock_timestamp() - interval '50 milliseconds'`

const RELAY = "l.locktype = 'advisory'"
/** Whoever has moved a revision and not committed holds a transaction id of its own. */
const CENTRE = "l.locktype = 'transactionid'"

/**
 * Freezes one web process after another until it holds the lock: after an earlier fault people may
 * all be at one of them. @returns the one that is frozen with it; undefined: none was caught
 */
const freezeWhileHolding = async ({ looker, web }: Site, lock: string) => {
  for (let n = 0; n < TRIES; n++) {
    const part = web[n % web.length]
    if (!part) break
    await pause(Math.random() * 20)
    signal(part, 'SIGSTOP')
    await pause(60)
    if ((await looker.count(heldBy(part, lock))) > 0) return part
    signal(part, 'SIGCONT')
  }
  return undefined
}

const frozenWeb = (title: string, lock: string): Fault => ({
  title,
  start: startCluster,
  inflict: async ({ site, over, find }) => {
    const part = await freezeWhileHolding(site, lock)
    // Never caught holding it, nothing was tried.
    if (!part) {
      find({ kind: 'wrong', sentence: `none held it in ${TRIES} tries` })
      return undefined
    }
    await pause(FROZEN_MS)
    signal(part, 'SIGCONT')
    over()
    return `frozen for ${FROZEN_MS / 1000} s, holding it`
  },
})

export const frozenRelay = frozenWeb('a web process frozen with the relay', RELAY)
export const frozenLock = frozenWeb("a web process frozen with the centre's row", CENTRE)

/** Slow enough that a worker that prints is soon caught at it. */
const SLOW_MS = 100
/** A slip is printed by then, even so, unless who has claimed it stands still. */
const STUCK_MS = 3000

/** Slips that were there before a moment and are claimed still; epoch milliseconds. */
const claimedSince = (beforeMs: number) =>
  `select count(*) as n from prints where state = 'printing' and queued_at <= ${beforeMs}`

/** Freezes a worker until a slip stays claimed: the other one goes on. @returns whether it was caught */
const freezeWhilePrinting = async ({ looker, printers }: Site, part: Part) => {
  for (const printer of printers) printer.slow(SLOW_MS)
  for (let n = 0; n < TRIES; n++) {
    await pause(Math.random() * 200)
    signal(part, 'SIGSTOP')
    const frozenAt = Date.now()
    if ((await looker.count(claimedSince(frozenAt))) > 0) {
      for (const printer of printers) printer.slow(0)
      await pause(STUCK_MS)
      if ((await looker.count(claimedSince(frozenAt))) > 0) return true
      for (const printer of printers) printer.slow(SLOW_MS)
    }
    signal(part, 'SIGCONT')
  }
  return false
}

/** The worker that prints and sends stands still for longer than its claims are good for. */
export const frozenWorker: Fault = {
  title: 'a worker frozen past its claims',
  start: (owner) => startCluster(owner, { workers: 2 }),
  inflict: async ({ site, options, over, find }: Scene) => {
    const [part] = site.workers
    if (!part) throw new Error('a site has workers')
    if (!(await freezeWhilePrinting(site, part))) {
      find({ kind: 'wrong', sentence: `it printed nothing in ${TRIES} tries` })
      return undefined
    }
    const ms = Math.min(WORKER_FROZEN_MS, options.seconds * 1100)
    await pause(ms)
    signal(part, 'SIGCONT')
    over()
    return `frozen for ${Math.round(ms / 1000)} s, a slip claimed`
  },
}
