import type { CounterTicket } from '../../src/live/events.ts'
import { typedInTab } from '../shared/tab-memory.ts'

/**
 * The note on a visit that was typed and is not kept by the server yet. A reload of this tab does not
 * lose it; it may hold what is personal, so it goes with the visit, and with whoever signs out.
 */
export const unkeptNote = {
  of({ id, notes }: Pick<CounterTicket, 'id' | 'notes'>): string | undefined {
    const typed = typedInTab.get()
    if (!typed?.startsWith(`${id} `)) return undefined
    const words = typed.slice(id.length + 1)
    // It was kept after all, where the page was loaded again before the answer came.
    return notes.some(({ text }) => text === words.trim()) ? undefined : words
  },
  type: (ticketId: string, words: string): void => typedInTab.set(`${ticketId} ${words}`),
  drop: (): void => typedInTab.set(null),
  /** Of a visit that is not at this counter any more nothing stays. */
  stayOnlyAt(ticketId: string | undefined): void {
    if (!typedInTab.get()?.startsWith(`${ticketId ?? ''} `)) typedInTab.set(null)
  },
}
