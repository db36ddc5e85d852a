import { inTab } from '../shared/tab-memory.ts'

const keyOf = (counterId: string): string => `dawr-pending ${counterId}`

/**
 * The press at a counter of which nobody knows yet whether it was done, kept over a reload of this
 * tab: its request's id and nothing of what was asked.
 */
export const pending = {
  of: (counterId: string): string | null => inTab.get(keyOf(counterId)),
  keep: (counterId: string, requestId: string | null): void =>
    inTab.set(keyOf(counterId), requestId),
}
