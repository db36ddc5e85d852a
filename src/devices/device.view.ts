import type { DeviceRow } from './device.store.ts'
import type { DeviceKind } from './device.ts'

/** `GET /api/device`: what a device may know of itself. */
export interface OwnDeviceView {
  id: string
  kind: DeviceKind
  centre: string
  name: string
}

/** As supervisors see a device; its token left the server once, when it was paired. */
export interface DeviceView extends OwnDeviceView {
  printer: string | null
  active: boolean
}

export const ownDeviceView = ({ id, kind, centreId, name }: DeviceRow): OwnDeviceView => ({
  id,
  kind,
  centre: centreId,
  name,
})

export const deviceView = (row: DeviceRow): DeviceView => ({
  ...ownDeviceView(row),
  printer: row.printer,
  active: row.active,
})
