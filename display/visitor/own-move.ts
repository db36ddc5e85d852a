import type { TicketView } from '../../src/live/events.ts'
import { type Answer, ask, isPassing, type Problem, pause, untilAnswered } from '../shared/api.ts'
import { type OwnMove, outcomeOf } from '../tickets/moved.ts'

const TIMEOUT_MS = 5_000
const AGAIN_MS = 1_000

/** What came of a move; `view`: how the ticket stands then. Null: it was taken back. */
export type Outcome =
  | { view: TicketView }
  | { view?: TicketView; problem: Problem }
  | { view: TicketView; isOvertaken: true }
  | null

/**
 * Makes a move, however long the way to the server is closed. After a silence the ticket is looked
 * at first: what was done is not done again, and what the visitor could not know of then (they were
 * called meanwhile) is not answered by what they wished before.
 * @param onSilence told once nothing came back, and the move is still to be made
 */
export const makeMove = async (
  path: string,
  secret: string,
  { what, before }: { what: OwnMove; before: TicketView },
  signal: AbortSignal,
  onSilence: () => void,
): Promise<Outcome> => {
  const options = { bearer: secret, timeoutMs: TIMEOUT_MS, signal }
  const look = () => ask<TicketView>(path, options)
  for (let isFirst = true; ; isFirst = false) {
    const answer: Answer<TicketView> = await ask(`${path}/${what}`, { ...options, method: 'POST' })
    if (answer.ok) return { view: answer.value }
    if (signal.aborted) return null
    const isSilent = isPassing(answer.problem)
    // The first answer is about the press; a later one may be about the same move, made already.
    if (isFirst && !isSilent) return { problem: answer.problem }
    if (isSilent) onSilence()
    const seen = await untilAnswered(look, signal)
    if (signal.aborted) return null
    if (!seen.ok) return { problem: seen.problem }
    const view = seen.value
    const outcome = outcomeOf(what, before, view)
    if (outcome === 'done') return { view }
    if (outcome === 'overtaken') return { view, isOvertaken: true }
    if (!isSilent) return { view, problem: answer.problem }
    await pause(AGAIN_MS, signal)
    if (signal.aborted) return null
  }
}
