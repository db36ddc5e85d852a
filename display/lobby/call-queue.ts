import type { BoardView } from '../../src/live/events.ts'

type Call = BoardView['calls'][number]

/**
 * As many announcements as the screen shows calls take less than this, of the longest numbers in two
 * languages (15 seconds each): when all
 * counters call at once, as in the morning, each of these calls is said, for whoever cannot read has
 * nothing else. Who was called longer ago is at the counter, or is called again from there.
 */
const NEWS_MS = 120_000

/**
 * Whether a call still sends somebody to the right place: it is on the screen (a ticket that is
 * called again stands there with its newest call alone), and its counter has called nobody since,
 * so its visitor has not been served yet.
 */
const holds = (call: Call, board: readonly Call[]): boolean => {
  const newer = board.slice(
    0,
    Math.max(
      0,
      board.findIndex(({ id }) => id === call.id),
    ),
  )
  const isShown = board.some(({ id }) => id === call.id)
  return isShown && !newer.some(({ counter }) => counter === call.counter)
}

/**
 * The calls that wait to be said, oldest first. What became pointless while it waited is left out:
 * the voice would speak of the past while the hall looks at the present. At most as many wait as
 * the screen shows.
 */
export const createCallQueue = () => {
  let board: readonly Call[] = []
  let waiting: { call: Call; sinceMs: number }[] = []
  return {
    /**
     * The board as it is now.
     * @param news those of its calls that are to be said, newest first
     */
    show(calls: readonly Call[], news: readonly Call[], nowMs: number): void {
      board = calls
      const later = news.toReversed().map((call) => ({ call, sinceMs: nowMs }))
      waiting = [...waiting, ...later].filter(({ call }) => holds(call, board))
    },
    /** Takes out the call to be said next. */
    next(nowMs: number): Call | undefined {
      waiting = waiting.filter(({ sinceMs }) => Math.abs(nowMs - sinceMs) <= NEWS_MS)
      return waiting.shift()?.call
    },
    clear(): void {
      waiting = []
    },
  }
}
