import type { BoardView } from '../../src/live/events.ts'

type Call = BoardView['calls'][number]

/**
 * Which calls of a view are news. Nothing is on the first view after a connect: those calls were
 * made while nobody looked, and an old call shown as new sends a visitor to the wrong counter.
 * It remembers one view and one time, whatever happens in how many weeks.
 */
export const createNews = () => {
  let known = new Set<string>()
  let newestAt = ''
  return (calls: readonly Call[], isFirstAfterConnect: boolean): Call[] => {
    const news = isFirstAfterConnect
      ? []
      : calls.filter((call) => !known.has(call.id) && call.at >= newestAt)
    known = new Set(calls.map((call) => call.id))
    for (const { at } of calls) if (at > newestAt) newestAt = at
    return news
  }
}
