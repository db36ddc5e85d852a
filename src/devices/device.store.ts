import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { PrintFailure } from '../../printers/outcome.ts'
import type { Author } from '../changes/author.ts'
import { noteChange } from '../changes/change.store.ts'
import type { Tables } from '../db/tables.ts'
import { $, type Command, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'

export type DeviceRow = Tables['devices']['$inferSelect']

export const activeDeviceByToken = statement<{ tokenHash: string }, DeviceRow[]>(
  (db, t) =>
    db
      .select()
      .from(t.devices)
      .where(and(eq(t.devices.tokenHash, $('tokenHash')), eq(t.devices.active, true))),
  { isAskedOften: true },
)

export const deviceById = statement<{ id: string }, DeviceRow[]>((db, t) =>
  db
    .select()
    .from(t.devices)
    .where(eq(t.devices.id, $('id'))),
)

const lockDevice = statement<{ id: string }, DeviceRow[]>((db, t) =>
  db
    .update(t.devices)
    .set({ active: sql`${t.devices.active}` })
    .where(eq(t.devices.id, $('id')))
    .returning(),
)

/** The device, under its lock: of several processes one at a time is past here. */
export function* holdDevice(id: string): Step<DeviceRow | undefined> {
  return yield* runOne(lockDevice({ id }))
}

/** The devices of a centre, those taken out of service too, by name. */
export const devicesOf = statement<{ centreId: string }, DeviceRow[]>((db, t) =>
  db
    .select()
    .from(t.devices)
    .where(eq(t.devices.centreId, $('centreId')))
    .orderBy(asc(t.devices.name), asc(t.devices.id)),
)

const insert = statement<DeviceRow, unknown>((db, t) =>
  db.insert(t.devices).values(placeholders(t.devices)),
)

const updateTrouble = statement<
  Pick<DeviceRow, 'id' | 'printerFailure' | 'printerFailedAt'>,
  unknown
>((db, t) =>
  db
    .update(t.devices)
    .set(placeholders(t.devices, ['printerFailure', 'printerFailedAt']))
    .where(eq(t.devices.id, $('id'))),
)

/**
 * What the printer of a device failed of now, or null once it printed; staff are told when that
 * changes. It has been in trouble since the first failure of a row, whatever came after it.
 */
export function* notePrinter(
  { now, tell }: Command,
  id: string,
  printerFailure: PrintFailure | null,
): Step<void> {
  const device = yield* runOne(deviceById({ id }))
  if (!device || device.printerFailure === printerFailure) return
  const printerFailedAt = printerFailure === null ? null : (device.printerFailedAt ?? now)
  yield* run(updateTrouble({ id, printerFailure, printerFailedAt }))
  tell({ type: 'printer_changed', subject: id })
}

/** The devices of a centre whose printer does not print, the longest first. */
export const troubledDevices = statement<{ centreId: string }, DeviceRow[]>((db, t) =>
  db
    .select()
    .from(t.devices)
    .where(
      and(
        eq(t.devices.centreId, $('centreId')),
        eq(t.devices.active, true),
        isNotNull(t.devices.printerFailedAt),
      ),
    )
    .orderBy(asc(t.devices.printerFailedAt), asc(t.devices.id)),
)

/** What is kept of a change of a device: its token is not a part of it. */
const noted = ({ kind, name, printer, active }: DeviceRow) => ({ kind, name, printer, active })

/** @param asked `tokenHash` is the hash of its token; the token itself is not kept anywhere */
export function* insertDevice(
  { centre, now }: Command,
  author: Author,
  asked: Omit<DeviceRow, 'active' | 'printerFailure' | 'printerFailedAt'>,
): Step<DeviceRow> {
  const device = { ...asked, printerFailure: null, printerFailedAt: null, active: true }
  yield* run(insert(device))
  const what = { kind: 'device', subject: device.id, before: null, after: noted(device) } as const
  yield* noteChange(author, now, centre.id, what)
  return device
}

const deactivate = statement<{ id: string }, DeviceRow[]>((db, t) =>
  db
    .update(t.devices)
    .set({ active: false })
    .where(and(eq(t.devices.id, $('id')), eq(t.devices.active, true)))
    .returning(),
)

/** Takes a device out of service: its token opens nothing from now on. */
export function* deactivateDevice(
  { centre, now }: Command,
  author: Author,
  id: string,
): Step<null> {
  const device = yield* runOne(deactivate({ id }))
  if (!device) return null
  const before = noted({ ...device, active: true })
  const what = { kind: 'device', subject: id, before, after: noted(device) } as const
  yield* noteChange(author, now, centre.id, what)
  return null
}
