import { Type } from 'typebox'
import { may, mayActIn } from '../access.ts'
import { CounterBody } from '../centres/setup.schemas.ts'
import { counterSetupView } from '../centres/setup.view.ts'
import { authorOf } from '../changes/author.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, CounterParams, Id } from '../schemas.ts'
import { counterById } from './counter.store.ts'
import { counterStates } from './counter.ts'
import { changeCounter, putCounter } from './counter-setup.store.ts'

const Counter = Type.Object({
  id: Id,
  ...CounterBody.properties,
  state: Type.Enum([...counterStates]),
})

export const counterSetupRoutes = async (app: App, { db, ids }: Deps): Promise<void> => {
  const config = { may: may.admins }
  const tags = ['set-up']

  app.post(
    '/api/centres/:centre/counters',
    {
      config,
      schema: {
        summary: 'One more counter',
        description: 'Its label is that of no other counter in use, so a second asking adds none.',
        tags,
        params: CentreParams,
        body: CounterBody,
        response: { 201: Counter },
      },
    },
    async ({ params, body, asker }, reply) => {
      const author = authorOf(asker, ids)
      const added = await db.write(params.centre, (command) =>
        putCounter(command, author, null, body),
      )
      if (isRefusal(added)) return reply.refuse(added)
      return reply.code(201).send(counterSetupView(added))
    },
  )

  app.put(
    '/api/counters/:counter',
    {
      config,
      schema: {
        summary: 'Change a counter, or take it out of use once it is closed',
        description: 'What it calls for changes when it is opened the next time.',
        tags,
        params: CounterParams,
        body: CounterBody,
        response: { 200: Counter },
      },
    },
    async ({ params, body, asker }, reply) => {
      const [counter] = await db.read(counterById({ id: params.counter }))
      if (!counter || !mayActIn(asker, counter.centreId))
        return reply.refuse(refuse('unknown_counter'))
      const author = authorOf(asker, ids)
      const changed = await db.write(counter.centreId, (command) =>
        changeCounter(command, author, counter.id, body),
      )
      return isRefusal(changed) ? reply.refuse(changed) : counterSetupView(changed)
    },
  )
}
