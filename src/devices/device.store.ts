import { and, eq } from 'drizzle-orm'
import type { Tables } from '../db/tables.ts'
import { $, statement } from '../db/transact.ts'

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
