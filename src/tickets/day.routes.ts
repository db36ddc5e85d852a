import { Type } from 'typebox'
import { may } from '../access.ts'
import { businessDay } from '../centres/business-day.ts'
import { centreById } from '../centres/centre.store.ts'
import { authorOf } from '../changes/author.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, Empty, Iso } from '../schemas.ts'
import { closeDayBy } from './day.store.ts'
import { dayView } from './day.view.ts'

const Closed = Type.Union([
  Type.Object({ at: Iso, by: Type.String(), tickets: Type.Integer() }),
  Type.Null(),
])

/** The day of a centre is ended by hand; by itself it ends with the business day (ticket.jobs.ts). */
export const dayRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, clock, ids } = deps
  const config = { may: may.supervisors }
  const tags = ['centres']

  app.get(
    '/api/centres/:centre/close-day',
    {
      config,
      schema: {
        summary:
          'What closing the day would end now, and when it was last closed by hand, and by whom',
        tags,
        params: CentreParams,
        response: { 200: Type.Object({ wouldEnd: Type.Integer(), closed: Closed }) },
      },
    },
    async ({ params }, reply) => {
      const [centre] = await db.read(centreById({ id: params.centre }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      return dayView(deps, centre)
    },
  )

  app.post(
    '/api/centres/:centre/close-day',
    {
      config,
      schema: {
        summary: 'End the tickets that still wait; who is being served is left in peace',
        description: 'Whoever takes a ticket afterwards waits as before.',
        tags,
        params: CentreParams,
        body: Empty,
        response: { 200: Type.Object({ closed: Type.Integer() }) },
      },
    },
    async ({ params, asker }, reply) => {
      const centreId = params.centre
      const [centre] = await db.read(centreById({ id: centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const { day } = businessDay(clock.now(), centre)
      const author = authorOf(asker, ids)
      let closed = 0
      // Each turn is one short transaction, so that a long day does not hold up the counters.
      for (;;) {
        const turn = await db.write(centreId, (command) =>
          closeDayBy(command, author, { day, before: closed }),
        )
        if (isRefusal(turn)) return reply.refuse(turn)
        closed += turn.closed
        if (!turn.isMore) return { closed }
      }
    },
  )
}
