import { Type } from 'typebox'
import { Id, Iso } from '../schemas.ts'
import { cardStates } from './card.ts'

/** Pieces of the HTTP contract that the routes of cards, deliveries and picks share. */

const CODE = '^\\s*[A-Za-z0-9-]{1,32}\\s*$'
export const Serial = Type.String({
  pattern: CODE,
  maxLength: 64,
  description: 'A card’s serial: letters, digits and hyphens, as scanned.',
})
export const PlaceCode = Type.String({
  pattern: CODE,
  maxLength: 64,
  description: 'A place’s code, such as B-03-12-07, as scanned.',
})
export const ScanId = Type.String({
  pattern: '^[A-Za-z0-9-]{8,64}$',
  maxLength: 64,
  description: 'An id that the station gives a scan: sent again, it counts once.',
})
export const Device = Type.String({
  pattern: '^[^\\p{Cc}]{1,64}$',
  maxLength: 64,
  description: 'What the station calls itself; kept in the custody log.',
})
export const SerialParams = Type.Object({ serial: Serial })
export const CardState = Type.Enum([...cardStates])
export const Nullable = Type.Union([Type.String(), Type.Null()])
export const NullableIso = Type.Union([Iso, Type.Null()])

const card = {
  serial: Type.String(),
  state: CardState,
  place: Nullable,
  section: Nullable,
  centre: Id,
  blocked: Type.Boolean(),
  readyAt: NullableIso,
}
export const CardView = Type.Object(card)
export const ScannedView = Type.Object({
  ...card,
  warnings: Type.Array(Type.String(), {
    description:
      'already_there, was_expected, was_missing, was_sent, blocked or old_label: the scan was good all the same.',
  }),
  scanId: Type.String({ description: 'With which it can be undone.' }),
})
export const CardWithLog = Type.Object({
  ...card,
  custody: Type.Array(
    Type.Object({
      action: Type.String(),
      at: Iso,
      staff: Nullable,
      from: Nullable,
      to: Nullable,
      why: Nullable,
      device: Nullable,
    }),
    { description: 'Newest first.' },
  ),
})

export const PickView = Type.Object({
  id: Id,
  number: Type.String(),
  serial: Type.String(),
  place: Type.String(),
  state: Type.Enum(['open', 'picked', 'not_found', 'done', 'cancelled']),
  createdAt: Iso,
  counter: Nullable,
})
export const SearchList = Type.Object({
  serial: Type.String(),
  lastPlaces: Type.Array(
    Type.Object({ place: Type.String(), at: Iso, action: Type.String(), staff: Nullable }),
    { description: 'Where it was by its custody log, newest first, at most five.' },
  ),
  neighbours: Type.Array(
    Type.Object({ place: Type.String(), serials: Type.Array(Type.String()) }),
    { description: 'The slots beside its last one, in their order, and the cards in them.' },
  ),
  sameDrawer: Type.Array(
    Type.Object({
      serial: Type.String(),
      action: Type.String(),
      at: Iso,
      staff: Nullable,
      from: Nullable,
      to: Nullable,
      lies: Nullable,
    }),
    {
      description:
        'What was put into its drawer or taken out of it yesterday and today, newest first, and where each of those cards lies now.',
    },
  ),
})
export const IncidentView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  serial: Type.String(),
  note: Type.String(),
  at: Iso,
  state: Type.Enum(['open', 'closed']),
  ownerId: Nullable,
  owner: Type.Union([Type.String(), Type.Null()], {
    description: 'The name of who looks into it.',
  }),
  remark: Nullable,
  manifest: Type.Union(
    [Type.Object({ id: Id, origin: Type.String(), createdAt: Iso }), Type.Null()],
    { description: 'The delivery its card came with; null: it is not known.' },
  ),
})
export const PostView = Type.Object({
  centre: Id,
  picks: Type.Array(PickView, {
    description: 'Oldest first. A cancelled one is shown until its card is put back.',
  }),
  walks: Type.Array(Type.Object({ section: Type.String(), picks: Type.Array(Id) }), {
    description:
      'The open picks by the walks that fetch them, in their order: the oldest decides where each goes, and others of its section come along.',
  }),
  sections: Type.Array(
    Type.Object({
      section: Type.String(),
      name: Type.Object({ ar: Type.String(), en: Type.String() }),
      cards: Type.Integer(),
      capacity: Type.Integer(),
    }),
  ),
  quarantine: Type.Array(
    Type.Object({ place: Type.String(), cards: Type.Integer(), capacity: Type.Integer() }),
    { description: 'Where damaged cards and doubtful ones are put, by a scan as into a slot.' },
  ),
  manifests: Type.Array(
    Type.Object({
      id: Id,
      origin: Type.String(),
      expected: Type.Integer(),
      received: Type.Integer(),
      createdAt: Iso,
    }),
  ),
  incidents: Type.Array(IncidentView, { description: 'The newest open ones.' }),
  incidentCount: Type.Integer({ description: 'How many are open, up to 1,000.' }),
  revision: Type.Integer(),
})
