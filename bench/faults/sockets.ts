import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

const CUTS_MAX = 20
const BETWEEN_MS = 300

/** Every screen's connection is cut, again and again, in the middle of calls. */
export const socketsCut: Fault = {
  title: 'all sockets cut',
  start: startCluster,
  inflict: async ({ watchers, options, over, find }) => {
    const cuts = Math.min(CUTS_MAX, options.seconds * 2)
    let cut = 0
    for (let n = 0; n < cuts; n++) {
      cut += watchers.cut()
      await pause(BETWEEN_MS * (0.5 + Math.random()))
    }
    over()
    // The first time all of them are there.
    if (cut < watchers.screens.length) find({ kind: 'wrong', sentence: `only ${cut} were cut` })
    return `${cuts} times, ${cut} connections of ${watchers.screens.length} screens`
  },
}
