import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'redis'

const WRITE_EVERY_MS = 50

/** Somebody who writes to Redis all the time, and waits for no answer longer than for the next try. */
export const openWriting = (url: string) => {
  const client = createClient({ url, disableOfflineQueue: true })
  client.on('error', () => undefined)
  // Expected: refused, or closed by `stop`, before Redis was ever there.
  client.connect().catch(() => undefined)
  let unwritten = 0
  const write = async () => {
    const taken = client.set('bench', Buffer.alloc(4096, 1)).then(
      () => true,
      () => false,
    )
    if (!(await Promise.race([taken, pause(WRITE_EVERY_MS * 5, false)]))) unwritten += 1
  }
  const timer = setInterval(() => void write(), WRITE_EVERY_MS)
  return {
    /** How many of its writes Redis did not take so far. */
    unwritten: () => unwritten,
    stop: (): void => {
      clearInterval(timer)
      client.destroy()
    },
  }
}
