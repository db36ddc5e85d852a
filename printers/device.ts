import type { Channel, Open } from './channel.ts'
import { ASK_PAPER } from './escpos.ts'
import { type PaperStatus, PrinterLost, type PrintFailure, type PrintOutcome } from './outcome.ts'
import { askCondition, type Condition, paperOf } from './status.ts'

/** How long a printer is waited for, in milliseconds. */
export interface Limits {
  /** For those before in the same printer's queue. */
  turnMs: number
  /** From the turn to the proof, whatever the printer does meanwhile. */
  totalMs: number
  connectMs: number
  /** For the answer to a question about its condition. */
  statusMs: number
  /** While sending: without a single byte taken. */
  stallMs: number
  /** After the last byte: for the proof that it arrived. */
  receiptMs: number
}

export const defaultLimits: Limits = {
  turnMs: 10_000,
  totalMs: 40_000,
  connectMs: 3_000,
  statusMs: 1_000,
  stallMs: 10_000,
  receiptMs: 15_000,
}

/** A printer that has been silent is asked again each time, but not waited for as long. */
const SILENT_STATUS_MS = 150

/** The bytes of a slip, or the promise of them while they are drawn. */
export type Rendering = Uint8Array | Promise<Uint8Array>

/** The device's side of a Printer: prints and asks, one conversation each. */
export interface Device {
  /**
   * @param bytes awaited once the device is known to be well, so that both can come about together
   * @param cutOff breaks the print off; its reason is a PrintFailure and becomes the outcome's
   */
  print(bytes: Rendering, cutOff: AbortSignal): Promise<PrintOutcome>
  status(): Promise<PaperStatus>
}

/** A printer that is still busy with the slip may answer later: then the conversation's end tells. */
const RECEIPT_ANSWER_MS = 3_000

/**
 * The proof that the printer has everything: an answer to a question sent behind the last byte, or
 * else that it closes the conversation in order after we did.
 * @throws PrinterLost when neither comes in time
 */
const receipt = async (
  channel: Channel,
  answers: boolean,
  limits: Limits,
): Promise<PaperStatus> => {
  if (answers) {
    const answer = await channel.ask(ASK_PAPER, Math.min(RECEIPT_ANSWER_MS, limits.receiptMs))
    if (answer !== null) return paperOf(answer)
  }
  const ending = await channel.finish(limits.receiptMs)
  if (ending === 'lost') throw new PrinterLost('interrupted')
  if (ending === 'silent') throw new PrinterLost('timeout')
  return 'unknown'
}

/** Turns a channel into a device: condition first, then the bytes, then the proof. */
export const deviceOver = (open: Open, limits: Limits): Device => {
  let silent = false
  const conditionOf = async (channel: Channel): Promise<Condition> => {
    const withinMs = silent ? Math.min(SILENT_STATUS_MS, limits.statusMs) : limits.statusMs
    const condition = await askCondition(channel, withinMs)
    silent = condition.paper === 'unknown'
    return condition
  }

  const print = async (bytes: Rendering, cutOff: AbortSignal): Promise<PrintOutcome> => {
    let mayHavePrinted = false
    let channel: Channel | null = null
    const abort = () => channel?.abort()
    cutOff.addEventListener('abort', abort)
    try {
      channel = await open()
      if (cutOff.aborted) throw new PrinterLost('interrupted')
      const { paper, trouble } = await conditionOf(channel)
      if (trouble) throw new PrinterLost(trouble)
      const slip = await bytes
      mayHavePrinted = true
      await channel.send(slip, limits.stallMs)
      const after = await receipt(channel, paper !== 'unknown', limits)
      if (after === 'out') throw new PrinterLost('paper_out')
      return { ok: true, paper: after }
    } catch (error) {
      // Expected is a printer that is gone, stuck or out of paper; anything else is a bug.
      if (!(error instanceof PrinterLost)) throw error
      const reason = cutOff.aborted ? (cutOff.reason as PrintFailure) : error.reason
      return { ok: false, reason, mayHavePrinted, detail: error.detail }
    } finally {
      cutOff.removeEventListener('abort', abort)
      await channel?.discard()
    }
  }

  const status = async (): Promise<PaperStatus> => {
    let channel: Channel | null = null
    try {
      channel = await open()
      const { paper } = await conditionOf(channel)
      return paper
    } catch (error) {
      // Expected is a printer that is not there: nothing is known of its paper.
      if (!(error instanceof PrinterLost)) throw error
      return 'unknown'
    } finally {
      await channel?.discard()
    }
  }
  return { print, status }
}
