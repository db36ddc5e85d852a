import { Type } from 'typebox'
import { may } from '../access.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { messagesView } from './message.view.ts'
import { smsNoticeKinds } from './notice.ts'

const Said = Type.Object({
  text: Type.String(),
  parts: Type.Integer({ description: 'How many SMS it takes.' }),
})

export const messageRoutes = async (app: App, deps: Deps): Promise<void> => {
  app.get(
    '/api/centres/:centre/messages',
    {
      config: { may: may.admins },
      schema: {
        summary: 'What each message says, and how many SMS it takes',
        description: "An example with the centre's own name and hours, of no ticket and no card.",
        tags: ['set-up'],
        params: CentreParams,
        response: {
          200: Type.Array(
            Type.Object({
              kind: Type.Enum([...smsNoticeKinds]),
              says: Type.Object({ ar: Said, en: Said }),
            }),
          ),
        },
      },
    },
    async ({ params }, reply) =>
      (await messagesView(deps, params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )
}
