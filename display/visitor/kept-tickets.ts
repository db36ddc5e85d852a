import { keepFor, keptFor, openKept, pathOf } from './kept.ts'

/**
 * The secrets of the tickets whose calls this browser is told of, for the service worker that opens
 * their pages: it is told the ticket alone, for a secret goes through nobody's hands.
 */
const KIND = 'dawr-tickets'

export const keepTicket = (ticketId: string, secret: string): Promise<void> =>
  keepFor(KIND, ticketId, secret)

export const keptSecret = async (ticketId: string): Promise<string | undefined> =>
  (await keptFor(KIND, ticketId))?.text()

/** @returns whether any other is kept */
export const forgetTicket = async (ticketId: string): Promise<boolean> => {
  const store = await openKept(KIND)
  await store.delete(pathOf(ticketId))
  return (await store.keys()).length > 0
}
