import { type Static, Type } from 'typebox'
import { Bilingual, Id, Iso } from '../schemas.ts'

const Day = Type.String({ format: 'date', description: 'A day of the centre, `2026-11-24`.' })
export const range = { from: Day, to: Day }
export const Range = Type.Object(range, { additionalProperties: false })
export type Asked = Static<typeof Range>

const Count = Type.Integer({ minimum: 0 })
const Hour = Type.Integer({ minimum: 0, maximum: 23, description: 'Of the centre’s clock.' })
const Seconds = Type.Union([Type.Integer(), Type.Null()])
const Lengths = Type.Object(
  { count: Count, p50Sec: Seconds, p90Sec: Seconds },
  { description: 'Within so many seconds for half, and for nine in ten; null: longer, or none.' },
)
const flow = { issued: Count, called: Count, served: Count, waiting: Lengths }
const Flow = Type.Object(flow)
const figures = {
  ...flow,
  noShow: Count,
  left: Count,
  walking: Lengths,
  serving: Lengths,
  wrapUp: Lengths,
}
const Usual = Type.Union([Flow, Type.Null()], {
  description: 'The middle of the same weekday in the last eight weeks; null: too few such days.',
})
const today = {
  usualDays: Type.Integer({ minimum: 0, description: 'How many days the usual one is made of.' }),
  soFar: Type.Object(
    { today: Flow, usual: Usual },
    {
      description:
        'Until now, and what is usual until this time of the day: of the hour that is not over, the share that has passed.',
    },
  ),
}
export const TodayReport = Type.Object({
  centre: Id,
  day: Day,
  at: Iso,
  hour: Hour,
  ...today,
  hours: Type.Array(Type.Object({ hour: Hour, today: Flow, usual: Usual })),
})
const daysBehind = {
  countedFrom: Type.Union([Day, Type.Null()], {
    description: 'The first day that was counted: there are no figures before it.',
  }),
  daysCounted: Count,
}
const Share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'The share of those called who waited no longer than the target.',
})
export const History = Type.Object({
  centre: Id,
  ...range,
  ...daysBehind,
  total: Type.Object(figures),
  days: Type.Array(Type.Object({ day: Day, ...figures })),
  hours: Type.Array(Type.Object({ hour: Hour, ...figures })),
  services: Type.Array(
    Type.Object({
      service: Id,
      name: Bilingual,
      targetMin: Type.Union([Type.Integer(), Type.Null()]),
      withinTarget: Share,
      ...figures,
    }),
  ),
  week: Type.Array(
    Type.Object({
      weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 Monday to 7 Sunday.' }),
      hour: Hour,
      days: Count,
      issued: Count,
      waiting: Lengths,
    }),
  ),
})
const named = {
  centre: Id,
  name: Bilingual,
  closed: Type.Boolean({ description: 'For good.' }),
}
export const Beside = Type.Object({
  ...named,
  counters: Type.Object({ open: Count, all: Count }),
  queues: Type.Array(
    Type.Object({
      service: Id,
      name: Bilingual,
      waiting: Count,
      since: Iso,
      targetMin: Type.Integer(),
    }),
  ),
  ...today,
})

export const CentresHistory = Type.Object({
  ...range,
  centres: Type.Array(Type.Object({ ...named, ...daysBehind, withinTarget: Share, ...figures })),
})
