import type { Server, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const LOOK_MS = 50
/** A connection that was just taken brings its request within this time, or is closed. */
const ASK_WITHIN_MS = 500
/** What takes longer than this is cut off; the jobs need the rest of the time to stop. */
const ANSWER_WITHIN_MS = 3000
/** A socket whose client does not let go of it is no reason to stay. */
const LET_GO_WITHIN_MS = 3500

export interface Drain {
  /** Whether this process was asked to stop: whoever chooses among processes chooses another one. */
  isStopping(): boolean
  /** Watches over what a server answers; after everything else that listens to its requests. */
  watch(server: Server): void
  /**
   * From now on the process is not ready, and each answer ends its connection: whoever asks again
   * connects again, and by then elsewhere.
   */
  begin(): void
  /**
   * Around the server's own close: answers what was taken, and then ends every connection. Those at
   * rest are ended at once: a client that reads `Keep-Alive` has left them alone by now. One on
   * which nothing was asked yet, as browsers open them ahead of need, would be waited for as long as
   * its owner likes.
   */
  end(closing: () => Promise<void>): Promise<void>
}

/** Lets a server leave without a failed request. See docs/decisions/stopping.md. */
export const openDrain = (): Drain => {
  let stopping = false
  let server: Server | undefined
  const answering = new Set<ServerResponse>()
  const sayLast = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  const endConnections = (sinceMs: number) => {
    const isDone = answering.size === 0 && sinceMs > ASK_WITHIN_MS
    if (isDone || sinceMs > ANSWER_WITHIN_MS) server?.closeAllConnections()
    else server?.closeIdleConnections()
  }
  return {
    isStopping: () => stopping,
    watch: (watched) => {
      server = watched
      server.prependListener('request', (_request, response) => {
        answering.add(response)
        response.once('close', () => answering.delete(response))
        if (stopping) sayLast(response)
      })
    },
    begin: () => {
      stopping = true
      for (const response of answering) sayLast(response)
    },
    end: async (closing) => {
      const startedAt = performance.now()
      let closed = false
      const closedNow = closing().then(() => {
        closed = true
      })
      for (let sinceMs = 0; !closed && sinceMs < LET_GO_WITHIN_MS; ) {
        endConnections(sinceMs)
        await Promise.race([closedNow, pause(LOOK_MS)])
        sinceMs = performance.now() - startedAt
      }
    },
  }
}
