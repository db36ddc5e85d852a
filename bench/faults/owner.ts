import type { Owner } from '../../test/servers.ts'

/** Whoever started servers, and ends them again, the last one first. */
export interface Household extends Owner {
  close(): Promise<void>
}

export const openHousehold = (): Household => {
  const undo: (() => Promise<void> | void)[] = []
  return {
    teardown: (one) => void undo.push(one),
    close: async () => {
      for (const one of undo.splice(0).reverse()) await one()
    },
  }
}
