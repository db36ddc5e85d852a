import { createHash } from 'node:crypto'

/** What an entry of the custody log says, all of it. */
export interface Entry {
  centreId: string
  /** From 1 in each centre, without a gap. */
  seq: number
  serial: string
  revision: number
  action: string
  /** Epoch milliseconds. */
  at: number
  staffId: string | null
  device: string | null
  fromPlace: string | null
  toPlace: string | null
  why: string | null
}

/** Where a centre's chain ends: the next entry holds on to this hash. */
export interface Head {
  seq: number
  hash: string
}

/** Before the first entry. */
export const NO_ENTRY: Head = { seq: 0, hash: '' }

/**
 * The hash of an entry: SHA-256, base64url, over the hash of the one before and everything the
 * entry says. Whoever changes, drops or slips in an entry has to change all that follow, and the
 * head that was written down elsewhere.
 */
export const linkHash = (before: string, entry: Entry): string => {
  const { centreId, seq, serial, revision, action, at } = entry
  const { staffId, device, fromPlace, toPlace, why } = entry
  const said = [before, centreId, seq, serial, revision, action, at, staffId, device]
  return createHash('sha256')
    .update(JSON.stringify([...said, fromPlace, toPlace, why]))
    .digest('base64url')
}

/** An entry as it is stored: one older than the chain has no number in it. */
export type Stored = Omit<Entry, 'seq'> & { seq: number | null; hash: string | null }

/** Where the chain is broken: `gap` before this entry, or `changed`, it or the one before it. */
export interface Broken {
  seq: number
  serial: string
  why: 'gap' | 'changed'
}

/**
 * Follows a stretch of a chain, in the order of its numbers, from where it stood.
 * @returns the head as far as the chain holds, and the first link that does not
 */
export const follow = (
  from: Head,
  stretch: readonly Stored[],
): { head: Head; broken: Broken | null } => {
  let head = from
  for (const entry of stretch) {
    const { serial } = entry
    const seq = entry.seq ?? 0
    if (seq !== head.seq + 1) return { head, broken: { seq: head.seq + 1, serial, why: 'gap' } }
    const hash = linkHash(head.hash, { ...entry, seq })
    if (entry.hash !== hash) return { head, broken: { seq, serial, why: 'changed' } }
    head = { seq, hash }
  }
  return { head, broken: null }
}
