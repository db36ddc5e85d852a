import type { Owner } from '../../test/servers.ts'

/** Whoever started servers, and ends them again, the last one first. */
export interface Household extends Owner {
  close(): Promise<void>
}

const households = new Set<Household>()

export const openHousehold = (): Household => {
  const undo: (() => Promise<void> | void)[] = []
  const household: Household = {
    teardown: (one) => void undo.push(one),
    close: async () => {
      households.delete(household)
      for (const one of undo.splice(0).reverse()) await one()
    },
  }
  households.add(household)
  return household
}

/** Ends everything that was started, when whoever runs it wants no more. */
export const closeHouseholds = async (): Promise<void> => {
  await Promise.all([...households].map((household) => household.close()))
}
