import { Type } from 'typebox'
import { may } from '../access.ts'
import { countDue } from '../cards/disposal.store.ts'
import { dueBefore } from '../cards/disposal.ts'
import { centreById } from '../centres/centre.store.ts'
import { limits } from '../centres/limits.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { countToForget } from './retention.store.ts'
import { COUNTED_MAX, forgetBefore } from './retention.ts'

const Days = Type.Object(
  {
    retentionDays: Type.Optional(Type.Integer(limits.retentionDays)),
    cardExpiresAfterDays: Type.Optional(Type.Integer(limits.cardExpiresAfterDays)),
  },
  {
    additionalProperties: false,
    description: 'As many days as things would be kept. Without one it stays as it is.',
  },
)
const Count = (description: string) =>
  Type.Integer({ minimum: 0, maximum: COUNTED_MAX, description })

/** What it would come to at once to keep things for so many days: asked before that is saved. */
export const shorteningRoutes = async (app: App, { db, clock }: Deps): Promise<void> => {
  app.get(
    '/api/centres/:centre/settings/shortening',
    {
      config: { may: may.admins },
      schema: {
        summary: 'What would be erased and what would fall due, were things kept for so many days',
        description: `Nothing is changed. What is more than ${COUNTED_MAX} is counted no further.`,
        tags: ['set-up'],
        params: CentreParams,
        querystring: Days,
        response: {
          200: Type.Object({
            visits: Count('Visits whose visitors’ data the next run would erase.'),
            cards: Count('Cards on their shelves that would be past their time.'),
          }),
        },
      },
    },
    async ({ params, query }, reply) => {
      const [centre] = await db.read(centreById({ id: params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const settings = { ...centre.settings, ...query }
      const now = clock.now()
      const bounds = { centreId: centre.id, upTo: COUNTED_MAX }
      const [[visits], [cards]] = await Promise.all([
        db.read(countToForget({ ...bounds, before: forgetBefore(now, settings).personal })),
        db.read(countDue({ ...bounds, before: dueBefore({ ...centre, settings }, now) })),
      ])
      return { visits: visits?.count ?? 0, cards: cards?.count ?? 0 }
    },
  )
}
