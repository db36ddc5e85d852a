import { Type } from 'typebox'
import { printerAddress } from '../../printers/printer.ts'
import { may, mayActIn } from '../access.ts'
import { authorOf } from '../changes/author.ts'
import { randomCode, randomToken, tokenHash } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { CentreParams, Id } from '../schemas.ts'
import { deactivateDevice, deviceById, devicesOf, insertDevice } from './device.store.ts'
import { deviceKinds } from './device.ts'
import { deviceView, ownDeviceView } from './device.view.ts'
import { askPairing, PAIRING_MS, pairByCode } from './pairing.store.ts'

const Printer = Type.String({
  minLength: 1,
  maxLength: 200,
  description: '`file:`, `tcp://host:port` or `usb:/dev/usb/lp0`.',
})
const Name = Type.String({ minLength: 1, maxLength: 80 })
const Code = Type.String({ pattern: '^\\d{6}$', maxLength: 6 })
const NewDevice = Type.Object(
  {
    kind: Type.Enum([...deviceKinds]),
    name: Name,
    printer: Type.Optional(Printer),
  },
  { additionalProperties: false },
)
const OwnDevice = Type.Object({
  id: Id,
  kind: Type.Enum([...deviceKinds]),
  centre: Id,
  name: Type.String(),
})
const Device = Type.Object({
  ...OwnDevice.properties,
  printer: Type.Union([Type.String(), Type.Null()]),
  active: Type.Boolean(),
})
const Paired = Type.Object({
  ...Device.properties,
  token: Type.String({ description: 'Shown this once; the server keeps only its hash.' }),
})

/** Nothing but a printer: of the files under /dev only the kernel's USB printers. */
const isPrinter = (url: string): boolean => {
  const address = printerAddress(url)
  return (
    address !== null && (address.kind !== 'usb' || /^\/dev\/usb\/lp\d{1,2}$/.test(address.path))
  )
}

export const deviceRoutes = async (app: App, { db, clock, ids }: Deps): Promise<void> => {
  const tags = ['devices']

  app.post(
    '/api/centres/:centre/devices',
    {
      config: { may: may.admins },
      schema: {
        summary: 'Pair a kiosk or a lobby screen',
        tags,
        params: CentreParams,
        body: NewDevice,
        response: { 201: Paired },
      },
    },
    async (request, reply) => {
      const { kind, name, printer = null } = request.body
      if (printer !== null && !isPrinter(printer)) return reply.refuse(refuse('bad_printer'))
      const token = `dev_${randomToken()}`
      const centreId = request.params.centre
      const device = { id: ids.next(), centreId, kind, name, tokenHash: tokenHash(token), printer }
      const inserted = await db.write(centreId, (command) =>
        insertDevice(command, authorOf(request.asker, ids), device),
      )
      if (isRefusal(inserted)) return reply.refuse(inserted)
      return reply.code(201).send({ ...deviceView(inserted), token })
    },
  )

  app.post(
    '/api/centres/:centre/pairings',
    {
      config: { may: may.anyone },
      schema: {
        summary: 'A code for a screen to show, until an administrator types it',
        description:
          'The token opens nothing before that: ask `GET /api/device` with it until it does.',
        tags,
        params: CentreParams,
        body: Type.Object({ kind: Type.Enum([...deviceKinds]) }, { additionalProperties: false }),
        response: {
          201: Type.Object({
            code: Code,
            token: Type.String({ description: 'Of this screen alone; the server keeps its hash.' }),
            forSec: Type.Integer({ description: 'For how long the code counts.' }),
          }),
        },
      },
    },
    async ({ params, body }, reply) => {
      const token = `dev_${randomToken()}`
      const pairing = { centreId: params.centre, kind: body.kind, tokenHash: tokenHash(token) }
      const code = await db.amend(() => askPairing(clock.now(), pairing, randomCode))
      if (isRefusal(code)) return reply.refuse(code)
      return reply.code(201).send({ code, token, forSec: PAIRING_MS / 1000 })
    },
  )

  app.post(
    '/api/centres/:centre/devices/pair',
    {
      config: { may: may.admins },
      schema: {
        summary: 'Pair the screen that shows a code',
        tags,
        params: CentreParams,
        body: Type.Object(
          { code: Code, name: Name, printer: Type.Optional(Printer) },
          { additionalProperties: false },
        ),
        response: { 201: Device },
      },
    },
    async ({ params, body, asker }, reply) => {
      const { code, name, printer = null } = body
      if (printer !== null && !isPrinter(printer)) return reply.refuse(refuse('bad_printer'))
      const author = authorOf(asker, ids)
      const device = await db.write(params.centre, (command) =>
        pairByCode(command, author, code, { id: ids.next(), name, printer }),
      )
      return isRefusal(device) ? reply.refuse(device) : reply.code(201).send(deviceView(device))
    },
  )

  app.get(
    '/api/centres/:centre/devices',
    {
      config: { may: may.supervisors },
      schema: {
        summary: 'The devices of a centre',
        tags,
        params: CentreParams,
        response: { 200: Type.Array(Device) },
      },
    },
    async ({ params }) => (await db.read(devicesOf({ centreId: params.centre }))).map(deviceView),
  )

  app.delete(
    '/api/devices/:device',
    {
      config: { may: may.admins },
      schema: {
        summary: 'Take a device out of service: its token opens nothing from now on',
        tags,
        params: Type.Object({ device: Id }),
        response: { 204: Type.Null() },
      },
    },
    async ({ params, asker }, reply) => {
      const [device] = await db.read(deviceById({ id: params.device }))
      if (!device || !mayActIn(asker, device.centreId))
        return reply.refuse(refuse('unknown_device'))
      const author = authorOf(asker, ids)
      await db.write(device.centreId, (command) => deactivateDevice(command, author, device.id))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/device',
    {
      config: { may: { device: deviceKinds } },
      schema: { summary: 'Which device am I?', tags, response: { 200: OwnDevice } },
    },
    async ({ asker }, reply) => {
      const [device] = asker.kind === 'device' ? await db.read(deviceById({ id: asker.id })) : []
      return device ? ownDeviceView(device) : reply.refuse(refuse('not_signed_in'))
    },
  )
}
