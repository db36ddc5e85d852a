import { westernDigits } from '../phone.ts'

/**
 * What makes a handover one that two members of staff answer for. `no_document`: nothing shows who
 * stands there; `not_authorised`: somebody in the owner's place with nothing from the owner;
 * `no_receipt`: neither the pickup code nor a signature, where one was asked for. A card that is kept
 * back is no exception: nobody hands it over.
 */
export const handoverExceptions = ['no_document', 'not_authorised', 'no_receipt'] as const
export type HandoverException = (typeof handoverExceptions)[number]

/** By what it is proven that the card was received. */
export const receipts = ['pickup_code', 'signature', 'none'] as const
export type Receipt = (typeof receipts)[number]

/** Somebody in the owner's place; who that is has to be noted. */
export const REPRESENTATIVE = 'representative'

/** Wrong pickup codes that may be told for a card in so long: then no code is taken, a right one either. */
export const WRONG_CODES_MAX = 5
export const WRONG_CODES_MS = 3_600_000

/** Words for no document: a code says whose message was read, not who stands there. */
const NO_DOCUMENT = new Set(['no_document', 'none', 'pickup_code'])

export const exceptionsOf = ({
  identity,
  isAuthorised,
  receipt,
  receiptNeeded,
}: {
  identity: string
  isAuthorised: boolean
  receipt: Receipt
  receiptNeeded: boolean
}): HandoverException[] => {
  const exceptions: HandoverException[] = []
  if (NO_DOCUMENT.has(identity.trim().toLowerCase())) exceptions.push('no_document')
  if (!isAuthorised) exceptions.push('not_authorised')
  if (receiptNeeded && receipt === 'none') exceptions.push('no_receipt')
  return exceptions
}

/** A pickup code as somebody tells or types it, in the form it is made in; empty: none was told. */
export const readPickupCode = (told: string): string => westernDigits(told).replace(/\s/g, '')
