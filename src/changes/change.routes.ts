import { Type } from 'typebox'
import { isOfAll, may } from '../access.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { CentreParams, Id, Iso } from '../schemas.ts'
import { changesOf } from './change.store.ts'
import { changeKinds } from './change.ts'
import { changeView } from './change.view.ts'

const PAGE_MAX = 100

const Fields = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])
const Change = Type.Object({
  id: Id,
  at: Iso,
  staff: Type.Object({ id: Id, name: Type.String() }),
  kind: Type.Enum([...changeKinds]),
  subject: Type.String(),
  called: Type.Union([Type.String(), Type.Null()], {
    description: 'What people call the subject, where its id tells them nothing.',
  }),
  everywhere: Type.Boolean({ description: 'It concerns the whole installation.' }),
  before: Fields,
  after: Fields,
})

export const changeRoutes = async (app: App, { db }: Deps): Promise<void> => {
  app.get(
    '/api/centres/:centre/changes',
    {
      config: { may: may.admins },
      schema: {
        summary: 'Who changed what in the set-up of a centre, newest first',
        description:
          'The fields that changed, as they were and as they are. Who administers all centres is shown what concerns the whole installation as well.',
        tags: ['centres'],
        params: CentreParams,
        querystring: Type.Object({
          before: Type.Optional(Id),
          limit: Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: 50 }),
        }),
        response: {
          200: Type.Object({
            changes: Type.Array(Change),
            next: Type.Union([Id, Type.Null()], {
              description: 'What to ask for as `before` to be given those before; null: the end.',
            }),
          }),
        },
      },
    },
    async ({ params, query, asker }) => {
      const { before = null, limit } = query
      // One more than asked for tells whether there are more.
      const rows = await db.read(
        changesOf({ centreId: params.centre, ofAll: isOfAll(asker), before, most: limit + 1 }),
      )
      const changes = rows.slice(0, limit).map(changeView)
      return { changes, next: rows.length > limit ? (changes.at(-1)?.id ?? null) : null }
    },
  )
}
