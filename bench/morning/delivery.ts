import type { Day } from './day.ts'
import { type Asker, agreed } from './front-door.ts'
import type { Visitor } from './visitors.ts'

const CENTRE = 'isa-town'
const SECTION = 'A-01-01-01'

/**
 * The delivery of the day before: the cards that this morning's visitors come for are announced,
 * taken out of the box and put on the shelves, each in the slot that is suggested.
 */
export const shelveCardsOf = async (
  day: Day,
  post: Asker,
  visitors: readonly Visitor[],
  batch: string,
): Promise<void> => {
  const cards = visitors.flatMap(({ citizenId, phone, language }, at) =>
    citizenId === null
      ? []
      : [
          {
            serial: `${batch}-${String(at).padStart(4, '0')}`,
            citizenId,
            language,
            ...(phone && { phone }),
          },
        ],
  )
  if (cards.length === 0) return
  const { id } = agreed(
    'a delivery',
    await post.post<{ id: string }>(`/api/centres/${CENTRE}/manifests`, {
      origin: 'Printing plant (demo)',
      cards,
    }),
  )
  for (const { serial } of cards) {
    agreed('receiving', await post.post(`/api/manifests/${id}/receive`, { serial }))
    const { place } = agreed(
      'a free slot',
      await post.get<{ place: string | null }>(
        `/api/centres/${CENTRE}/places/free?near=${SECTION}`,
      ),
    )
    agreed('shelving', await post.post(`/api/centres/${CENTRE}/scans`, { place, serial }))
    day.tally.delivered++
  }
  const closed = agreed(
    'closing the delivery',
    await post.post<{ missing: number; surplus: number }>(`/api/manifests/${id}/close`),
  )
  if (closed.missing + closed.surplus > 0)
    day.tally.faults.push(`the delivery ended with ${JSON.stringify(closed)}`)
}
