/** sessionStorage, for browsers that may forbid it: what a reload of this tab keeps, and no other tab sees. */
export const inTab = {
  get(key: string): string | null {
    try {
      return sessionStorage.getItem(key)
    } catch {
      // Expected: a SecurityError where storage is switched off.
      return null
    }
  },
  /** @param value null: it is forgotten */
  set(key: string, value: string | null): void {
    try {
      if (value === null) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, value)
    } catch {
      // Expected: a SecurityError where storage is switched off, or a full quota.
    }
  },
}

/** What was typed of somebody and is not at the server yet: it goes when its writer signs out. */
const TYPED_KEY = 'dawr-typed'

export const typedInTab = {
  get: (): string | null => inTab.get(TYPED_KEY),
  set: (value: string | null): void => inTab.set(TYPED_KEY, value),
}
