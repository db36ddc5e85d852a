import { type Child, startChild } from './child.ts'
import type { SocketCalls } from './clients/sockets.process.ts'

/** Clients of one process: more would hear late because their own process is busy. */
const A_PROCESS = 2500

type Order<N extends keyof SocketCalls> = Parameters<SocketCalls[N]>[0]

/**
 * Crowds of clients over as many processes as the largest of them needs.
 * @param largest clients of the largest crowd
 */
export const startCrowds = (largest: number) => {
  const processes = Array.from({ length: Math.ceil(largest / A_PROCESS) }, () =>
    startChild<SocketCalls>('clients/sockets.process.ts'),
  )
  const members = new Map<string, Child<SocketCalls>[]>()
  const all = <R>(name: string, work: (one: Child<SocketCalls>) => Promise<R>): Promise<R[]> =>
    Promise.all((members.get(name) ?? []).map(work))
  let listening = ''

  return {
    /** Connects a crowd, and waits until each of it has its first view. */
    connect: async ({ name, crowd }: Order<'connect'>): Promise<void> => {
      const { watches } = crowd
      const share = Math.ceil(watches.length / Math.ceil(watches.length / A_PROCESS))
      const needed = processes.slice(0, Math.ceil(watches.length / share))
      members.set(name, needed)
      await Promise.all(
        needed.map((one, n) => {
          const mine = watches.slice(n * share, (n + 1) * share)
          return one.ask('connect', { name, crowd: { ...crowd, watches: mine } })
        }),
      )
    },
    /** From now on the next view of each client counts. */
    listen: async ({ name, event }: Order<'listen'>): Promise<void> => {
      listening = name
      await all(name, (one) => one.ask('listen', { name, event }))
    },
    /** When each client was told since `listen`. */
    told: async (): Promise<number[]> =>
      (await all(listening, (one) => one.ask('told', undefined))).flat(),
    disconnect: async ({ name }: Order<'disconnect'>): Promise<void> => {
      await all(name, (one) => one.ask('disconnect', { name }))
      members.delete(name)
    },
    stop: async (): Promise<void> => {
      await Promise.all(processes.map((one) => one.stop()))
    },
  }
}
