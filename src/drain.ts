import type { Server } from 'node:http'

const LOOK_MS = 50
/** What takes longer than this is cut off; the jobs need the rest of the time to stop. */
const ANSWER_WITHIN_MS = 5000

/**
 * Lets a closing server answer what it has taken, and then ends every connection. Without it a
 * connection on which nothing was asked yet, as browsers open them ahead of need, would be waited
 * for as long as its owner likes.
 * @returns to be called around the server's own close
 */
export const openDrain = (server: Server): ((closing: () => Promise<void>) => Promise<void>) => {
  let answering = 0
  server.on('request', (_request, response) => {
    answering += 1
    response.once('close', () => {
      answering -= 1
    })
  })
  return async (closing) => {
    const startedAt = performance.now()
    const timer = setInterval(() => {
      const isLate = performance.now() - startedAt > ANSWER_WITHIN_MS
      if (answering === 0 || isLate) server.closeAllConnections()
    }, LOOK_MS)
    try {
      await closing()
    } finally {
      clearInterval(timer)
    }
  }
}
