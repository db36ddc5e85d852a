import { Type } from 'typebox'
import { Id, Iso } from '../schemas.ts'
import { CardState, Nullable, NullableIso } from './card.schemas.ts'
import { listNames } from './stocktake.view.ts'

/** Pieces of the HTTP contract of stocktakes. */

const Progress = Type.Object({
  scanned: Type.Integer({
    description: 'Of the cards that lay there when it began, those that were scanned, each once.',
  }),
  expected: Type.Integer({ description: 'Cards that lay there when it began.' }),
  others: Type.Integer({
    description: 'Other cards scanned: come there since, from elsewhere, or not known.',
  }),
})
const NullableState = Type.Union([CardState, Type.Null()], {
  description: 'null: not known here',
})

const stocktake = {
  id: Id,
  centre: Id,
  place: Type.String(),
  state: Type.Enum(['open', 'paused', 'closing', 'closed', 'abandoned']),
  startedBy: Nullable,
  startedAt: Iso,
  closedBy: Nullable,
  closedAt: NullableIso,
  progress: Progress,
  counts: Type.Object({
    misplaced: Type.Integer(),
    missing: Type.Integer(),
    unknown: Type.Integer(),
    found: Type.Integer(),
  }),
}
export const StocktakeView = Type.Object(stocktake)

export const StocktakeWithList = Type.Object({
  ...stocktake,
  unseen: Type.Integer({ description: 'What would be missing, were it closed now.' }),
  list: Type.Enum([...listNames]),
  cards: Type.Array(
    Type.Object({
      serial: Type.String(),
      slot: Type.String({
        description: 'Where it was seen; unseen and missing: where it should be.',
      }),
      belongs: Type.Union([Type.String(), Type.Null()], {
        description: 'Its own slot then; null: it has none, and should not lie on a shelf.',
      }),
      state: NullableState,
      at: NullableIso,
      staff: Nullable,
      putRight: Type.Boolean({
        description:
          'Somebody had it in hand since, or scanned it where it belongs: it no longer lies wrong. Also after the end; the report says how it was then.',
      }),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()], { description: '`after` of the next page.' }),
})

export const NotedView = Type.Object({
  serial: Type.String(),
  slot: Type.String(),
  outcome: Type.Enum(['found', 'misplaced', 'unknown', 'put_back'], {
    description:
      'put_back: seen misplaced before, and scanned outside the stocktake where it belongs.',
  }),
  state: NullableState,
  belongs: Type.Union([Type.String(), Type.Null()], {
    description: 'Where to put it back; null: it has no slot of its own.',
  }),
  again: Type.Boolean({ description: 'Scanned in this stocktake before; it counts once.' }),
  progress: Progress,
})

export const StocktakeParams = Type.Object({ stocktake: Id })
