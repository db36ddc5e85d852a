import { Type } from 'typebox'
import { may } from '../access.ts'
import { authorOf } from '../changes/author.ts'
import { type Change, changeKinds } from '../changes/change.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams } from '../schemas.ts'
import { CentreBody, Code, CounterBody, ServiceBody, SettingsBody } from './setup.schemas.ts'
import { setupView } from './setup.view.ts'
import { importFile } from './transfer.store.ts'
import { FILE_FORMAT, FILE_VERSION } from './transfer.ts'

/** Fifty services with all their texts, and two hundred counters, are a fifth of it. */
const FILE_MAX_BYTES = 1024 * 1024

const closed = { additionalProperties: false } as const
const File = Type.Object(
  {
    format: Type.Literal(FILE_FORMAT),
    version: Type.Literal(FILE_VERSION),
    centre: CentreBody,
    settings: SettingsBody,
    services: Type.Array(Type.Object({ id: Code, ...ServiceBody.properties }, closed), {
      maxItems: 50,
    }),
    counters: Type.Array(CounterBody, { maxItems: 200 }),
  },
  closed,
)
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
          'Names, hours, holidays, settings, services and counters: nobody who works there, no card, no visitor, no place.',
        tags,
        params: CentreParams,
        response: { 200: File },
      },
    },
    async ({ params }, reply) => {
      const view = await setupView(deps, params.centre)
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
      } as const
    },
  )

  app.put(
    '/api/centres/:centre/file',
    {
      config,
      bodyLimit: FILE_MAX_BYTES,
      schema: {
        summary: 'Set a centre up as a file says, all of it or nothing',
        description:
          'Services are known by their codes, counters by their labels; what the file says nothing of stays as it is. With `dryRun` everything is tried in the same way, and undone.',
        tags,
        params: CentreParams,
        querystring: Type.Object({ dryRun: Type.Boolean({ default: false }) }),
        body: File,
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
}
