import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, placeholders, run, runOne, type Step, statement } from '../db/transact.ts'

export type DeviceRow = Tables['devices']['$inferSelect']

export const activeDeviceByToken = statement<{ tokenHash: string }, DeviceRow[]>((db, t) =>
  db
    .select()
    .from(t.devices)
    .where(and(eq(t.devices.tokenHash, $('tokenHash')), eq(t.devices.active, true))),
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

/** @param device `tokenHash` is the hash of its token; the token itself is not kept anywhere */
export function* insertDevice(device: Omit<DeviceRow, 'active'>): Step<void> {
  yield* run(insert({ ...device, active: true }))
}

const deactivate = statement<{ id: string }, { id: string }[]>((db, t) =>
  db
    .update(t.devices)
    .set({ active: false })
    .where(eq(t.devices.id, $('id')))
    .returning({ id: t.devices.id }),
)

/** Takes a device out of service: its token opens nothing from now on. @returns false: unknown */
export function* deactivateDevice(id: string): Step<boolean> {
  return (yield* runOne(deactivate({ id }))) !== undefined
}
