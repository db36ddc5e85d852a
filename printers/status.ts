import type { Channel } from './channel.ts'
import { ASK_OFFLINE_CAUSE, ASK_PAPER } from './escpos.ts'
import type { PaperStatus, PrintFailure } from './outcome.ts'

/** What a printer says of itself: whether it can print, and what of its paper. */
export interface Condition {
  paper: PaperStatus
  /** Why it cannot print now, or null. */
  trouble: PrintFailure | null
}

// Bits of the answers, from Epson's ESC/POS command reference, DLE EOT.
const PAPER_END = 0x60
const PAPER_NEAR_END = 0x0c
const COVER_OPEN = 0x04
const FAULT = 0x40

/** The answer to `DLE EOT 4`. */
export const paperOf = (answer: number): PaperStatus => {
  if (answer & PAPER_END) return 'out'
  return answer & PAPER_NEAR_END ? 'low' : 'ok'
}

/** The answer to `DLE EOT 2`. */
export const troubleOf = (answer: number): PrintFailure | null => {
  if (answer & COVER_OPEN) return 'cover_open'
  return answer & FAULT ? 'printer_error' : null
}

/**
 * Asks for the paper, and a printer that answers also for its cover. One that does not answer within
 * the time is `unknown`, and no trouble: many cannot answer and print well.
 */
export const askCondition = async (channel: Channel, withinMs: number): Promise<Condition> => {
  const answer = await channel.ask(ASK_PAPER, withinMs)
  if (answer === null) return { paper: 'unknown', trouble: null }
  const paper = paperOf(answer)
  if (paper === 'out') return { paper, trouble: 'paper_out' }
  const cause = await channel.ask(ASK_OFFLINE_CAUSE, withinMs)
  return { paper, trouble: cause === null ? null : troubleOf(cause) }
}
