import { Type } from 'typebox'
import { may } from '../access.ts'
import { authorOf } from '../changes/author.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { MessageTexts } from './message.schemas.ts'
import { messagesView } from './message.view.ts'
import { noticeKinds } from './notice.ts'
import { changeMessage } from './own-text.store.ts'
import { placeholders } from './wording.ts'

const Kind = Type.Enum([...noticeKinds])
const Said = Type.Object({
  text: Type.String(),
  parts: Type.Integer({ description: 'How many SMS it takes; 0: it goes to a browser.' }),
})
const Values = Type.Object(
  Object.fromEntries(Object.keys(placeholders).map((name) => [name, Type.Optional(Type.String())])),
)
const Messages = Type.Array(
  Type.Object({
    kind: Kind,
    says: Type.Object({ ar: Said, en: Said }),
    own: MessageTexts,
    values: Type.Object({ ar: Values, en: Values }),
  }),
)
const MessageParams = Type.Object({ ...CentreParams.properties, kind: Kind })

export const messageRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, ids } = deps
  const config = { may: may.admins }
  const tags = ['set-up']

  app.get(
    '/api/centres/:centre/messages',
    {
      config,
      schema: {
        summary: 'What each message says, and how many SMS it takes',
        description: 'An example with the centre’s own name and hours, of no ticket and no card.',
        tags,
        params: CentreParams,
        response: { 200: Messages },
      },
    },
    async ({ params }, reply) =>
      (await messagesView(deps, params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  app.put(
    '/api/centres/:centre/messages/:kind',
    {
      config,
      schema: {
        summary: 'Say a message in a centre’s own words, or again in the usual ones',
        description:
          'It counts for every message that goes out from now on, those that are queued as well.',
        tags,
        params: MessageParams,
        body: MessageTexts,
        response: { 200: Messages },
      },
    },
    async ({ params, body, asker }, reply) => {
      const author = authorOf(asker, ids)
      const changed = await db.write(params.centre, (command) =>
        changeMessage(command, author, params.kind, body),
      )
      if (isRefusal(changed)) return reply.refuse(changed)
      return (await messagesView(deps, params.centre)) ?? reply.refuse(refuse('unknown_centre'))
    },
  )
}
