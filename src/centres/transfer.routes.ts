import { Type } from 'typebox'
import { isOfAll, may } from '../access.ts'
import { allPlacesOf } from '../cards/place-file.store.ts'
import { stretchesOf } from '../cards/place-file.ts'
import { authorOf } from '../changes/author.ts'
import { type Change, changeKinds } from '../changes/change.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { noticeKinds } from '../notices/notice.ts'
import { ownOf, ownTextsOf } from '../notices/own-text.store.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { Code, DayEnds, Name, TimeZone } from './setup.schemas.ts'
import { newCentre } from './setup.store.ts'
import { setupView } from './setup.view.ts'
import { CentreFileBody, FILE_MAX_BYTES } from './transfer.schemas.ts'
import { foundCentre, importFile } from './transfer.store.ts'
import { FILE_FORMAT, FILE_VERSION } from './transfer.ts'

const Fields = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])
const Outcome = Type.Object({
  changes: Type.Array(
    Type.Object({
      kind: Type.Enum([...changeKinds]),
      subject: Type.String(),
      before: Fields,
      after: Fields,
    }),
  ),
})

const NewCentre = Type.Object(
  {
    id: Code,
    name: Name,
    timeZone: TimeZone,
    dayEndsAtMin: DayEnds,
    file: Type.Optional(CentreFileBody),
  },
  { additionalProperties: false },
)

export const transferRoutes = async (app: App, deps: Deps): Promise<void> => {
  const { db, ids } = deps
  const config = { may: may.admins }
  const tags = ['set-up']

  app.get(
    '/api/centres/:centre/file',
    {
      config,
      schema: {
        summary: 'A centre as one file',
        description:
          'Names, hours, holidays, settings, services, counters, places and messages: nobody who works there, no card, no visitor.',
        tags,
        params: CentreParams,
        response: { 200: CentreFileBody },
      },
    },
    async ({ params }, reply) => {
      const centreId = params.centre
      const [view, places, texts] = await Promise.all([
        setupView(deps, centreId),
        db.read(allPlacesOf({ centreId })),
        db.read(ownTextsOf({ centreId })),
      ])
      if (!view) return reply.refuse(refuse('unknown_centre'))
      reply.header('content-disposition', `attachment; filename="dawr-${view.id}.json"`)
      return {
        format: FILE_FORMAT,
        version: FILE_VERSION,
        centre: view.centre,
        settings: view.settings,
        services: view.services.map(({ ticketsToday: _, ...service }) => service),
        counters: view.counters
          .filter(({ active }) => active)
          .map(({ id: _, state: __, ...counter }) => counter),
        places: stretchesOf(places),
        messages: noticeKinds.map((kind) => ({ kind, text: ownOf(texts, kind) })),
      } as const
    },
  )

  app.put(
    '/api/centres/:centre/file',
    {
      config: { ...config, tellsAllFaults: true },
      bodyLimit: FILE_MAX_BYTES,
      schema: {
        summary: 'Set a centre up as a file says, all of it or nothing',
        description:
          'Services are known by their codes, counters by their labels; what the file says nothing of stays as it is. With `dryRun` everything is tried in the same way, and undone.',
        tags,
        params: CentreParams,
        querystring: Type.Object({ dryRun: Type.Boolean({ default: false }) }),
        body: CentreFileBody,
        response: { 200: Outcome },
      },
    },
    async ({ params, query, body, asker }, reply) => {
      const author = authorOf(asker, ids)
      let tried: Change[] | undefined
      const outcome = await db.write(params.centre, function* (command) {
        const changes = yield* importFile(command, author, body)
        if (!query.dryRun || isRefusal(changes)) return changes
        tried = changes
        return refuse('only_tried')
      })
      if (!isRefusal(outcome)) return { changes: outcome }
      return tried && outcome.refused === 'only_tried' ? { changes: tried } : reply.refuse(outcome)
    },
  )

  app.post(
    '/api/centres',
    {
      config: { ...config, tellsAllFaults: true },
      bodyLimit: FILE_MAX_BYTES,
      schema: {
        summary: 'A new centre, alone or set up as a file says',
        description:
          'Only for those who administer all centres. To copy another centre, send its file: hours, policy, services, counters, places and messages are taken from it. All of it or nothing.',
        tags,
        body: NewCentre,
        response: { 201: Type.Object({ id: Id, ...Outcome.properties }) },
      },
    },
    async ({ body, asker }, reply) => {
      if (!isOfAll(asker)) return reply.refuse(refuse('not_allowed'))
      const { id, file = null, ...setup } = body
      const author = authorOf(asker, ids)
      const changes = await db.write(
        id,
        (command) => foundCentre(command, author, setup, file),
        newCentre(id, setup),
      )
      if (isRefusal(changes)) return reply.refuse(changes)
      return reply.code(201).send({ id, changes })
    },
  )
}
