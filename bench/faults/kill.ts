import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, Scene } from './run.ts'
import { startCluster, startEmbedded } from './site.ts'

/** Something that can be ended with SIGKILL and started again. */
interface Victim {
  kill(): Promise<void>
  start(): Promise<void>
}

/** The share of all kills that each kind gets, in the order of the table. */
const shares = { web: 0.25, worker: 0.2, redis: 0.15, postgres: 0.2, embedded: 0.2 } as const
type Kind = keyof typeof shares

/**
 * Some moment in the work, after half or twice the time that the last start took: on a slow machine
 * as on a fast one it is up for as long as it is down, and gets something done.
 */
const calmMs = (startMs: number): number => Math.max(200, startMs * (0.5 + 1.5 * Math.random()))

const victimsOf: Record<Kind, (scene: Scene) => readonly (Victim | null)[]> = {
  web: ({ site }) => site.web,
  worker: ({ site }) => site.workers,
  redis: ({ site }) => [site.redis],
  postgres: ({ site }) => [site.postgres],
  embedded: ({ site }) => site.web,
}

const killing = (kind: Kind, title: string): Fault => ({
  title: `\`kill -9\` of ${title}`,
  start: kind === 'embedded' ? startEmbedded : startCluster,
  inflict: async (scene) => {
    const times = Math.max(1, Math.round(scene.options.kills * shares[kind]))
    const victims = victimsOf[kind](scene)
    let startMs = 1000
    for (let n = 0; n < times; n++) {
      const victim = victims[n % victims.length]
      await pause(calmMs(startMs))
      await victim?.kill()
      const killedAt = performance.now()
      await victim?.start()
      startMs = performance.now() - killedAt
      scene.over()
    }
    return undefined
  },
})

export const kills = {
  'kill-web': killing('web', 'a web process'),
  'kill-worker': killing('worker', 'the worker'),
  'kill-redis': killing('redis', 'Redis'),
  'kill-postgres': killing('postgres', 'PostgreSQL'),
  'kill-embedded': killing('embedded', 'the one process on SQLite'),
}
