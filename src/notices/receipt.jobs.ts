import type { Deps } from '../deps.ts'
import type { Receipt, TakeReceipt } from './channel.ts'
import { keepOutcome, partsCalled, unsureNotices } from './receipt.store.ts'
import { otherSpellings } from './receipt.ts'
import { referenceOf } from './reference.ts'

/** Providers try to deliver for some days; later receipts are of nobody any more. */
const UNSURE_FOR_MS = 7 * 24 * 60 * 60_000

type ReceiptDeps = Pick<Deps, 'db' | 'clock' | 'vault' | 'log'>

/** Whose part a receipt tells of: as it was stored, and the notice where that is known. */
interface Found {
  partId: string
  noticeId: string | null
}

const isPhone = ({ vault }: ReceiptDeps, phoneCipher: string | null, digits: string): boolean => {
  if (!phoneCipher || digits === '') return false
  try {
    return vault.open(phoneCipher).replaceAll(/\D/g, '') === digits
  } catch {
    // Sealed under another key: it cannot be told whose it is.
    return false
  }
}

/** By another spelling of its id, or by our own reference; both only with the same phone. */
const findByPhone = async (deps: ReceiptDeps, receipt: Receipt): Promise<Found | null> => {
  const { db, clock } = deps
  const { channel, partId, phone, reference } = receipt
  const called = await db.read(partsCalled(channel, otherSpellings(partId)))
  const same = called.find(({ phoneCipher }) => isPhone(deps, phoneCipher, phone))
  if (same) return same
  if (reference === null) return null
  const unsure = await db.read(unsureNotices({ channel, since: clock.now() - UNSURE_FOR_MS }))
  const notice = unsure.find(
    ({ id, phoneCipher }) => referenceOf(id) === reference && isPhone(deps, phoneCipher, phone),
  )
  return notice ? { partId, noticeId: notice.id } : null
}

/**
 * Stores each receipt before the provider is told that it was taken. It may come by another process
 * than the one that sent, before that one has stored what it sent, twice, or for nobody.
 */
export const receiptTaker =
  (deps: ReceiptDeps): TakeReceipt =>
  async (receipt) => {
    const { db, clock, log } = deps
    const { channel, outcome } = receipt
    const [exact] = await db.read(partsCalled(channel, [receipt.partId]))
    const known = exact?.noticeId ? exact : await findByPhone(deps, receipt)
    const { partId, noticeId } = known ?? { partId: receipt.partId, noticeId: null }
    await db.amend(() => keepOutcome({ channel, partId, noticeId, outcome }, clock.now()))
    log.debug({ channel, noticeId, outcome }, 'receipt stored')
  }
