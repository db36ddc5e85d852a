import type { Logger } from 'pino'
import { createClient } from 'redis'
import type { Fanout } from './no-fanout.ts'
import type { Room } from './rooms.ts'
import type { Urgency } from './screens.ts'

const CHANNEL = 'dawr:rooms'
/** Instead of a room: anything may have moved. */
const ALL = 'all'

/**
 * Over Redis' publish and subscribe. A message that is lost is no harm: views are whole, and on
 * recovery every watched room is sent its current one. See docs/decisions/fanout.md.
 */
export const openFanout = (url: string, processId: string, log: Logger): Fanout => {
  const client = createClient({
    url,
    // While Redis is away messages are dropped, not piled up.
    disableOfflineQueue: true,
    socket: { reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2000) },
  })
  const subscriber = client.duplicate({ disableOfflineQueue: false })
  const refreshed: ((room: Room, urgency: Urgency) => void)[] = []
  const recovered: (() => void)[] = []
  client.on('error', (error: unknown) => log.warn({ err: error }, 'Redis is away'))
  subscriber.on('error', (error: unknown) => log.debug({ err: error }, 'Redis is away'))
  const away = (error: unknown) => log.debug({ err: error }, 'Redis is away')
  const recover = () => {
    for (const listener of recovered) listener()
  }
  // What was said while this side could not hear, or not speak, is lost: all look at all they hold.
  subscriber.on('ready', recover)
  client.on('ready', () => {
    recover()
    client.publish(CHANNEL, `${processId} ${ALL}`).catch(away)
  })
  const receive = (message: string) => {
    const [from, urgency, ...rest] = message.split(' ')
    if (from === processId) return
    if (urgency === ALL) return recover()
    const room = rest.join(' ')
    for (const listener of refreshed) listener(room as Room, urgency === 'now' ? 'now' : 'soon')
  }
  // Both connect in the background, again and again: the server starts and works without Redis.
  client.connect().catch(away)
  subscriber
    .connect()
    .then(() => subscriber.subscribe(CHANNEL, receive))
    .catch(away)
  return {
    publish: (room, urgency) => {
      if (!client.isReady) return
      client.publish(CHANNEL, `${processId} ${urgency} ${room}`).catch(away)
    },
    onRefresh: (listener) => void refreshed.push(listener),
    onRecovered: (listener) => void recovered.push(listener),
    close: async () => {
      client.destroy()
      subscriber.destroy()
    },
  }
}
