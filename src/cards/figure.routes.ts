import { Type } from 'typebox'
import { may } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { cardFigures, cardFiguresCsv } from './figure.view.ts'

/** A year and the days before it that make its first month whole. */
const DAYS_MAX = 400
const Days = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_MAX, default: 30 })) },
  { additionalProperties: false },
)

const Count = Type.Integer({ minimum: 0 })
const Hours = Type.Union([Type.Integer(), Type.Null()])
const Stretch = Type.Object(
  { count: Count, p50Hours: Hours, p90Hours: Hours },
  { description: 'Within so many hours for half, and for nine in ten; null: longer, or none.' },
)
const Day = Type.String({ description: 'A day of the centre, `2026-11-24`.' })
const steps = {
  received: Count,
  shelved: Count,
  picked: Count,
  handed_over: Count,
  missing: Count,
  found: Count,
}
const Figures = Type.Object({
  centre: Id,
  from: Day,
  to: Day,
  sections: Type.Array(
    Type.Object({
      section: Type.String(),
      name: Type.Object({ ar: Type.String(), en: Type.String() }),
      cards: Count,
      capacity: Count,
    }),
  ),
  ages: Type.Array(
    Type.Object(
      { upToDays: Type.Union([Type.Integer(), Type.Null()]), cards: Count },
      { description: 'Cards that lie ready; null: for longer than all the others.' },
    ),
  ),
  toShelf: Stretch,
  toHandover: Stretch,
  searches: Type.Object(
    { avoided: Count, needed: Count },
    { description: 'Picks that lay in their slot, and cards that had to be searched for.' },
  ),
  days: Type.Array(Type.Object({ day: Day, ...steps })),
  months: Type.Array(Type.Object({ month: Type.String({ description: '`2026-11`' }), ...steps })),
})

/** What the post section did, in figures: for those who answer for it. */
export const figureRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db } = deps
  const tags = ['cards']
  app.get(
    '/api/centres/:centre/card-figures',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'Fill, age, times, losses and finds of the last days',
        description: 'Today included. Days on which nothing happened are left out.',
        tags,
        params: CentreParams,
        querystring: Days,
        response: { 200: Figures },
      },
    },
    async ({ params, query }, reply) => {
      const [centre] = await db.read(centreById({ id: params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      return cardFigures(deps, centre, query.days ?? 30)
    },
  )

  app.get(
    '/api/centres/:centre/card-figures.csv',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'The same days as a table',
        tags,
        params: CentreParams,
        querystring: Days,
        response: { 200: { content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async ({ params, query }, reply) => {
      const [centre] = await db.read(centreById({ id: params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const { text, from, to } = await cardFiguresCsv(deps, centre, query.days ?? 30)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="cards-${from}-${to}.csv"`)
        .send(text)
    },
  )
}
