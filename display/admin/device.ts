import type { DeviceKind } from '../../src/devices/device.ts'

/** One of `GET /api/centres/:centre/devices`; never with its token. */
export interface Device {
  id: string
  kind: DeviceKind
  name: string
  printer: string | null
  active: boolean
}
