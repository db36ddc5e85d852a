import { Type } from 'typebox'
import type { Renderer } from '../../printers/renderer.ts'
import { may } from '../access.ts'
import { centreById } from '../centres/centre.store.ts'
import type { Deps } from '../deps.ts'
import { deviceById, devicesOf } from '../devices/device.store.ts'
import type { App } from '../http.ts'
import { printById, queueLabels } from '../prints/print.store.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { scannedCode } from './card.routes.ts'
import { Nullable } from './card.schemas.ts'
import { labelScopes, labelsOf } from './label.view.ts'
import { PlaceParams } from './place.routes.ts'

/** Twenty sheets: about a second of the thread that draws them. */
export const SHEET_LABELS_MAX = 480
/** A metre of paper, and some ten seconds of a printer. */
export const PRINTED_LABELS_MAX = 40

const Scope = Type.Enum([...labelScopes], {
  description:
    'itself: the place alone; parts: what lies right in it; all: it and everything in it, unless said otherwise.',
})
const PrintState = Type.Enum(['queued', 'printing', 'printed', 'failed'])

export const labelRoutes = async (
  app: App,
  { db, ids, renderer }: Deps & { renderer: Pick<Renderer, 'sheet'> },
): Promise<void> => {
  const tags = ['places']

  app.get(
    '/api/centres/:centre/places/:place/labels',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Labels of places, on sheets of A4 to be cut',
        description: `A PDF: 24 labels a sheet, each with the code as a QR code and in letters. At most ${SHEET_LABELS_MAX} labels.`,
        tags,
        params: PlaceParams,
        querystring: Type.Object({ scope: Type.Optional(Scope) }),
        response: {
          200: { content: { 'application/pdf': { schema: Type.Unsafe<Buffer>(Type.Any()) } } },
        },
      },
    },
    async (request, reply) => {
      const { centre, place } = request.params
      const { scope = 'all' } = request.query
      const code = scannedCode(place)
      const labels = await labelsOf(db, centre, { place: code, scope, most: SHEET_LABELS_MAX })
      if (isRefusal(labels)) return reply.refuse(labels)
      const pdf = await renderer.sheet(labels)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="labels-${code}.pdf"`)
        .send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
    },
  )

  app.get(
    '/api/centres/:centre/printers',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'The printers of a centre that labels can be printed on',
        tags,
        params: CentreParams,
        response: {
          200: Type.Object({
            printers: Type.Array(Type.Object({ id: Id, name: Type.String() })),
          }),
        },
      },
    },
    async (request, reply) => {
      const centreId = request.params.centre
      const [centre] = await db.read(centreById({ id: centreId }))
      if (!centre) return reply.refuse(refuse('unknown_centre'))
      const devices = await db.read(devicesOf({ centreId }))
      const printers = devices.filter(({ active, printer }) => active && printer !== null)
      return { printers: printers.map(({ id, name }) => ({ id, name })) }
    },
  )

  app.post(
    '/api/centres/:centre/places/:place/labels',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'Print labels of places on a printer of the centre',
        description: `One after another, each cut off; in turn with the slips of that printer. At most ${PRINTED_LABELS_MAX}.`,
        tags,
        params: PlaceParams,
        body: Type.Object(
          { printer: Id, scope: Type.Optional(Scope) },
          { additionalProperties: false },
        ),
        response: {
          202: Type.Object({ id: Id, labels: Type.Integer(), state: PrintState }),
        },
      },
    },
    async (request, reply) => {
      const { centre, place } = request.params
      const { printer, scope = 'all' } = request.body
      const [device] = await db.read(deviceById({ id: printer }))
      if (device?.centreId !== centre || !device.active || device.printer === null)
        return reply.refuse(refuse('unknown_printer'))
      const code = scannedCode(place)
      const labels = await labelsOf(db, centre, { place: code, scope, most: PRINTED_LABELS_MAX })
      if (isRefusal(labels)) return reply.refuse(labels)
      const id = ids.next()
      const codes = labels.map((label) => label.code)
      const queued = await db.write(centre, (command) =>
        queueLabels(command, { id, deviceId: printer, codes }),
      )
      if (isRefusal(queued)) return reply.refuse(queued)
      return reply.code(202).send({ id, labels: codes.length, state: 'queued' as const })
    },
  )

  app.get(
    '/api/centres/:centre/label-prints/:print',
    {
      config: { may: may.postSection },
      schema: {
        summary: 'How the printing of labels stands',
        tags,
        params: Type.Object({ ...CentreParams.properties, print: Id }),
        response: {
          200: Type.Object({
            id: Id,
            labels: Type.Integer(),
            state: PrintState,
            failure: Nullable,
          }),
        },
      },
    },
    async (request, reply) => {
      const { centre, print } = request.params
      const [row] = await db.read(printById({ id: print }))
      if (row?.centreId !== centre || row.labels === null)
        return reply.refuse(refuse('unknown_print'))
      const { id, state, failure, labels } = row
      return { id, labels: labels.length, state, failure }
    },
  )
}
