import { once } from 'node:events'
import { get } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import type { Owner } from '../servers.ts'

const LOOK_MS = 100
const ANSWER_WITHIN_MS = 5000

/** One of the processes behind it, and what is known of it. */
interface Backend {
  port: number
  isReady: boolean
}

export interface Balancer {
  url: string
  /** Resolves when it has seen the process on this port become ready, or stop being so. */
  seen(port: number, isReady: boolean): Promise<void>
  /** How many connections it could give to nobody. */
  lost(): number
}

const isReadyAt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = get(
      { host: '127.0.0.1', port, path: '/health/ready', agent: false, timeout: ANSWER_WITHIN_MS },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode === 200)
      },
    )
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
  })

/** Passes bytes, ends and breaks on from one side to the other, and knows nothing of what they say. */
const join = (one: Socket, other: Socket) => {
  one.pipe(other)
  one.on('error', () => other.resetAndDestroy())
  one.on('close', () => other.destroySoon())
}

/**
 * A plain TCP balancer: connections go round among the processes that answered `/health/ready` last
 * time, and to the next one when a process takes none. It reads nothing of what it passes on.
 */
export const startBalancer = async (owner: Owner, ports: readonly number[]): Promise<Balancer> => {
  const backends = ports.map((port): Backend => ({ port, isReady: false }))
  const looked = new EventTarget()
  const clients = new Set<Socket>()
  let turn = 0
  let lost = 0
  let closed = false

  const give = (client: Socket, candidates: readonly Backend[]) => {
    const [backend, ...rest] = candidates
    if (!backend) {
      lost += 1
      return client.resetAndDestroy()
    }
    const server = connect({ port: backend.port, host: '127.0.0.1', allowHalfOpen: true })
    const refused = () => give(client, rest)
    server.once('error', refused)
    server.once('connect', () => {
      server.off('error', refused)
      join(client, server)
      join(server, client)
    })
  }
  const balancer = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    client.on('error', () => undefined)
    turn = (turn + 1) % backends.length
    const round = [...backends.slice(turn), ...backends.slice(0, turn)]
    // With nobody ready it tries whoever takes a connection, as balancers do.
    give(client, [
      ...round.filter(({ isReady }) => isReady),
      ...round.filter(({ isReady }) => !isReady),
    ])
  })
  balancer.listen(0, '127.0.0.1')
  await once(balancer, 'listening')

  const lookAfter = async (backend: Backend) => {
    while (!closed) {
      backend.isReady = await isReadyAt(backend.port)
      looked.dispatchEvent(new Event('looked'))
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
  const looking = backends.map(lookAfter)
  owner.teardown(async () => {
    closed = true
    balancer.close()
    for (const client of clients) client.destroy()
    await Promise.all(looking)
  })
  const address = balancer.address()
  if (address === null || typeof address === 'string') throw new Error('a port has no number')
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen: async (port, isReady) => {
      const backend = backends.find((one) => one.port === port)
      while (backend?.isReady !== isReady) await once(looked, 'looked')
    },
    lost: () => lost,
  }
}
