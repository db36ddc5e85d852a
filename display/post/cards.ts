import type { CardView, CustodyView } from '../../src/cards/card.view.ts'
import { listPlaces } from '../places/places.ts'
import type { Answer } from '../shared/api.ts'
import { askStaff } from '../shared/session.ts'

/** A card as the scan route answers it. */
export type ScannedCard = CardView & { warnings: string[]; scanId: string }
/** A card with who moved it from where to where, newest first. */
export type CardWithLog = CardView & { custody: CustodyView[] }

export type CardQuery = { serial: string } | { citizenId: string } | { place: string }

/** The cards of a centre by serial, owner or place, at most 100. */
export const findCards = (
  centreId: string,
  query: CardQuery,
  signal?: AbortSignal,
): Promise<Answer<{ cards: CardView[] }>> =>
  askStaff(
    `/api/centres/${encodeURIComponent(centreId)}/cards?${new URLSearchParams({ ...query })}`,
    { retries: 1, ...(signal && { signal }) },
  )

/** What lies in a place; none is an answer only where there is such a place. */
export const cardsIn = async (
  centreId: string,
  place: string,
): Promise<Answer<{ cards: CardView[] }>> => {
  const found = await findCards(centreId, { place })
  if (!found.ok || found.value.cards.length > 0) return found
  const known = await listPlaces(centreId, place, null)
  return known.ok ? found : known
}

export const cardWithLog = (serial: string): Promise<Answer<CardWithLog>> =>
  askStaff(`/api/cards/${encodeURIComponent(serial)}`, { retries: 1 })

/**
 * The free slot nearest to a place in its section; null when there is none.
 * @param serial of the card that is in hand: one is looked for where nothing beside looks like it
 */
export const freeSlotNear = async (
  centreId: string,
  place: string,
  serial?: string,
): Promise<string | null> => {
  const near = new URLSearchParams({ near: place, ...(serial !== undefined && { serial }) })
  const answer = await askStaff<{ place: string | null }>(
    `/api/centres/${encodeURIComponent(centreId)}/places/free?${near}`,
  )
  return answer.ok ? answer.value.place : null
}
