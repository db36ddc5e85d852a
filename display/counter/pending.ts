const keyOf = (counterId: string): string => `dawr-pending ${counterId}`

/**
 * The press at a counter of which nobody knows yet whether it was done, kept over a reload of this
 * tab: its request's id and nothing of what was asked.
 */
export const pending = {
  of(counterId: string): string | null {
    try {
      return sessionStorage.getItem(keyOf(counterId))
    } catch {
      // Expected: a SecurityError where storage is switched off.
      return null
    }
  },
  keep(counterId: string, requestId: string | null): void {
    try {
      if (requestId === null) sessionStorage.removeItem(keyOf(counterId))
      else sessionStorage.setItem(keyOf(counterId), requestId)
    } catch {
      // Expected: a SecurityError where storage is switched off, or a full quota.
    }
  },
}
