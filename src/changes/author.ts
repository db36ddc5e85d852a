import type { Change } from './change.ts'

/** Who changes something, and where the ids of their changes come from. */
export interface Author {
  staffId: string
  nextId: () => string
  /** Where what they change is gathered, for those who want to say it. */
  noted?: Change[]
}

/** @throws for anybody but staff: no policy of a route that changes a set-up lets others in */
export const authorOf = (
  asker: { kind: 'staff'; id: string } | { kind: 'anyone' | 'device' | 'visitor' },
  ids: { next(): string },
): Author => {
  if (asker.kind !== 'staff') throw new Error('only staff change how a centre is set up')
  return { staffId: asker.id, nextId: () => ids.next() }
}
