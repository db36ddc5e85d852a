import type { Database } from '../db/transact.ts'
import { type Broken, follow, type Head, NO_ENTRY } from './chain.ts'
import {
  type Gone,
  goneCards,
  olderEntries,
  STRETCH_MAX,
  type Stray,
  strayCards,
  stretchAfter,
} from './custody.store.ts'

export interface Checked {
  /** As far as the chain holds. */
  head: Head
  /** Entries that were written before there was a chain. */
  older: number
  /** The first link that does not hold. */
  broken: Broken | null
  /** The first cards that are not where their newest entry says, or not what it made of them. */
  strays: Stray[]
  /** The first cards that the log knows, and nothing else does. */
  gone: Gone[]
}

/** Walks the custody log of a centre from its first entry, a stretch at a time. */
export const checkCustody = async (
  db: Pick<Database, 'read'>,
  centreId: string,
): Promise<Checked> => {
  const [older] = await db.read(olderEntries({ centreId }))
  let head = NO_ENTRY
  let broken: Broken | null = null
  for (;;) {
    const stretch = await db.read(stretchAfter({ centreId, after: head.seq }))
    const followed = follow(head, stretch)
    head = followed.head
    broken = followed.broken
    if (broken || stretch.length < STRETCH_MAX) break
  }
  const strays = await db.read(strayCards({ centreId }))
  const gone = await db.read(goneCards({ centreId }))
  return { head, older: older?.count ?? 0, broken, strays, gone }
}
