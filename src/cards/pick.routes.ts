import { Type } from 'typebox'
import { type Asker, may, mayActIn } from '../access.ts'
import type { Command, Step } from '../db/transact.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import type { PickView as Shown } from '../live/events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import type { Door } from '../staff/staff.door.ts'
import { staffIdOf } from './card.routes.ts'
import { PickView, PostView, SearchList } from './card.schemas.ts'
import { handoverRoutes } from './handover.routes.ts'
import { missPick } from './not-found.store.ts'
import { type PickRow, pickById, pickCard, shownPick } from './pick.store.ts'
import { pickView, postView } from './post.view.ts'
import { searchList } from './search.view.ts'
import { at } from './station.ts'

const PickParams = Type.Object({ pick: Id })

export const pickRoutes = async (app: App, deps: Deps & { door: Door }): Promise<void> => {
  const { db, ids } = deps
  await app.register(handoverRoutes, deps)

  app.get(
    '/api/centres/:centre/post',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The post section as it stands',
        description: 'The same view that the socket sends as `post`.',
        tags: ['picks'],
        params: CentreParams,
        response: { 200: PostView },
      },
    },
    async (request, reply) =>
      (await postView(db, request.params.centre)) ?? reply.refuse(refuse('unknown_centre')),
  )

  /** Something done to a pick in the order of its centre, answered with the pick as it is then. */
  const change = async (
    id: string,
    asker: Asker,
    body: (command: Command) => Step<PickRow | Refusal>,
  ): Promise<Shown | Refusal> => {
    const [pick] = await db.read(pickById({ id }))
    if (!pick) return refuse('unknown_pick')
    if (!mayActIn(asker, pick.centreId)) return refuse('not_allowed')
    const changed = await db.write(pick.centreId, at(asker, body))
    if (isRefusal(changed)) return changed
    const [shown] = await db.read(shownPick({ id }))
    return shown ? pickView(shown) : refuse('unknown_pick')
  }

  app.post(
    '/api/picks/:pick/picked',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The card was fetched',
        description: 'Its slot stays its own until the handover. Said twice, it stays fetched.',
        tags: ['picks'],
        params: PickParams,
        response: { 200: PickView },
      },
    },
    async (request, reply) => {
      const { pick } = request.params
      const staffId = staffIdOf(request.asker)
      const outcome = await change(pick, request.asker, (command) =>
        pickCard(command, pick, { staffId }),
      )
      return isRefusal(outcome) ? reply.refuse(outcome) : outcome
    },
  )

  app.post(
    '/api/picks/:pick/not-found',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The card is not in its slot',
        description:
          'It is missing from now on, and an incident says so. Its visitor is told at once, and the answer says where to look.',
        tags: ['picks'],
        params: PickParams,
        response: { 200: Type.Object({ ...PickView.properties, search: SearchList }) },
      },
    },
    async (request, reply) => {
      const { pick } = request.params
      const staffId = staffIdOf(request.asker)
      const outcome = await change(pick, request.asker, (command) =>
        missPick(command, pick, ids.next(), { staffId }),
      )
      if (isRefusal(outcome)) return reply.refuse(outcome)
      const [{ centreId = '' } = {}] = await db.read(pickById({ id: pick }))
      return { ...outcome, search: await searchList(deps, centreId, outcome.serial) }
    },
  )
}
