import { Type } from 'typebox'
import { CAPACITY_MAX } from '../cards/place.ts'
import { MessageTexts } from '../notices/message.schemas.ts'
import { noticeKinds } from '../notices/notice.ts'
import { CentreBody, Code, CounterBody, Name, ServiceBody, SettingsBody } from './setup.schemas.ts'
import { FILE_FORMAT, FILE_VERSION } from './transfer.ts'

/** Fifty services with all their texts, and two hundred counters, are a fifth of it; rows of shelves the rest. */
export const FILE_MAX_BYTES = 1024 * 1024

const closed = { additionalProperties: false } as const
const StretchCode = Type.String({ pattern: '^[A-Z0-9]{1,4}(?:-\\d{2,3}){0,3}$', maxLength: 16 })
const PlaceStretch = Type.Object(
  {
    code: StretchCode,
    through: Type.Optional(StretchCode),
    kind: Type.Optional(Type.Enum(['quarantine', 'transit_box'])),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: CAPACITY_MAX })),
    name: Type.Optional(Name),
  },
  {
    ...closed,
    description:
      'A place, or a row of neighbours `through` the last of them; a capacity for what holds cards itself.',
  },
)

export const CentreFileBody = Type.Object(
  {
    format: Type.Literal(FILE_FORMAT),
    version: Type.Literal(FILE_VERSION),
    centre: CentreBody,
    settings: SettingsBody,
    services: Type.Array(Type.Object({ id: Code, ...ServiceBody.properties }, closed), {
      maxItems: 50,
    }),
    counters: Type.Array(CounterBody, { maxItems: 200 }),
    places: Type.Optional(Type.Array(PlaceStretch, { maxItems: 20_000 })),
    messages: Type.Optional(
      Type.Array(Type.Object({ kind: Type.Enum([...noticeKinds]), text: MessageTexts }, closed), {
        maxItems: noticeKinds.length,
      }),
    ),
  },
  closed,
)
