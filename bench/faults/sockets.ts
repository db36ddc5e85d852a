import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './run.ts'
import { startCluster } from './site.ts'

const CUTS = 20
const BETWEEN_MS = 300

/** Every screen's connection is cut, again and again, in the middle of calls. */
export const socketsCut: Fault = {
  title: 'all sockets cut',
  start: startCluster,
  inflict: async ({ watchers, over }) => {
    for (let n = 0; n < CUTS; n++) {
      watchers.cut()
      await pause(BETWEEN_MS * (0.5 + Math.random()))
    }
    over()
    return `${CUTS} times, ${watchers.screens.length} screens`
  },
}
