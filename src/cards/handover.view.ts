import { staffNames } from '../counters/counter.store.ts'
import type { Deps } from '../deps.ts'
import type { HandoverRow } from './handover.store.ts'
import type { HandoverException, Receipt } from './handover.ts'

/** How a card was given, for those who look into it afterwards. */
export interface HandoverView {
  serial: string
  ticketId: string
  at: string
  identity: string
  oldCard: boolean
  representative: { name: string; citizenId: string | null } | null
  receipt: Receipt
  /** Whether there is one to be looked at still. */
  signature: boolean
  exceptions: HandoverException[]
  staff: string | null
  /** Who answers for the exceptions with them. */
  second: string | null
}

/** A representative as sealed; null when there is none, or their time is over. */
const representativeIn = (
  { open }: Deps['vault'],
  cipher: string | null,
): HandoverView['representative'] => {
  if (cipher === null) return null
  const sealed: { name: string; citizenId?: string } = JSON.parse(open(cipher))
  return { name: sealed.name, citizenId: sealed.citizenId ?? null }
}

export const handoverView = async (
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  row: HandoverRow,
): Promise<HandoverView> => {
  const { staffId, secondId } = row
  const names = await db.read(staffNames(secondId === null ? [staffId] : [staffId, secondId]))
  const nameOf = (id: string | null) => names.find((one) => one.id === id)?.name ?? null
  return {
    serial: row.serial,
    ticketId: row.ticketId,
    at: new Date(row.at).toISOString(),
    identity: row.identity,
    oldCard: row.oldCard,
    representative: representativeIn(vault, row.representativeCipher),
    receipt: row.receipt ?? 'none',
    signature: row.signatureCipher !== null,
    exceptions: row.exceptions ?? [],
    staff: nameOf(staffId),
    second: nameOf(secondId),
  }
}
